#include "harness/observe/application/event.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/observe/application/answer.hpp"

namespace idproctor::observe {

namespace {

struct EventRow {
  const char *type, *workos, *polis;
};
/// WorkOS: docs/events. Polis: @boxyhq/saml-jackson, directory-sync/types and event/types.
constexpr EventRow kEventNames[] = {
    {"user.created", "dsync.user.created", "user.created"},
    {"user.updated", "dsync.user.updated", "user.updated"},
    {"user.deleted", "dsync.user.deleted", "user.deleted"},
    {"group.created", "dsync.group.created", "group.created"},
    {"group.updated", "dsync.group.updated", "group.updated"},
    {"group.deleted", "dsync.group.deleted", "group.deleted"},
    {"group.user_added", "dsync.group.user_added", "group.user_added"},
    {"group.user_removed", "dsync.group.user_removed", "group.user_removed"},
    {"connection.activated", "connection.activated", "sso.activated"},
    {"connection.deactivated", "connection.deactivated", "sso.deactivated"},
    {"directory.activated", "dsync.activated", "dsync.activated"},
};

std::string written_name(const EventRow& row, WebhookScheme scheme) {
  if (scheme == WebhookScheme::none) return row.type;
  return scheme == WebhookScheme::workos ? row.workos : row.polis;
}

std::string generic_type(WebhookScheme scheme, const std::string& name) {
  const auto row = std::ranges::find_if(
      kEventNames, [&](const EventRow& one) { return written_name(one, scheme) == name; });
  return row == std::end(kEventNames) ? "" : row->type;
}

/// The text at the first of these pointers that has one.
std::string text_at(const Json& json, std::initializer_list<const char*> pointers) {
  const Json* value = told(json, pointers);
  return value != nullptr && value->is_string() ? value->get<std::string>() : "";
}

/// Both brokers' ways to name a person: WorkOS's older teams have `emails` and `username`, Polis keeps what
/// came by SCIM in `raw`.
UserKeys keys_in(const Json& user) {
  return {text_at(user, {"/email", "/emails/0/value"}),
          text_at(user, {"/user_name", "/username", "/raw_attributes/userName", "/raw/userName"}),
          text_at(user, {"/idp_id", "/raw/externalId"})};
}

/// WorkOS's events say what they are ("object"), Polis's say whose they are ("tenant").
WebhookScheme shape_of(WebhookScheme scheme, const Json& json) {
  if (scheme != WebhookScheme::none) return scheme;
  if (json.contains("tenant")) return WebhookScheme::polis;
  const std::string name = text_at(json, {"/event"});
  return name.starts_with("dsync.") || json.contains("object") ? WebhookScheme::workos : WebhookScheme::none;
}

bool same_text(const std::string& one, const std::string& other) {
  return !one.empty() && equals_ignoring_case(one, other);
}

}  // namespace

bool same_person(const UserKeys& one, const UserKeys& other) {
  return (!one.idp_id.empty() && one.idp_id == other.idp_id) || same_text(one.email, other.email) ||
         same_text(one.user_name, other.user_name) || same_text(one.email, other.user_name) ||
         same_text(one.user_name, other.email);
}

const std::vector<std::string>& event_types() {
  static const std::vector<std::string> types = [] {
    std::vector<std::string> words;
    for (const EventRow& row : kEventNames) words.emplace_back(row.type);
    return words;
  }();
  return types;
}

std::string event_name(WebhookScheme scheme, std::string_view type) {
  const auto row = std::ranges::find(kEventNames, type, &EventRow::type);
  return row == std::end(kEventNames) ? "" : written_name(*row, scheme);
}

Result<Event> read_event(WebhookScheme scheme, const Json& json) {
  Event event;
  event.name = text_at(json, {"/event"});
  if (event.name.empty()) return invalid("an event without a name (\"event\")");
  const Json* data = find(json, "/data");
  if (data == nullptr || !data->is_object()) {
    return invalid("the event " + printable(event.name, 100) + " has no data");
  }
  event.type = generic_type(shape_of(scheme, json), event.name);
  event.id = text_at(json, {"/id"});
  event.data = *data;
  if (const auto created = parse_time(text_at(json, {"/created_at"}))) event.created = *created;
  const Json* user = find(*data, "/user");
  if (event.name.find("user") != std::string::npos) event.user = keys_in(user == nullptr ? *data : *user);
  if (event.name.find("group") != std::string::npos) event.group = text_at(*data, {"/group/name", "/name"});
  return event;
}

Result<std::vector<Event>> read_events(WebhookScheme scheme, std::string_view body) {
  const auto json = parse_json(body);
  if (!json) return json.error();
  const Json list = json->is_array() ? *json : Json::array({*json});
  std::vector<Event> events;
  for (const Json& item : list) {
    auto event = read_event(scheme, item);
    if (!event) return event.error();
    events.push_back(std::move(*event));
  }
  return events;
}

}  // namespace idproctor::observe
