#include "reference_sp/scim/mistakes.hpp"

#include <algorithm>
#include <string>

#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/urn.hpp"

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
  if (is_user && checks.off("schema-stored")) {
    attributes.erase("title");
    attributes.erase("displayName");
  }
  if (!is_user || !attributes.contains("userName")) return;
  std::string name = attributes.value("userName", "");
  if (checks.off("user-name-characters")) {
    std::erase_if(name, [](char c) { return c == '+' || c == '\''; });
  }
  const Json emails = attributes.value("emails", Json::array());
  if (checks.off("user-name-kept") && !name.empty() && !emails.empty()) name = emails[0].value("value", name);
  attributes["userName"] = name;
}

const Resource* mistaken_for(const ResourceType& type, const Json& attributes, const Store& store,
                             const Checks& checks) {
  const bool is_user = &type == &user_type();
  if (checks.on(is_user ? "external-id-shared" : "group-name-shared")) return nullptr;
  const char* key = is_user ? "externalId" : "displayName";
  if (!attributes.contains(key)) return nullptr;
  for (const Resource* resource : store.all(type)) {
    if (resource->document.value(key, "") == attributes[key]) return resource;
  }
  return nullptr;
}

bool lacks_manager(const Json& user, const Store& store) {
  const Json extension = user.value(std::string(enterprise_urn), Json::object());
  const std::string manager = extension.value("manager", Json::object()).value("value", "");
  return !manager.empty() && !store.find(user_type(), manager);
}

void FormerGroups::remember(const Resource& group, const Checks& checks) {
  if (checks.on("user-groups-left")) return;
  for (const Json& member : group.document.value("members", Json::array())) {
    of_user_[member.value("value", "")].insert(group.id);
  }
}

void FormerGroups::show(const std::string& user_id, const Store& store, Json& user) const {
  const auto joined = of_user_.find(user_id);
  if (joined == of_user_.end()) return;
  for (const std::string& group : joined->second) {
    if (store.find(group)) user["groups"].push_back({{"value", group}, {"type", "direct"}});
  }
}

void keep_nulls(const Json& body, const Json& before, Json& attributes) {
  for (auto item = before.begin(); item != before.end(); ++item) {
    const Json* sent = member(body, item.key());
    if (sent && sent->empty()) attributes[item.key()] = item.value();
  }
}

}  // namespace idproctor::reference::scim
