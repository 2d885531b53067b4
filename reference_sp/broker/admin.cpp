#include "reference_sp/broker/admin.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "reference_sp/broker/answers.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::broker {

namespace {

http::Response no_content() {
  http::Response response;
  response.status = 204;
  return response;
}

std::string member_of_body(const http::Request& request, const char* name) {
  const auto body = parse_json(request.body);
  if (!body || !body->is_object()) return {};
  const Json value = body->value(name, Json());
  return value.is_string() ? value.get<std::string>() : "";
}

Json shown_token(const ScimToken& token) {
  return {{"id", token.id},
          {"created_at", format_time(token.created)},
          {"last_used_at", token.last_used ? Json(format_time(*token.last_used)) : Json()}};
}

}  // namespace

http::Response Admin::handle(const http::Request& request) {
  Path path;
  for (const std::string& segment : split(request.url.substr(0, request.url.find('?')), '/')) {
    if (!segment.empty()) path.push_back(percent_decode(segment));
  }
  if (path.size() >= 4 && path[1] == "directories") return directory(request, path);
  if (path.size() == 3 && path[1] == "connections") return connection(request, path[2]);
  if (path.size() == 5 && path[1] == "organizations" && path[3] == "domains") return domain(request, path);
  if (path.size() == 3 && path[1] == "webhook-endpoints") return endpoint(request, path[2]);
  return api_not_found(request.url);
}

http::Response Admin::directory(const http::Request& request, const Path& path) {
  for (std::size_t number = 0; number < directories_.size(); ++number) {
    if (directories_[number]->id() != path[2]) continue;
    if (path[3] == "tokens" && path.size() == 4) return tokens(request, number);
    if (path[3] == "tokens" && path.size() == 5) {
      return request.method == "DELETE" ? revoke(number, path[4]) : method_not_allowed("DELETE");
    }
    if (path[3] == "sync" && path.size() == 4) {
      // Everything that the identity provider sent is applied at once, so there is nothing to catch up with.
      return request.method == "POST" ? json_answer(202, directories_[number]->shown())
                                      : method_not_allowed("POST");
    }
  }
  return api_not_found(path[2]);
}

http::Response Admin::tokens(const http::Request& request, std::size_t number) {
  if (request.method == "GET") {
    Json list = Json::array();
    for (const ScimToken& token : scim_.tokens(number)) list.push_back(shown_token(token));
    return json_answer(200, Json{{"object", "list"}, {"data", list}});
  }
  if (request.method != "POST") return method_not_allowed("GET, POST");
  const auto issued = scim_.issue_token(number, context_.ids.make("directory_token_"), make_secret(""));
  if (!issued) return api_error(409, "A directory has two tokens at the most; revoke one of them.");
  tell_token(number, "dsync.token.created", *issued);
  return json_answer(201, Json{{"id", issued->id}, {"token", issued->token}});
}

http::Response Admin::revoke(std::size_t number, const std::string& token_id) {
  const auto revoked = scim_.revoke_token(number, token_id);
  if (!revoked) return api_not_found(token_id);
  tell_token(number, "dsync.token.revoked", *revoked);
  return no_content();
}

void Admin::tell_token(std::size_t number, const char* event, const ScimToken& token) {
  SyncedDirectory& directory = *directories_[number];
  Json data = shown_token(token);
  data["object"] = "directory_token";
  data["directory_id"] = directory.id();
  data["organization_id"] = directory.organization_id();
  directory.tell(event, data);
}

http::Response Admin::connection(const http::Request& request, const std::string& id) {
  if (!connections_.has(id)) return api_not_found(id);
  if (request.method != "PUT") return method_not_allowed("PUT");
  const std::string state = member_of_body(request, "state");
  if (state == "inactive") {
    connections_.deactivate(id);
  } else if (state == "active") {
    connections_.activate(id);
  } else {
    return api_error(400, "state is active or inactive");
  }
  return json_answer(200, connections_.shown(id));
}

http::Response Admin::domain(const http::Request& request, const Path& path) {
  const auto is_of = [&](const auto& directory) { return directory->organization_id() == path[2]; };
  if (std::ranges::none_of(directories_, is_of)) return api_not_found(path[2]);
  if (request.method != "PUT") return method_not_allowed("PUT");
  const std::string state = member_of_body(request, "state");
  if (state != "verified" && state != "pending") return api_error(400, "state is verified or pending");
  domains_.set(path[2], path[4], state == "verified");
  return json_answer(200, Json{{"organization_id", path[2]}, {"domain", path[4]}, {"state", state}});
}

http::Response Admin::endpoint(const http::Request& request, const std::string& name) {
  if (request.method == "DELETE") return webhooks_.remove(name) ? no_content() : api_not_found(name);
  if (request.method != "PUT") return method_not_allowed("PUT, DELETE");
  const std::string url = member_of_body(request, "url");
  if (!http::parse_url(url)) return api_error(400, "url is an absolute http or https address");
  return json_answer(200, Json{{"name", name}, {"url", url}, {"secret", webhooks_.add(name, url)}});
}

}  // namespace idproctor::reference::broker
