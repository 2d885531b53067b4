// What stands behind the directory: the application's own view, events, and requests to both.

#include <algorithm>
#include <array>

#include "foundation/core/text.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

const std::vector<std::string> kStates{"active", "inactive", "absent", "not-active", "not-draft"};
const std::vector<std::string> kEventTypes{
    "user.created",       "user.updated",         "user.deactivated",       "user.deleted",
    "group.created",      "group.updated",        "group.deleted",          "group.user_added",
    "group.user_removed", "connection.activated", "connection.deactivated", "directory.activated"};
const std::vector<std::string> kRoles{"admin", "member", "stranger"};

Result<std::string> one_of(const YAML::Node& node, const char* key, const std::vector<std::string>& words,
                           const std::string& file) {
  const std::string word = text_of(node, key);
  if (word.empty() || std::ranges::find(words, word) != words.end()) return word;
  return invalid("'" + word + "' is none of " + join(words, ", "), place(file, node[key]));
}

Result<EventView> read_event(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kEventKeys); !keys) return keys.error();
  auto type = one_of(node, "type", kEventTypes, file);
  if (!type) return type.error();
  EventView view;
  view.type = *type;
  view.user = text_of(node, "user");
  view.group = text_of(node, "group");
  if (node["count"]) view.count = node["count"].as<int>();
  auto data = read_matchers(node["data"], file);
  if (!data) return data.error();
  view.data = *data;
  return view;
}

}  // namespace

Result<ApplicationView> read_application_view(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kApplicationViewKeys); !keys) return keys.error();
  auto state = one_of(node, "state", kStates, file);
  if (!state) return state.error();
  ApplicationView view;
  view.user = text_of(node, "user");
  view.group = text_of(node, "group");
  view.state = *state;
  auto link = one_of(node, "link", {"connection", "directory"}, file);
  if (!link) return link.error();
  view.link = *link;
  view.at_start = node["at_start"] && node["at_start"].as<bool>();
  view.former = node["former"] && node["former"].as<bool>();
  auto as = one_of(node, "as", {"stranger"}, file);
  if (!as) return as.error();
  view.as = *as;
  const std::vector<std::string> asked{view.user, view.group, view.link};
  if (std::ranges::count(asked, std::string()) != 2) {
    return invalid("the application is asked for a 'user', a 'group' or a 'link'", place(file, node));
  }
  if (!view.link.empty() && view.state.empty()) {
    return invalid("of a 'link' its 'state' is asked", place(file, node));
  }
  if (view.at_start && view.link.empty()) {
    return invalid("'at_start' is about a 'link'", place(file, node["at_start"]));
  }
  if (!view.as.empty() && view.user.empty()) {
    return invalid("'as' somebody else the application is asked for a 'user'", place(file, node["as"]));
  }
  if (view.former && view.user.empty()) {
    return invalid("'former' is about a 'user'", place(file, node["former"]));
  }
  auto fields = read_matchers(node, file);
  if (!fields) return fields.error();
  const auto is_key = [](const std::string& name) {
    return std::ranges::find(kApplicationViewKeys.keys, name, &Key::name) != kApplicationViewKeys.keys.end();
  };
  for (auto& [name, matcher] : *fields) {
    if (!is_key(name)) view.fields.emplace_back(name, matcher);
  }
  return view;
}

Result<std::vector<EventView>> read_events(const YAML::Node& node, const std::string& file) {
  std::vector<EventView> views;
  for (const auto& item : node) {
    auto view = read_event(item, file);
    if (!view) return view.error();
    views.push_back(*view);
  }
  return views;
}

Result<WaitForStep> read_wait_for(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kWaitForKeys); !keys) return keys.error();
  if (!node["application"] && !node["events"]) {
    return invalid("'wait_for' waits for 'application' or 'events'", place(file, node));
  }
  WaitForStep step;
  if (node["during"]) step.during = *parse_duration(node["during"].Scalar());
  return step;
}

Result<Expectation> read_awaited(const YAML::Node& node, const std::string& file) {
  Expectation expectation;
  expectation.where = place(file, node);
  if (node["application"]) {
    auto view = read_application_view(node["application"], file);
    if (!view) return view.error();
    expectation.application = *view;
  }
  auto events = read_events(node["events"], file);
  if (!events) return events.error();
  expectation.events = *events;
  return expectation;
}

Result<WebhookStep> read_webhook(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kWebhookKeys); !keys) return keys.error();
  WebhookStep step;
  step.type = text_of(node, "type");
  step.user = text_of(node, "user", "alice");
  auto state = one_of(node, "state", {"active", "inactive"}, file);
  if (!state) return state.error();
  if (!state->empty()) step.state = *state;
  step.changes = text_map(node["set"]);
  if (node["age"]) step.age = *parse_duration(node["age"].Scalar());
  step.again = text_of(node, "again");
  step.deviation = text_of(node, "deviation");
  return step;
}

Result<ReceiverStep> read_receiver(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kReceiverKeys); !keys) return keys.error();
  ReceiverStep step;
  step.user = text_of(node, "user");
  if (node["refuse_first"]) step.refuse_first = node["refuse_first"].as<int>();
  if (node["status"]) step.status = node["status"].as<int>();
  if (node["delay"]) step.delay = *parse_duration(node["delay"].Scalar());
  return step;
}

Result<HttpStep> read_http_step(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kHttpStepKeys); !keys) return keys.error();
  auto as = one_of(node, "as", kRoles, file);
  if (!as) return as.error();
  HttpStep step;
  step.method = text_of(node, "method", step.method);
  step.url = text_of(node, "url");
  step.as = *as;
  step.headers = text_map(node["headers"]);
  step.form = text_map(node["form"]);
  if (node["body"]) step.body = to_json(node["body"]);
  return step;
}

Result<TokenStep> read_token(const YAML::Node& node, const std::string& file) {
  if (auto keys = check_keys(node, file, kTokenKeys); !keys) return keys.error();
  if (node.size() != 1) return invalid("'token' is create or revoke, with a name", place(file, node));
  const auto entry = *node.begin();
  return TokenStep{entry.first.Scalar(), entry.second.as<std::string>("")};
}

}  // namespace idproctor::scenario
