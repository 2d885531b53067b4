#include "harness/run/directory.hpp"

#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "harness/observe/matcher.hpp"
#include "scim_client/external_id.hpp"

namespace idproctor::run {

namespace {

/// A GUID is the IdP's own id of the user, which its assertions name as well; any other form stands by
/// itself.
std::string external_id(const mock_idp::User& user, scim::ExternalId form) {
  if (form == scim::ExternalId::guid) return user.id;
  Seed seed("external id/" + user.email);
  return scim::make_external_id(form, seed);
}

Json variables_of(const mock_idp::User& user, scim::ExternalId kind, Seed& seed) {
  return Json{{"key", user.key},
              {"userName", user.user_name},
              {"email", user.email},
              {"givenName", user.given_name},
              {"familyName", user.family_name},
              {"displayName", user.display_name},
              {"externalId", external_id(user, kind)},
              {"password", seed.hex(12) + "aA1!"},
              {"active", true}};
}

/// Where our attribute names lie in a SCIM User (RFC 7643 4.1).
std::string pointer_of(const std::string& attribute) {
  if (attribute == "givenName" || attribute == "familyName") return "/name/" + attribute;
  return "/" + attribute;
}

/// What the User shows of an attribute that was set.
std::pair<std::string, Json> shown(const std::string& attribute, const std::string& value) {
  if (attribute == "email") return {"/emails", Json{{"contains", Json{{"value", value}}}}};
  return {pointer_of(attribute), value};
}

/// The member of a user that our name of an attribute means; null for what no assertion says.
std::string* member_of(mock_idp::User& user, const std::string& attribute) {
  if (attribute == "email") return &user.email;
  if (attribute == "userName") return &user.user_name;
  if (attribute == "givenName") return &user.given_name;
  if (attribute == "familyName") return &user.family_name;
  return attribute == "displayName" ? &user.display_name : nullptr;
}

std::string id_of(const Json& variables) {
  const Json* id = find(variables, "/id");
  return id == nullptr ? "" : to_text(*id);
}

/// The group of scenarios that an application maps to its administrator's role.
constexpr const char* kRoleGroup = "Admins";

Json member_with(const Json& reference) {
  return Json{{"value", reference.value("id", Json())}};
}

}  // namespace

Directory::Directory(const Environment& environment, Seed seed)
    : environment_(environment), seed_(std::move(seed)) {}

Directory::Person& Directory::person(const std::string& key) {
  const auto found = people_.find(key);
  if (found != people_.end()) return found->second;
  Person& person = people_[key];
  const auto known = environment_.catalogue.users.find(key);
  person.user =
      known != environment_.catalogue.users.end() ? known->second : environment_.catalogue.users.at("alice");
  person.user.key = key;
  const scenario::Target& target = environment_.target;
  if (target.users == scenario::Target::Users::existing) {
    const auto existing = target.existing.find(key);
    person.user.email = person.user.user_name =
        existing != target.existing.end() ? existing->second : target.existing.at("alice");
  } else {
    // Names of one run never meet those of another (design: repeatable).
    person.user = mock_idp::fresh(person.user, environment_.run_id + "-" + seed_.fork("names").hex(8));
  }
  person.variables = variables_of(person.user, environment_.provider.scim->external_id, seed_);
  return person;
}

const mock_idp::User& Directory::user(const std::string& key) {
  return person(key).user;
}

bool Directory::is_provisioned(const std::string& key) const {
  const auto found = people_.find(key);
  return found != people_.end() && found->second.provisioned;
}

std::vector<std::string> Directory::provisioned() const {
  std::vector<std::string> keys;
  for (const auto& [key, person] : people_) {
    if (person.provisioned) keys.push_back(key);
  }
  return keys;
}

std::map<std::string, std::vector<std::string>> Directory::pushed_groups() const {
  std::map<std::string, std::vector<std::string>> pushed;
  for (const auto& [name, group] : groups_) {
    if (!id_of(group.variables).empty()) pushed[name] = group.members;
  }
  return pushed;
}

Task<Result<>> Directory::ensure_account(Log& log, std::string key, Milliseconds timeout) {
  if (environment_.target.users != scenario::Target::Users::scim || is_provisioned(key)) co_return Result<>();
  scenario::UserStep provision{"provision", key, {}};
  auto provisioned = co_await run(log, std::move(provision), timeout);
  if (!provisioned) co_return provisioned.error();
  if (!provisioned->succeeded) co_return invalid(key + " could not be provisioned: " + provisioned->reason);
  co_return Result<>();
}

Directory::Group& Directory::group(const std::string& name) {
  const auto found = groups_.find(name);
  if (found != groups_.end()) return found->second;
  Group& group = groups_[name];
  const std::string own = environment_.run_id + "-" + seed_.fork("names").hex(8);
  const auto& application = environment_.target.application;
  // The one group whose name the application must know beforehand.
  const bool carries_role = name == kRoleGroup && application && !application->role_group.empty();
  group.variables = Json{
      {"displayName", carries_role ? replace_all(application->role_group, "*", " " + own) : name + " " + own},
      {"externalId", Seed("group/" + name + environment_.run_id).uuid()}};
  return group;
}

std::vector<std::string> Directory::group_names(const std::vector<std::string>& keys) {
  std::vector<std::string> names;
  names.reserve(keys.size());
  for (const std::string& key : keys)
    names.push_back(group(key).variables.at("displayName").get<std::string>());
  return names;
}

Json Directory::reference_to(const std::string& key) {
  const Person& member = person(key);
  return Json{{"id", member.variables.value("id", Json())}, {"userName", member.user.user_name}};
}

scim::Client Directory::client(const Way& way) const {
  const scenario::Target::Scim& scim = *environment_.target.scim;
  return client(way, scim::Target(scim.base_url, scim.token));
}

scim::Target Directory::address_of(const scenario::ScimStep& step) const {
  const scenario::Target& target = environment_.target;
  const auto named = [&](const std::string& name) -> const scenario::Target::Scim& {
    return name.empty() ? *target.scim : target.tenants.at(name == "second" ? 1 : 0);
  };
  return scim::Target(named(step.tenant).base_url, named(step.token_of).token);
}

scim::Client Directory::client(const Way& way, scim::Target target) const {
  Gateway* gateway = environment_.gateway.get();
  scim::Send send = [gateway, way](http::Request request) -> Task<Result<http::Response>> {
    std::string what = "SCIM " + request.method;
    if (way.takes_429) {
      co_return co_await gateway->send(way.log, std::move(what), std::move(request), way.timeout,
                                       way.exchange);
    }
    if (!way.abandoned) {
      co_return co_await gateway->send_when_admitted(way.log, std::move(what), std::move(request),
                                                     way.timeout, way.exchange);
    }
    auto sent =
        co_await gateway->abandon(way.log, std::move(what), std::move(request), way.timeout, way.exchange);
    if (!sent) co_return sent.error();
    co_return http::Response();
  };
  return scim::Client(*environment_.provider.scim, std::move(target), std::move(send));
}

bool Directory::is_searched(const char* matching_operation) const {
  return environment_.scim.features.contains("scim_filter") ||
         environment_.provider.scim->operations.contains(matching_operation);
}

Task<Result<Directory::Outcome>> Directory::operate(Way way, std::string operation, Json variables,
                                                    Json& memory, std::string root,
                                                    scim::Deviation deviation) {
  variables["run"] =
      Json{{"id", environment_.run_id}, {"guid", seed_.uuid()}, {"app", environment_.target.name}};
  auto filled = filled_in(std::move(deviation));
  if (!filled) co_return filled.error();
  scim::Client provider = client(way);
  auto result = co_await provider.run(std::move(operation), std::move(variables), std::move(*filled));
  Outcome outcome;
  if (!result) {
    if (result.error().kind != Error::Kind::unsupported) co_return result.error();
    outcome.sends = false;
    outcome.reason = result.error().message;
    co_return outcome;
  }
  outcome.sends = !result->exchanges.empty();
  outcome.succeeded = result->succeeded;
  outcome.reason = result->reason;
  outcome.expected = "an answer that " + environment_.provider.scim->title + " takes for success";
  outcome.exchange = *way.exchange;
  for (const scim::Exchange& exchange : result->exchanges) {
    outcome.last = exchange.response;
    outcome.observed = "status " + std::to_string(outcome.last.status);
    if (exchange.request.method != "POST" && exchange.request.method != "PUT") continue;
    auto body = parse_json(exchange.request.body);
    outcome.sent = body ? *body : Json();
  }
  if (result->memory.contains(root)) memory.update(result->memory[root]);
  co_return outcome;
}

Task<Result<Directory::Outcome>> Directory::read_back(Way way, Outcome outcome, Effect effect) {
  effect.sent = outcome.sent;
  Ask ask = [this, way](std::string path) -> Task<Result<Look>> {
    scim::Client provider = client(way);
    scim::RawRequest request("GET", std::move(path));
    auto result = co_await provider.request(std::move(request));
    if (!result) co_return result.error();
    co_return Look(std::move(result->exchanges.back().response), *way.exchange);
  };
  auto seen = co_await environment_.effects->look(std::move(ask), std::move(effect));
  if (!seen) co_return seen.error();
  outcome.written = outcome.exchange;
  outcome.layer = "state";
  outcome.rung = seen->rung;
  outcome.exchange = seen->exchange;
  outcome.resource = seen->resource;
  outcome.succeeded = seen->as_expected;
  outcome.lost = seen->lost;
  if (!seen->as_expected) {
    outcome.expected = seen->expected;
    outcome.observed = seen->observed;
    outcome.reason = seen->reason;
    outcome.unseen = seen->unseen;
  }
  co_return outcome;
}

Result<Json> Directory::change(Person& one, std::map<std::string, std::string>& changes) {
  // All of them are filled in before the first one changes what they may speak of.
  for (auto& [name, value] : changes) {
    auto filled = filled_in(value);
    if (!filled) return filled.error();
    value = *filled;
  }
  if (changes.contains("email") || changes.contains("userName")) {
    one.former = observe::UserKeys(one.user.email, one.user.user_name, "");
  }
  Json changed = Json::object();
  for (const auto& [name, value] : changes) {
    changed[name] = one.variables[name] = value;
    if (std::string* member = member_of(one.user, name)) *member = value;
  }
  return changed;
}

Effect Directory::effect_on(const scenario::UserStep& step, const Person& one) const {
  Effect effect;
  effect.collection = "/Users";
  effect.id = id_of(one.variables);
  if (is_searched("match")) effect.filter = "userName eq " + dump(one.variables["userName"]);
  const bool inactive = step.operation == "deactivate";
  effect.gone =
      step.operation == "delete" || (inactive && environment_.target.scim->on_deactivate == "deleted");
  effect.listed = !inactive;
  if (effect.gone || !step.deviation.empty()) return effect;
  effect.shows.emplace_back("/userName", Json{{"type", "string"}});
  effect.shows.emplace_back("/active", inactive ? Json(false) : Json{{"not", false}});
  if (step.operation == "provision" || step.operation == "update") {
    for (const char* name : {"givenName", "familyName"})
      effect.shows.emplace_back(pointer_of(name), one.variables[name]);
  }
  for (const auto& [name, value] : step.changes) effect.shows.push_back(shown(name, value));
  return effect;
}

Task<Result<Directory::Outcome>> Directory::run(Log& log, scenario::UserStep step, Milliseconds timeout) {
  Person& one = person(step.user);
  auto changes = change(one, step.changes);
  if (!changes) co_return changes.error();
  if (step.operation == "deactivate") one.variables["active"] = false;
  if (step.operation == "reactivate") one.variables["active"] = true;
  one.variables["changes"] = *changes;
  const std::string operation = step.operation == "provision" ? "create" : step.operation;
  Json variables{{"user", one.variables}};
  const Way way(log, timeout);
  auto outcome =
      co_await operate(way, operation, std::move(variables), one.variables, "user", step.deviation);
  if (!outcome || !outcome->sends || !outcome->succeeded) co_return outcome;
  if (step.operation == "provision") one.provisioned = true;
  Effect effect = effect_on(step, one);
  co_return co_await read_back(way, std::move(*outcome), std::move(effect));
}

Effect Directory::effect_on(const scenario::GroupStep& step, const Group& one) const {
  Effect effect;
  effect.collection = "/Groups";
  effect.id = id_of(one.variables);
  if (is_searched("match_group")) effect.filter = "displayName eq " + dump(one.variables["displayName"]);
  effect.gone = step.operation == "delete";
  if (effect.gone || !step.deviation.empty()) return effect;
  const Json& all = one.variables["members"];
  effect.shows.emplace_back("/displayName", one.variables["displayName"]);
  for (const Json& reference : all)
    effect.shows.emplace_back("/members", Json{{"contains", member_with(reference)}});
  const Json nobody{{"not", Json{{"contains", Json::object()}}}};
  effect.shows.emplace_back("/members", all.empty() ? nobody : Json{{"count", all.size()}});
  return effect;
}

Task<Result<Directory::Outcome>> Directory::run(Log& log, scenario::GroupStep step, Milliseconds timeout) {
  Group& one = group(step.name);
  std::vector<std::string>& members = one.members;
  Json added = Json::array(), removed = Json::array(), all = Json::array();
  for (const std::string& key : step.users) {
    const bool joins = step.operation != "remove";
    (joins ? added : removed).push_back(reference_to(key));
    std::erase(members, key);
    if (joins) members.push_back(key);
  }
  for (const std::string& key : members) all.push_back(reference_to(key));
  if (step.operation == "rename") {
    one.variables["displayName"] = step.to + " " + environment_.run_id + "-" + seed_.fork("names").hex(8);
  }
  one.variables["members"] = all;
  one.variables["added"] = added;
  one.variables["removed"] = removed;
  Json variables{{"group", one.variables}};
  const Way way(log, timeout);
  auto outcome = co_await operate(way, "group_" + step.operation, std::move(variables), one.variables,
                                  "group", step.deviation);
  if (!outcome || !outcome->sends || !outcome->succeeded) co_return outcome;
  Effect effect = effect_on(step, one);
  co_return co_await read_back(way, std::move(*outcome), std::move(effect));
}

Task<Result<Directory::Outcome>> Directory::run(Log& log, scenario::ScimStep step, Milliseconds timeout,
                                                bool takes_429) {
  auto path = filled_in(step.path);
  if (!path) co_return path.error();
  scim::RawRequest request(step.method, *path);
  if (step.body) {
    auto body = filled_in(step.body->is_string() ? step.body->get<std::string>() : dump(*step.body));
    if (!body) co_return body.error();
    request.body = *body;
  }
  for (const auto& [name, value] : step.headers) {
    auto filled = filled_in(value);
    if (!filled) co_return filled.error();
    request.headers[name] = *filled;
  }
  Way way(log, timeout);
  way.abandoned = step.abandoned;
  way.takes_429 = takes_429;
  scim::Client provider = client(way, address_of(step));
  auto result = co_await provider.request(std::move(request));
  if (!result) co_return result.error();
  Outcome outcome;
  outcome.succeeded = result->succeeded;
  outcome.reason = result->reason;
  outcome.exchange = *way.exchange;
  outcome.last = result->exchanges.back().response;
  outcome.observed = "status " + std::to_string(outcome.last.status);
  auto body = parse_json(outcome.last.body);
  outcome.resource = body ? *body : Json();
  for (const auto& [name, pointer] : step.save) {
    if (!pointer.empty() && pointer[0] != '/') {
      saved_[name] = outcome.last.headers.get(pointer);
      continue;
    }
    const Json* value = find(outcome.resource, pointer);
    if (value != nullptr) saved_[name] = to_text(*value);
  }
  co_return outcome;
}

}  // namespace idproctor::run
