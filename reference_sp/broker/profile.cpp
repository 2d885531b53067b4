#include "reference_sp/broker/profile.hpp"

#include <algorithm>
#include <map>
#include <string_view>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/scim/user.hpp"

namespace idproctor::reference::broker {

namespace {

/// As Entra ID and AD FS call them.
constexpr std::string_view group_claims[] = {"http://schemas.microsoft.com/ws/2008/06/identity/claims/groups",
                                             "http://schemas.xmlsoap.org/claims/Group"};

std::vector<std::string> groups_of(const Attributes& attributes) {
  for (const auto& [name, values] : attributes) {
    if (equals_ignoring_case(name, "groups") || std::ranges::count(group_claims, name) > 0) return values;
  }
  return {};
}

/// Names and address, recognised as for an account that a login makes.
Json recognised(const Login& login) {
  std::map<std::string, std::string> first;
  for (const auto& [name, values] : login.attributes) {
    if (!values.empty()) first[name] = values.front();
  }
  return scim::user_from_login(login.name_id, first);
}

Json value_or_null(const Json& json, std::string_view pointer) {
  const Json* found = idproctor::find(json, pointer);
  return found ? *found : Json();
}

}  // namespace

Json login_profile(const Login& login, const std::string& connection_id, const std::string& organization_id,
                   const std::vector<std::string>& account_roles, const std::vector<RoleOfGroup>& map,
                   const Checks& checks) {
  const auto groups = groups_of(login.attributes);
  const auto roles = groups.empty() ? account_roles : roles_of(groups, map, checks);
  const Json user = recognised(login);
  Json raw = Json::object();
  for (const auto& [name, values] : login.attributes) {
    raw[name] = values.size() == 1 ? Json(values.front()) : Json(values);
  }
  Json profile;
  profile["object"] = "profile";
  profile["id"] = "prof_" + to_hex(crypto::sha256(connection_id + " " + login.name_id)).substr(0, 26);
  profile["connection_id"] = connection_id;
  profile["connection_type"] = "GenericSAML";
  profile["organization_id"] = organization_id;
  profile["idp_id"] = login.name_id;
  profile["email"] = value_or_null(user, "/emails/0/value");
  profile["first_name"] = value_or_null(user, "/name/givenName");
  profile["last_name"] = value_or_null(user, "/name/familyName");
  profile["role"] = {{"slug", roles.front()}};
  for (const std::string& role : roles) profile["roles"].push_back({{"slug", role}});
  profile["groups"] = groups;
  profile["custom_attributes"] = Json::object();
  profile["raw_attributes"] = raw;
  return profile;
}

}  // namespace idproctor::reference::broker
