#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/scenario/administration.hpp"
#include "harness/scenario/inspections.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

const std::vector<std::string> kActions{
    "login",      "replay",     "session",  "logout", "metadata", "inspect",  "provision", "update",
    "deactivate", "reactivate", "delete",   "group",  "scim",     "parallel", "plant",     "wait",
    "wait_for",   "webhook",    "receiver", "http",   "sync",     "token",    "administer"};

Result<LoginStep> read_login(const YAML::Node& node, const std::string& file) {
  LoginStep step;
  step.user = "alice";
  if (node.IsScalar()) {
    step.user = node.Scalar();
    return step;
  }
  if (node.IsNull()) return step;
  if (auto keys = check_keys(node, file, kLoginKeys); !keys) return keys.error();
  step.user = text_of(node, "user", step.user);
  step.start = text_of(node, "start");
  step.relay_state = text_of(node, "relay_state");
  step.asks = text_of(node, "asks");
  if (!step.asks.empty() && step.asks != "force_authn" && step.asks != "authn_context") {
    return invalid("a request asks for force_authn or authn_context", place(file, node["asks"]));
  }
  step.delivered_by = text_of(node, "delivered_by");
  if (!step.start.empty() && step.start != "sp" && step.start != "idp") {
    return invalid("a login starts at sp or idp", place(file, node["start"]));
  }
  if (node["groups"]) step.groups = texts(node["groups"]);
  auto recipe = read_recipe(node, file);
  if (!recipe) return recipe.error();
  step.recipe = *recipe;
  if (node["upstream"]) {
    if (auto keys = check_keys(node["upstream"], file, kUpstreamKeys); !keys) return keys.error();
    auto upstream = read_recipe(node["upstream"], file);
    if (!upstream) return upstream.error();
    step.upstream = *upstream;
  }
  step.at_application = text_of(node, "at") == "application";
  if (node["at"] && (!step.at_application || step.start == "idp")) {
    return invalid("'at' is application, where the user begins", place(file, node["at"]));
  }
  step.login_for = text_of(node, "for");
  static const std::vector<std::string> strangers{"unknown_organization", "unlinked_organization",
                                                  "unknown_connection"};
  const bool is_stranger = std::ranges::find(strangers, step.login_for) != strangers.end();
  if (node["for"] && (!is_stranger || !step.at_application)) {
    return invalid("'for' is one of " + join(strangers, ", ") + ", of a login at the application",
                   place(file, node["for"]));
  }
  step.until_callback = text_of(node, "until") == "callback";
  if (node["until"] && (!step.until_callback || !step.at_application)) {
    return invalid("'until' is callback, of a login at the application", place(file, node["until"]));
  }
  step.delivers_upstream = text_of(node, "delivers") == "upstream";
  if (node["delivers"] && (!step.delivers_upstream || !step.upstream)) {
    return invalid("'delivers' is upstream, where there is an 'upstream'", place(file, node["delivers"]));
  }
  step.deviates = std::ranges::any_of(std::vector{"upstream", "delivered_by", "clock", "edit", "sign",
                                                  "encrypt", "tamper", "build", "messages", "wire"},
                                      [&](const char* key) { return node[key].IsDefined(); });
  return step;
}

bool is_user_operation(const std::string& name) {
  static const std::vector<std::string> operations{"provision", "update", "deactivate", "reactivate",
                                                   "delete"};
  return std::ranges::find(operations, name) != operations.end();
}

template <class Kind>
Result<Action> action_of(Result<Kind> step) {
  if (!step) return step.error();
  return Action(std::move(*step));
}

Result<Action> read_action(const std::string& name, const YAML::Node& value, const std::string& file) {
  if (name == "login") return action_of(read_login(value, file));
  if (name == "logout") return action_of(read_logout(value, file));
  if (name == "metadata") return action_of(read_metadata(value, file));
  if (name == "inspect") {
    if (auto keys = check_keys(value, file, kInspectKeys); !keys) return keys.error();
    if (value.size() != 1) return invalid("inspect looks at one thing", place(file, value));
    const auto entry = *value.begin();
    const std::string subject = entry.first.Scalar(), check = entry.second.as<std::string>("");
    const auto& names = subject == "metadata" ? metadata_inspections() : authn_request_inspections();
    if (std::ranges::find(names, check) == names.end()) {
      return invalid("'" + check + "' is none of " + join(names, ", "), place(file, entry.second));
    }
    return Action(InspectStep{subject, check});
  }
  if (is_user_operation(name)) return action_of(read_user_step(name, value, file));
  if (name == "group") return action_of(read_group(value, file));
  if (name == "scim") return action_of(read_scim(value, file));
  if (name == "parallel") return action_of(read_parallel(value, file));
  if (name == "sync") return action_of(read_sync(value, file));
  if (name == "wait_for") return action_of(read_wait_for(value, file));
  if (name == "receiver") return action_of(read_receiver(value, file));
  if (name == "webhook") return action_of(read_webhook(value, file));
  if (name == "http") return action_of(read_http_step(value, file));
  if (name == "token") return action_of(read_token(value, file));
  const std::string word = value.as<std::string>("");
  if (name == "replay") return Action(ReplayStep{word});
  if (name == "administer") {
    if (opposite_of(word).empty()) {
      return invalid("'" + word + "' is nothing that an administrator does here", place(file, value));
    }
    return Action(AdministerStep{word});
  }
  if (name == "session") return Action(SessionStep{word});
  if (name == "plant") return Action(PlantStep{word});
  return Action(WaitStep{*parse_duration(word)});
}

