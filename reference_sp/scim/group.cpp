#include "reference_sp/scim/group.hpp"

#include <unordered_set>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

Outcome<> check_group(const std::string& id, const Store& store, const Checks& checks, Json& group) {
  if (trim(group.value("displayName", "")).empty() && checks.on("group-name-required")) {
    return bad_request("invalidValue", "displayName is required.");
  }
  if (!group.contains("members")) return {};
  std::unordered_set<std::string> seen;
  Json members = Json::array();
  for (const Json& sent : group["members"]) {
    const std::string member_id = sent.value("value", "");
    const Resource* member = store.find(member_id);
    if (!member && checks.off("member-exists")) {
      members.push_back({{"value", member_id}, {"type", "User"}});
      continue;
    }
    if (!member) {
      return bad_request("invalidValue",
                         "There is no user or group " + in_quotes(member_id) + " to be a member.");
    }
    if (member_id == id) return bad_request("invalidValue", "A group cannot be a member of itself.");
    if (member->type == &group_type() && checks.off("nested-groups")) continue;
    if (seen.insert(member_id).second || checks.off("member-once")) {
      members.push_back({{"value", member_id}, {"type", member->type->name}});
    }
  }
  group["members"] = std::move(members);
  return {};
}

void remove_member(const std::string& member_id, Json& group) {
  std::erase_if(group["members"].get_ref<Json::array_t&>(),
                [&](const Json& member) { return member["value"] == member_id; });
}

void show_members(const Store& store, const std::string& base_url, Json& group) {
  if (!group.contains("members")) return;
  for (Json& shown : group["members"]) {
    const Resource* member = store.find(shown["value"].get<std::string>());
    if (!member) continue;  // seen from another directory, by mistake
    const std::string user_name = member->document.value("userName", "");
    shown["$ref"] = base_url + '/' + member->type->endpoint + '/' + member->id;
    shown["display"] = member->document.value("displayName", user_name);
  }
}

}  // namespace idproctor::reference::scim
