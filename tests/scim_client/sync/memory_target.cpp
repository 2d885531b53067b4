#include "tests/scim_client/sync/memory_target.hpp"

#include <algorithm>
#include <stdexcept>

#include "foundation/core/text.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {

namespace {

constexpr std::size_t kMostPerPage = 7;  // fewer than anybody asks for

http::Response json(int status, const Json& body) {
  return http::Response(status, "application/scim+json", dump(body));
}

std::string parameter(const std::string& query, const std::string& name) {
  for (const std::string& pair : split(query, '&')) {
    if (pair.starts_with(name + "=")) return percent_decode(pair.substr(name.size() + 1), true);
  }
  return {};
}

Json& named(std::map<std::string, Json>& all, const char* key, const std::string& name) {
  for (auto& [id, resource] : all) {
    if (resource[key] == name) return resource;
  }
  throw std::runtime_error("the target has no " + name);
}

}  // namespace

Send MemoryTarget::send() {
  return [this](http::Request request) -> Task<Result<http::Response>> {
    requests.push_back(request);
    std::optional<Result<http::Response>> other;
    if (instead) other = instead(request);
    if (other && !done_all_the_same) co_return *other;
    http::Response own = answer(request);
    if (other) co_return *other;
    co_return own;
  };
}

int MemoryTarget::count(const std::string& method) const {
  return static_cast<int>(
      std::ranges::count_if(requests, [&](const auto& request) { return request.method == method; }));
}

Json& MemoryTarget::user_named(const std::string& name) {
  return named(users, "userName", name);
}

Json& MemoryTarget::group_named(const std::string& name) {
  return named(groups, "displayName", name);
}

http::Response MemoryTarget::answer(const http::Request& request) {
  std::string path = request.url.substr(kBase.size());
  const std::size_t mark = path.find('?');
  const std::string query = mark == std::string::npos ? "" : path.substr(mark + 1);
  path = path.substr(0, mark);
  auto& all = path.starts_with("/Users") ? users : groups;
  if (path == "/Users" || path == "/Groups") {
    if (request.method == "GET") return list(all, query);
    Json resource = *parse_json(request.body);
    const std::string id = "id-" + std::to_string(++next_);
    resource["id"] = id;
    all[id] = resource;
    return json(201, resource);
  }
  const auto found = all.find(path.substr(path.rfind('/') + 1));
  if (found == all.end()) return json(404, Json::object());
  if (request.method == "PATCH") {
    const Json message = *parse_json(request.body);
    for (const Json& operation : message["Operations"]) {
      if (operation.value("path", "") != "members") continue;
      for (const Json& member : operation["value"]) found->second["members"].push_back(member);
    }
  }
  return json(200, found->second);
}

http::Response MemoryTarget::list(const std::map<std::string, Json>& all, const std::string& query) const {
  const std::string filter = parameter(query, "filter");
  const std::string start = parameter(query, "startIndex");
  std::vector<Json> fit;
  for (const auto& [id, resource] : all) {
    const std::string name = resource.contains("userName") ? "userName" : "displayName";
    if (filter.empty() || filter == name + " eq " + dump(resource.value(name, Json())))
      fit.push_back(resource);
  }
  Json page = Json::array();
  const std::size_t first = start.empty() ? 0 : std::stoul(start) - 1;
  for (std::size_t i = first; i < fit.size() && page.size() < kMostPerPage; ++i) page.push_back(fit[i]);
  return json(200, {{"schemas", {"urn:ietf:params:scim:api:messages:2.0:ListResponse"}},
                    {"totalResults", fit.size()},
                    {"Resources", page}});
}

}  // namespace idproctor::scim
