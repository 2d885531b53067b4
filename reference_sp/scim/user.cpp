#include "reference_sp/scim/user.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

// By what attribute names identity providers send these.
const std::vector<std::string> email_names{
    "email", "emailaddress", "mail", "urn:oid:0.9.2342.19200300.100.1.3",
    "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"};
const std::vector<std::string> given_names{"firstname", "givenname", "first_name", "urn:oid:2.5.4.42",
                                           "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"};
const std::vector<std::string> family_names{"lastname",
                                            "surname",
                                            "familyname",
                                            "last_name",
                                            "sn",
                                            "urn:oid:2.5.4.4",
                                            "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname"};
const std::vector<std::string> display_names{"displayname", "urn:oid:2.16.840.1.113730.3.1.241",
                                             "http://schemas.microsoft.com/identity/claims/displayname"};

std::string first_of(const std::map<std::string, std::string>& attributes,
                     const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    for (const auto& [attribute, value] : attributes) {
      if (equals_ignoring_case(attribute, name) && !value.empty()) return value;
    }
  }
  return {};
}

bool looks_like_email(std::string_view text) {
  const std::size_t at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" \t") == std::string_view::npos;
}

std::string first_email(const Json& user) {
  std::string email;
  for (const Json& value : user.value("emails", Json::array())) {
    if (email.empty() || value.value("primary", false)) email = value.value("value", email);
  }
  return email;
}

}  // namespace

Outcome<> check_user(const Json& user, const std::string& id, const Store& store, const Checks& checks) {
  const std::string name = user.value("userName", "");
  if (trim(name).empty() && checks.off("user-name-required")) return {};
  if (trim(name).empty()) return bad_request("invalidValue", "userName is required.");
  if (checks.off("user-name-unique")) return {};
  const auto holders = store.users_named(name);
  if (std::ranges::any_of(holders, [&](const std::string& holder) { return holder != id; })) {
    return ScimError{409, "uniqueness", "There is a user with the userName " + in_quotes(name) + " already."};
  }
  return {};
}

bool is_active(const Json& user) {
  return user.value("active", true);
}

void show_groups(const std::string& id, const Store& store, const std::string& base_url, Json& user) {
  for (const Resource* group : store.groups_with(id)) {
    user["groups"].push_back({{"value", group->id},
                              {"$ref", base_url + "/Groups/" + group->id},
                              {"display", group->document.value("displayName", "")},
                              {"type", "direct"}});
  }
}

Account to_account(const Resource& user) {
  return {user.id, user.document.value("userName", ""), first_email(user.document), is_active(user.document)};
}

Json user_from_login(const std::string& identity, const std::map<std::string, std::string>& attributes) {
  Json user;
  user["schemas"] = Json::array({user_urn});
  user["userName"] = identity;
  const std::string email = looks_like_email(identity) ? identity : first_of(attributes, email_names);
  if (!email.empty()) user["emails"] = Json::array({{{"value", email}, {"type", "work"}, {"primary", true}}});
  const std::string given = first_of(attributes, given_names);
  const std::string family = first_of(attributes, family_names);
  if (!family.empty()) user["name"]["familyName"] = family;
  if (!given.empty()) user["name"]["givenName"] = given;
  const std::string display = first_of(attributes, display_names);
  if (!display.empty()) user["displayName"] = display;
  user["active"] = true;
  return user;
}

}  // namespace idproctor::reference::scim
