#include "reference_sp/broker/directory_user.hpp"

#include "foundation/core/text.hpp"
#include "reference_sp/scim/urn.hpp"
#include "reference_sp/scim/user.hpp"

namespace idproctor::reference::broker {

namespace {

Json text_or_null(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? *found : Json();
}

const Json& part_of(const Json& object, const char* name) {
  static const Json nothing = Json::object();
  const auto found = object.find(name);
  return found != object.end() && found->is_object() ? *found : nothing;
}

int rank(const Json& email) {
  if (email.value("primary", Json()) == true) return 3;
  const std::string type = to_lower(to_text(email.value("type", Json(""))));
  return type == "work" ? 2 : type == "home" ? 1 : 0;
}

Json email_of(const Json& user) {
  Json best;
  int best_rank = -1;
  const auto emails = user.find("emails");
  if (emails != user.end()) {
    for (const Json& email : *emails) {
      const int found = rank(email);
      if (found > best_rank && email.contains("value")) {
        best = email["value"];
        best_rank = found;
      }
    }
  }
  if (!best.is_null()) return best;
  const std::string name = user.value("userName", "");
  return name.find('@') == std::string::npos ? Json() : Json(name);
}

/// SCIM's attributes under the broker's predefined names.
Json custom_attributes(const Json& user) {
  static const std::pair<const char*, const char*> plain[] = {
      {"userName", "username"},  {"displayName", "display_name"},
      {"title", "job_title"},    {"userType", "employee_type"},
      {"nickName", "nickname"},  {"preferredLanguage", "preferred_language"},
      {"locale", "locale"},      {"timezone", "timezone"},
      {"emails", "emails"},      {"phoneNumbers", "phone_numbers"},
      {"addresses", "addresses"}};
  static const std::pair<const char*, const char*> enterprise[] = {{"employeeNumber", "employee_number"},
                                                                   {"costCenter", "cost_center_name"},
                                                                   {"organization", "organization"},
                                                                   {"division", "division_name"},
                                                                   {"department", "department_name"}};
  Json custom = Json::object();
  for (const auto& [from, to] : plain) {
    if (const auto found = user.find(from); found != user.end()) custom[to] = *found;
  }
  const Json& extension = part_of(user, scim::enterprise_urn.data());
  for (const auto& [from, to] : enterprise) {
    if (const auto found = extension.find(from); found != extension.end()) custom[to] = *found;
  }
  const Json& manager = part_of(extension, "manager");
  if (manager.contains("value")) custom["manager_id"] = manager["value"];
  if (manager.contains("displayName")) custom["manager_name"] = manager["displayName"];
  return custom;
}

/// Where `after` differs, what `before` says; null for what was not there.
Json differences(const Json& before, const Json& after) {
  Json previous = Json::object();
  for (const auto& [name, value] : after.items()) {
    const auto old = before.find(name);
    if (old == before.end()) {
      previous[name] = Json();
    } else if (*old != value) {
      previous[name] = *old;
    }
  }
  for (const auto& [name, value] : before.items()) {
    if (!after.contains(name)) previous[name] = value;
  }
  return previous;
}

/// What users and groups begin with; the directory's own `name` of it where the client gives no externalId.
Json named(const Names& names, const char* object, const Json& resource, const char* name) {
  const Json external = text_or_null(resource, "externalId");
  Json shown;
  shown["object"] = object;
  shown["id"] = names.id;
  shown["directory_id"] = names.directory_id;
  shown["organization_id"] = names.organization_id;
  shown["idp_id"] = external.is_null() ? text_or_null(resource, name) : external;
  return shown;
}

}  // namespace

Json directory_user(const Names& names, const Json& scim_user, const std::vector<std::string>& roles) {
  const Json& name = part_of(scim_user, "name");
  Json user = named(names, "directory_user", scim_user, "userName");
  user["email"] = email_of(scim_user);
  user["first_name"] = text_or_null(name, "givenName");
  user["last_name"] = text_or_null(name, "familyName");
  user["state"] = scim::is_active(scim_user) ? "active" : "inactive";
  user["custom_attributes"] = custom_attributes(scim_user);
  user["role"] = {{"slug", roles.front()}};
  for (const std::string& role : roles) user["roles"].push_back({{"slug", role}});
  user["raw_attributes"] = Json::object();
  user["created_at"] = names.created_at;
  user["updated_at"] = names.updated_at;
  return user;
}

Json directory_group(const Names& names, const Json& scim_group) {
  Json group = named(names, "directory_group", scim_group, "displayName");
  group["name"] = text_or_null(scim_group, "displayName");
  group["raw_attributes"] = Json::object();
  group["created_at"] = names.created_at;
  group["updated_at"] = names.updated_at;
  return group;
}

Json previous_attributes(const Json& before, const Json& after) {
  Json previous = differences(before, after);
  previous.erase("updated_at");
  const auto custom = previous.find("custom_attributes");
  if (custom != previous.end()) {
    *custom = differences(part_of(before, "custom_attributes"), part_of(after, "custom_attributes"));
  }
  return previous;
}

}  // namespace idproctor::reference::broker
