#include "tests/reference_sp/broker/chain.hpp"

#include <stdexcept>

#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {

Chain::Chain(Without without, const std::function<void(IntegrationConfig&)>& adjust) {
  IntegrationConfig config;
  config.base_url = chain_url;
  static const std::string metadata = idp_metadata();
  config.idp_metadata = metadata;
  config.scim_token = "first-token";
  config.second_scim_token = "second-token";
  config.application = true;
  config.broker.inactive = broker::Inactive::keep;
  config.wires.send = [this](http::Request request, Wires::Answer answer) {
    waiting.push_back({std::move(request), std::move(answer)});
  };
  config.wires.after = [this](Milliseconds delay, std::function<void()> work) {
    later.emplace_back(delay, std::move(work));
  };
  if (adjust) adjust(config);
  integration =
      std::make_unique<Integration>(must(Integration::create(config, Checks(std::move(without)), clock)));
}

http::Response Chain::ask(const std::string& method, const std::string& url, const std::string& key,
                          const std::string& body, const std::string& cookie) {
  http::Request request(method, url);
  if (!key.empty()) request.headers.set("Authorization", "Bearer " + key);
  if (!cookie.empty()) request.headers.set("Cookie", cookie);
  if (!body.empty()) request.headers.set("Content-Type", "application/json");
  request.body = body;
  return integration->handle(request);
}

Json Chain::get(const std::string& url, const std::string& key) {
  const auto body = parse_json(ask("GET", url, key).body);
  return body ? *body : Json();
}

http::Response Chain::scim(const std::string& method, const std::string& path, const Json& body,
                           const std::string& directory) {
  const std::string base = directory == "first" ? "/scim/v2" : "/scim/second/v2";
  return ask(method, base + path, directory + "-token", body.is_null() ? "" : dump(body));
}

std::string Chain::add_user(const Json& user, const std::string& directory) {
  const Json named{{"userName", user}, {"emails", {{{"value", user}, {"type", "work"}}}}};
  const auto answer = scim("POST", "/Users", user.is_string() ? named : user, directory);
  if (answer.status != 201) throw std::logic_error(answer.body);
  return parse_json(answer.body).value()["id"].get<std::string>();
}

std::string Chain::add_group(const std::string& name, const std::vector<std::string>& members,
                             const std::string& directory) {
  Json body{{"displayName", name}};
  for (const std::string& id : members) body["members"].push_back({{"value", id}});
  const auto answer = scim("POST", "/Groups", body, directory);
  if (answer.status != 201) throw std::logic_error(answer.body);
  return parse_json(answer.body).value()["id"].get<std::string>();
}

void Chain::patch(const std::string& path, const Json& operations) {
  const auto answer = scim("PATCH", path, operations);
  if (answer.status >= 300) throw std::logic_error(answer.body);
}

void Chain::set_active(const std::string& user, bool active) {
  patch("/Users/" + user, replacing("active", active));
}

void Chain::set_members(const std::string& group, const std::vector<std::string>& members) {
  Json list = Json::array();
  for (const std::string& id : members) list.push_back({{"value", id}});
  patch("/Groups/" + group, replacing("members", list));
}

std::vector<Json> Chain::events(std::size_t skip) {
  const Json page = get("/events?limit=100", integration->keys().api_key);
  std::vector<Json> all(page["data"].begin(), page["data"].end());
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(std::min(skip, all.size())));
  return all;
}

std::string Chain::event_types(std::size_t skip) {
  std::string types;
  for (const Json& event : events(skip)) {
    std::string type = event["event"].get<std::string>();
    if (type.starts_with("dsync.")) type = type.substr(6);
    types += (types.empty() ? "" : " ") + type;
  }
  return types;
}

void Chain::deliver() {
  while (!waiting.empty() || !later.empty()) {
    for (Sent& sent : std::exchange(waiting, {})) {
      const std::string base = chain_url;
      http::Request request = std::move(sent.request);
      if (request.url.starts_with(base)) {
        request.url = request.url.substr(base.size());
        sent.answer(integration->handle(request));
      } else if (elsewhere) {
        sent.answer(elsewhere(request));
      } else {
        sent.answer(Error{Error::Kind::unreachable, "nobody listens", request.url});
      }
    }
    for (const auto& [delay, work] : std::exchange(later, {})) work();
  }
}

Json Chain::app_user(const std::string& email, const std::string& organization_name) {
  const Json answer = get("/app/api/users?email=" + email, organization(organization_name).admin_key);
  return answer["users"].empty() ? Json() : answer["users"][0];
}

const ChainKeys::Organization& Chain::organization(const std::string& name) const {
  for (const auto& one : integration->keys().organizations) {
    if (one.id == "org_" + name) return one;
  }
  throw std::logic_error("no organization " + name);
}

Json replacing(const std::string& path, const Json& value) {
  return {{"schemas", {"urn:ietf:params:scim:api:messages:2.0:PatchOp"}},
          {"Operations", {{{"op", "replace"}, {"path", path}, {"value", value}}}}};
}

}  // namespace idproctor::reference::testing
