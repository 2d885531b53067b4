#include "harness/run/webhook_event.hpp"

namespace idproctor::run {

namespace {

using observe::WebhookScheme;

bool is_about(const PlayedEvent& event, const char* what) {
  return event.type.find(what) != std::string::npos;
}

/// docs/reference/directory-sync/directory-user; events leave out `groups`.
Json directory_user(const PlayedEvent& event) {
  const std::string updated = format_time(event.created);
  return {{"object", "directory_user"},
          {"id", event.user_id},
          {"directory_id", event.directory},
          {"organization_id", event.organization},
          {"idp_id", event.user.idp_id},
          {"email", event.user.email},
          {"first_name", event.first_name},
          {"last_name", event.last_name},
          {"state", event.is_active ? "active" : "inactive"},
          {"custom_attributes", Json::object()},
          {"role", {{"slug", event.role}}},
          {"raw_attributes", Json::object()},
          {"created_at", updated},
          {"updated_at", updated}};
}

/// docs/reference/directory-sync/directory-group.
Json directory_group(const PlayedEvent& event) {
  const std::string updated = format_time(event.created);
  return {{"object", "directory_group"},
          {"id", event.group_id},
          {"idp_id", event.group_id},
          {"directory_id", event.directory},
          {"organization_id", event.organization},
          {"name", event.group},
          {"raw_attributes", Json::object()},
          {"created_at", updated},
          {"updated_at", updated}};
}

/// docs/reference/sso/connection, and docs/events for the directory of dsync.activated.
Json connection_or_directory(const PlayedEvent& event) {
  const bool is_connection = is_about(event, "connection.");
  const std::string updated = format_time(event.created);
  return {{"object", is_connection ? "connection" : "directory"},
          {"id", is_connection ? event.connection : event.directory},
          {"organization_id", event.organization},
          {"name", is_connection ? event.connection : event.directory},
          {is_connection ? "connection_type" : "type", is_connection ? "GenericSAML" : "generic scim v2.0"},
          {"state", is_about(event, ".deactivated") ? "inactive" : "active"},
          {"domains", Json::array()},
          {"created_at", updated},
          {"updated_at", updated}};
}

Json workos_data(const PlayedEvent& event) {
  if (is_about(event, "group.user_")) {
    return {{"directory_id", event.directory},
            {"user", directory_user(event)},
            {"group", directory_group(event)}};
  }
  if (is_about(event, "user.")) return directory_user(event);
  return is_about(event, "group.") ? directory_group(event) : connection_or_directory(event);
}

/// @boxyhq/saml-jackson, directory-sync/scim/transform.
Json polis_user(const PlayedEvent& event) {
  return {{"id", event.user_id},
          {"first_name", event.first_name},
          {"last_name", event.last_name},
          {"email", event.user.email},
          {"active", event.is_active},
          {"roles", Json::array({event.role})},
          {"raw",
           {{"id", event.user_id},
            {"userName", event.user.user_name},
            {"externalId", event.user.idp_id},
            {"active", event.is_active}}}};
}

Json polis_group(const PlayedEvent& event) {
  return {{"id", event.group_id},
          {"name", event.group},
          {"raw", {{"id", event.group_id}, {"displayName", event.group}}}};
}

Json polis_data(const PlayedEvent& event) {
  if (is_about(event, "group.user_")) {
    Json member = polis_user(event);
    member["group"] = polis_group(event);
    return member;
  }
  if (is_about(event, "user.")) return polis_user(event);
  if (is_about(event, "group.")) return polis_group(event);
  if (is_about(event, "directory.")) return {{"id", event.directory}};
  return {{"clientID", event.connection}};
}

}  // namespace

Result<Json> write_event(WebhookScheme scheme, const PlayedEvent& event) {
  const std::string name = observe::event_name(scheme, event.type);
  if (name.empty()) return invalid("there is no event of the type " + event.type);
  const bool is_polis = scheme == WebhookScheme::polis;
  Json data = is_polis ? polis_data(event) : workos_data(event);
  data.merge_patch(event.data);
  if (is_polis) {
    return Json{{"directory_id", event.directory},
                {"event", name},
                {"tenant", event.tenant},
                {"product", event.product},
                {"data", std::move(data)}};
  }
  return Json{{"object", "event"},
              {"id", event.id},
              {"event", name},
              {"data", std::move(data)},
              {"created_at", format_time(event.created)}};
}

}  // namespace idproctor::run
