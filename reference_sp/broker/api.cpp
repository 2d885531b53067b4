#include "reference_sp/broker/api.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/broker/answers.hpp"
#include "reference_sp/broker/listing.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::broker {

namespace {

const std::vector<std::string>& collections() {
  static const std::vector<std::string> names{"connections", "directories", "directory_users",
                                              "directory_groups", "events"};
  return names;
}

std::string collection_of(const std::string& path) {
  return path.substr(1, path.find('/', 1) - 1);
}

bool may_see(const std::string& asking, const std::string& owner) {
  return asking.empty() || asking == owner;
}

http::Response page_answer(const Result<Json>& page) {
  return page ? json_answer(200, *page) : api_error(422, page.error().message, "invalid_request_parameters");
}

Result<std::optional<Time>> time_parameter(const http::Parameters& query, std::string_view name) {
  const auto text = http::find(query, name);
  if (!text) return std::optional<Time>();
  auto time = parse_time(*text);
  if (!time) return invalid(std::string(name) + " must be a time such as 2026-01-31T00:00:00Z");
  return std::optional<Time>(*time);
}

Result<EventQuery> read_event_query(const http::Parameters& query) {
  EventQuery read;
  for (const auto& [name, value] : query) {
    if (name == "events[]" || name == "events") {
      for (const std::string& type : split(value, ',')) read.types.push_back(type);
    }
  }
  read.organization_id = http::find(query, "organization_id").value_or("");
  read.after = http::find(query, "after").value_or("");
  auto limit = read_limit(query);
  if (!limit) return limit.error();
  read.limit = *limit;
  auto from = time_parameter(query, "range_start"), until = time_parameter(query, "range_end");
  if (!from) return from.error();
  if (!until) return until.error();
  if (*from && !read.after.empty()) return invalid("after and range_start exclude each other");
  read.from = *from;
  read.until = *until;
  return read;
}

}  // namespace

bool Api::handles(const std::string& path) {
  return path.starts_with('/') && std::ranges::count(collections(), collection_of(path)) > 0;
}

http::Response Api::handle(const http::Request& request, const std::string& organization_id) const {
  if (request.method != "GET") return method_not_allowed("GET");
  const std::string path = request.url.substr(0, request.url.find('?'));
  const std::string collection = collection_of(path);
  const std::size_t rest = path.find('/', 1);
  const auto query = http::query_of(request.url);
  if (rest != std::string::npos && rest + 1 < path.size()) {
    return single(collection, percent_decode(path.substr(rest + 1)), organization_id);
  }
  if (collection == "events") return events(query, organization_id);
  const bool is_member = collection == "directory_users" || collection == "directory_groups";
  return is_member ? members(collection, query, organization_id) : list(collection, query, organization_id);
}

http::Response Api::single(const std::string& collection, const std::string& id,
                           const std::string& organization_id) const {
  Json found;
  if (collection == "connections") found = connections_.shown(id);
  for (const auto& directory : directories_) {
    if (!found.is_null()) break;
    if (collection == "directories" && directory->id() == id) found = directory->shown();
    if (collection == "directory_users") found = directory->user(id);
    if (collection == "directory_groups") found = directory->group(id);
  }
  if (found.is_null() || !may_see(organization_id, found.value("organization_id", ""))) {
    return api_not_found(id);
  }
  return json_answer(200, found);
}

http::Response Api::list(const std::string& collection, const http::Parameters& query,
                         const std::string& organization_id) const {
  const auto asked = http::find(query, "organization_id");
  std::vector<std::string> ids;
  const auto add = [&](const std::string& id, const std::string& owner) {
    if (may_see(organization_id, owner) && (!asked || asked->empty() || *asked == owner)) ids.push_back(id);
  };
  if (collection == "connections") {
    for (const std::string& id : connections_.ids()) add(id, connections_.organization_of(id));
    return page_answer(list_page(ids, query, [&](const std::string& id) { return connections_.shown(id); }));
  }
  for (const auto& directory : directories_) add(directory->id(), directory->organization_id());
  return page_answer(list_page(ids, query, [&](const std::string& id) {
    const auto found = std::ranges::find(directories_, id, [](const auto& one) { return one->id(); });
    return (*found)->shown();
  }));
}

// Of a directory, a group or a user: one of them must be named.
http::Response Api::members(const std::string& collection, const http::Parameters& query,
                            const std::string& organization_id) const {
  const bool users = collection == "directory_users";
  const std::string of = http::find(query, users ? "group" : "user").value_or("");
  const std::string in = http::find(query, "directory").value_or("");
  if (of.empty() && in.empty()) {
    return api_error(422, users ? "directory or group is needed" : "directory or user is needed",
                     "invalid_request_parameters");
  }
  for (const auto& directory : directories_) {
    if (!may_see(organization_id, directory->organization_id())) continue;
    if (!in.empty() && directory->id() != in) continue;
    if (!of.empty() && (users ? directory->group(of) : directory->user(of)).is_null()) continue;
    const auto ids = users ? directory->user_ids(of) : directory->group_ids(of);
    return page_answer(list_page(ids, query, [&](const std::string& id) {
      return users ? directory->user(id) : directory->group(id);
    }));
  }
  return api_not_found(of.empty() ? in : of);
}

http::Response Api::events(const http::Parameters& query, const std::string& organization_id) const {
  auto wanted = read_event_query(query);
  if (!wanted) return api_error(422, wanted.error().message, "invalid_request_parameters");
  EventPage page;
  if (may_see(organization_id, wanted->organization_id) || wanted->organization_id.empty()) {
    if (wanted->organization_id.empty()) wanted->organization_id = organization_id;
    page = events_.find(*wanted);
  }
  Json answer{{"object", "list"}, {"data", Json::array()}, {"list_metadata", {{"after", nullptr}}}};
  for (const EventPointer& event : page.events) answer["data"].push_back(*parse_json(event_text(*event)));
  if (page.more) answer["list_metadata"]["after"] = page.events.back()->id;
  return json_answer(200, answer);
}

}  // namespace idproctor::reference::broker