/// What a step must lead to when it does not say so: success.
std::string default_verdict(const Action& action) {
  if (std::holds_alternative<MetadataStep>(action)) return "accepted";
  if (std::holds_alternative<LoginStep>(action)) return "accepted";
  if (std::holds_alternative<SessionStep>(action)) return "alive";
  if (std::holds_alternative<ReplayStep>(action)) return "rejected";
  return {};
}

}  // namespace

bool is_step_key(const std::string& key) {
  return std::ranges::find(kStepKeys.keys, key, &Key::name) != kStepKeys.keys.end() && key != "id";
}

std::vector<std::string> texts(const YAML::Node& node) {
  std::vector<std::string> list;
  if (!node) return list;
  if (node.IsScalar()) return {node.Scalar()};
  for (const auto& item : node) list.push_back(item.as<std::string>(""));
  return list;
}

std::map<std::string, std::string> text_map(const YAML::Node& node) {
  std::map<std::string, std::string> map;
  for (const auto& entry : node) map[entry.first.Scalar()] = entry.second.as<std::string>("");
  return map;
}

Result<Step> read_step(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kStepKeys); !keys) return keys.error();
  auto step = read_lone_step(node, file);
  if (step) step->id = text_of(node, "id", step->id);
  return step;
}

Result<Step> read_lone_step(const YAML::Node& node, const std::string& file) {
  std::vector<std::string> found;
  for (const std::string& action : kActions) {
    if (node[action]) found.push_back(action);
  }
  if (found.size() != 1) {
    return invalid(found.empty() ? "a step is one of " + join(kActions, ", ")
                                 : "one step does one thing, not " + join(found, " and "),
                   place(file, node));
  }
  auto action = read_action(found.front(), node[found.front()], file);
  if (!action) return action.error();
  Step step;
  step.action = *action;
  step.id = found.front();
  step.browser = text_of(node, "browser", step.browser);
  step.names_browser = node["browser"].IsDefined();
  step.where = place(file, node);
  if (node["within"]) step.within = *parse_duration(node["within"].Scalar());
  if (node["measure"]) {
    auto measure = read_measure(node["measure"], file);
    if (!measure) return measure.error();
    step.measure = *measure;
  }
  if (node["expect"]) {
    auto expectation = read_expectation(node["expect"], file);
    if (!expectation) return expectation.error();
    step.expect = *expectation;
  }
  if (node["wait_for"]) {
    if (node["expect"]) return invalid("'wait_for' is its own expectation", place(file, node["expect"]));
    auto awaited = read_awaited(node["wait_for"], file);
    if (!awaited) return awaited.error();
    step.expect = *awaited;
  }
  if (node["assume"]) {
    auto assumption = read_expectation(node["assume"], file);
    if (!assumption) return assumption.error();
    const bool is_login = std::holds_alternative<LoginStep>(step.action) && assumption->verdict == "accepted";
    if (!is_login && (!assumption->verdict.empty() || !is_push(step))) {
      return invalid(
          "'assume' is about the answer to a SCIM step (status, header, body, state), or is 'accepted' of a "
          "login",
          place(file, node["assume"]));
    }
    step.assume = *assumption;
    if (is_login) step.expect.verdict = step.assume->verdict;
  }
  if (step.expect.verdict.empty()) step.expect.verdict = default_verdict(step.action);
  const bool measures = step.measure && std::holds_alternative<LoginStep>(step.action);
  if (measures != (step.expect.verdict == "measured") || (step.measure && !measures)) {
    return invalid("'measure' belongs to a login that expects 'measured', and the other way round",
                   place(file, node));
  }
  return step;
}

}  // namespace idproctor::scenario
