#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "reference_sp/scim/service.hpp"

namespace idproctor::reference {

/// A SCIM service with a clock that stands, and a client that knows its token.
class Provider {
 public:
  static constexpr const char* base_url = "http://127.0.0.1:7001/scim/v2";
  static constexpr const char* token = "issued-to-the-test";
  static constexpr const char* patch_op = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
  static constexpr const char* enterprise = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

  explicit Provider(std::set<std::string, std::less<>> without = {})
      : service({base_url, token}, Checks(std::move(without)), clock) {}

  /// `path` is below the base URL.
  http::Response send(const std::string& method, const std::string& path, const std::string& body = {},
                      const http::Headers& headers = {}) {
    http::Request request(method, "/scim/v2" + path);
    request.headers = headers;
    request.headers.set("Authorization", std::string("Bearer ") + token);
    if (!body.empty()) request.headers.set("Content-Type", "application/scim+json; charset=utf-8");
    request.body = body;
    return service.handle(request);
  }
  http::Response send(const std::string& method, const std::string& path, const Json& body) {
    return send(method, path, dump(body));
  }

  static Json json(const http::Response& response) {
    auto body = parse_json(response.body);
    return body ? *body : Json();
  }
  Json get(const std::string& path) { return json(send("GET", path)); }
  Json get_user(const std::string& id) { return get("/Users/" + id); }
  Json get_group(const std::string& id) { return get("/Groups/" + id); }

  /// The id of a new user; a text stands for a user of that name, with the same text as e-mail address.
  std::string add_user(const Json& user) {
    const Json named{{"userName", user}, {"emails", {{{"value", user}, {"type", "work"}}}}};
    return to_text(json(send("POST", "/Users", user.is_string() ? named : user))["id"]);
  }
  std::string add_group(const std::string& display_name, const std::vector<std::string>& members = {}) {
    Json body{{"displayName", display_name}};
    for (const std::string& id : members) body["members"].push_back({{"value", id}});
    return to_text(json(send("POST", "/Groups", body))["id"]);
  }

  static Json operations(const Json& list) {
    return {{"schemas", Json::array({patch_op})}, {"Operations", list}};
  }
  http::Response patch(const std::string& path, const Json& operation) {
    return send("PATCH", path, operations(Json::array({operation})));
  }

  /// userNames (or displayNames of groups) that a filter selects, in their order, joined by spaces.
  std::string selected(const std::string& collection, const std::string& filter) {
    return listed(send("GET", collection + "?filter=" + percent_encode(filter)));
  }
  /// The same of any list's answer; status and scimType of a refusal.
  static std::string listed(const http::Response& response) {
    const Json answer = json(response);
    if (response.status != 200) return std::to_string(response.status) + " " + answer.value("scimType", "");
    std::string names;
    for (const Json& one : answer["Resources"]) {
      const std::string name = one.value("userName", one.value("displayName", "?"));
      names += (names.empty() ? "" : " ") + name;
    }
    return names;
  }

  /// The members' ids of a group.
  std::set<std::string> members(const std::string& group) {
    std::set<std::string> ids;
    for (const Json& member : get_group(group).value("members", Json::array())) {
      ids.insert(to_text(member["value"]));
    }
    return ids;
  }

  ManualClock clock{parse_time("2026-11-22T03:14:15.926Z").value()};
  ScimService service;
};

}  // namespace idproctor::reference
