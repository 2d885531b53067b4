#include "reference_sp/scim/mistakes.hpp"

#include <algorithm>
#include <string>

#include "reference_sp/scim/attribute_value.hpp"

namespace idproctor::reference::scim {

void copy_or_erase(const char* name, const Json& from, Json& to) {
  if (from.contains(name)) {
    to[name] = from[name];
  } else {
    to.erase(name);
  }
}

void keep_names(const Json& from, Json& to) {
  for (const char* name : {"name", "displayName"}) copy_or_erase(name, from, to);
}

void change_new_resource(bool is_user, const Checks& checks, Json& attributes) {
  if (!is_user && checks.off("group-create-members")) attributes.erase("members");
  if (!is_user || !attributes.contains("userName")) return;
  std::string name = attributes.value("userName", "");
  if (checks.off("user-name-characters")) {
    std::erase_if(name, [](char c) { return c == '+' || c == '\''; });
  }
  const Json emails = attributes.value("emails", Json::array());
  if (checks.off("user-name-kept") && !name.empty() && !emails.empty()) name = emails[0].value("value", name);
  attributes["userName"] = name;
}

void keep_nulls(const Json& body, const Json& before, Json& attributes) {
  for (auto item = before.begin(); item != before.end(); ++item) {
    const Json* sent = member(body, item.key());
    if (sent && sent->empty()) attributes[item.key()] = item.value();
  }
}

}  // namespace idproctor::reference::scim
