#include "reference_sp/broker/synced_directory.hpp"

#include <algorithm>
#include <utility>

#include "reference_sp/scim/user.hpp"

namespace idproctor::reference::broker {

namespace {

bool is_user(const scim::Resource& resource) {
  return resource.type == &scim::user_type();
}

const Json& members_of(const Json& group) {
  static const Json nobody = Json::array();
  const auto found = group.find("members");
  return found == group.end() ? nobody : *found;
}

}  // namespace

SyncedDirectory::SyncedDirectory(std::string id, std::string organization_id, std::string name,
                                 const Settings& settings, Context context, EventLog& events, Find find)
    : id_(std::move(id)),
      organization_id_(std::move(organization_id)),
      name_(std::move(name)),
      settings_(settings),
      context_(context),
      events_(events),
      find_(std::move(find)) {
  created_at_ = updated_at_ = now();
  load();
}

void SyncedDirectory::entered() {
  if (state_ != State::unlinked) return;
  state_ = State::validating;
  updated_at_ = now();
  keep_state();
}

void SyncedDirectory::link() {
  if (state_ == State::linked) return;
  state_ = State::linked;
  updated_at_ = now();
  keep_state();
  Json data = shown();
  data["state"] = "active";  // what events call linked
  tell("dsync.activated", data);
}

void SyncedDirectory::created(const scim::Resource& resource) {
  link();
  if (!is_user(resource)) return add_group(resource.id, resource.document);
  if (settings_.inactive == Inactive::keep || scim::is_active(resource.document)) {
    add_user(resource.id, resource.document);
  }
}

void SyncedDirectory::changing(const scim::Resource& resource, const Json& document) {
  link();
  if (is_user(resource)) {
    change_user(resource, document);
  } else {
    change_group(resource, document);
  }
}

void SyncedDirectory::removing(const scim::Resource& resource) {
  if (!is_user(resource)) return remove_group(resource);
  old_groups_.erase(resource.id);
  if (users_.contains(resource.id)) remove_user(resource.id, resource.document);
}

void SyncedDirectory::add_user(const std::string& scim_id, const Json& document) {
  User& user = users_[scim_id];
  user = {context_.ids.make("directory_user_"), now(), now(), {}};
  scim_ids_[user.id] = scim_id;
  keep_user(scim_id);
  tell("dsync.user.created", shown(user, document));
  // The mistake of "membership-return".
  const auto old = old_groups_.find(scim_id);
  if (old == old_groups_.end()) return;
  for (const std::string& group : std::exchange(old->second, {})) {
    if (const scim::Resource* found = find_(group)) join(scim_id, group, found->document);
  }
}

void SyncedDirectory::change_user(const scim::Resource& resource, const Json& document) {
  const bool ends = scim::is_active(resource.document) && !scim::is_active(document);
  const bool here = users_.contains(resource.id);
  if (ends && here && context_.checks.off("deactivation-event")) return;
  if (settings_.inactive == Inactive::remove && !scim::is_active(document)) {
    if (here) remove_user(resource.id, document);
    return;
  }
  // One whom a login made becomes the directory's with its first write.
  if (!here) return add_user(resource.id, document);
  User& user = users_[resource.id];
  const Json before = shown(user, resource.document);
  Json after = shown(user, document);
  if (after == before) return;
  user.updated_at = now();
  after["updated_at"] = user.updated_at;
  keep_user(resource.id);
  tell_change("dsync.user.updated", std::move(after), before);
}

void SyncedDirectory::remove_user(const std::string& scim_id, const Json& document) {
  User user = std::move(users_[scim_id]);
  if (context_.checks.off("membership-return")) old_groups_[scim_id] = user.groups;
  user.updated_at = now();
  Json data = shown(user, document);
  data["state"] = "inactive";
  for (const std::string& group : user.groups) {
    groups_[group].members.erase(scim_id);
    keep_group(group);
  }
  scim_ids_.erase(user.id);
  users_.erase(scim_id);
  context_.records.erase("directory_user", scim_id);
  tell("dsync.user.deleted", data);
}

void SyncedDirectory::add_group(const std::string& scim_id, const Json& document) {
  Group& group = groups_[scim_id];
  group = {context_.ids.make("directory_group_"), now(), now(), document.value("displayName", ""), {}};
  scim_ids_[group.id] = scim_id;
  tell("dsync.group.created", directory_group(names_of(group), document));
  set_members(scim_id, document);
  keep_group(scim_id);
}

void SyncedDirectory::change_group(const scim::Resource& resource, const Json& document) {
  const auto found = groups_.find(resource.id);
  if (found == groups_.end()) return add_group(resource.id, document);
  Group& group = found->second;
  const Json before = directory_group(names_of(group), resource.document);
  Json after = directory_group(names_of(group), document);
  const bool changes = after != before;
  if (changes) {
    std::vector<std::pair<std::string, std::vector<std::string>>> roles_before;
    for (const std::string& member : group.members) {
      roles_before.emplace_back(member, roles(users_[member]));
    }
    group.name = document.value("displayName", "");
    group.updated_at = now();
    after["updated_at"] = group.updated_at;
    tell_change("dsync.group.updated", std::move(after), before);
    for (const auto& [member, old] : roles_before) tell_role(member, old);
  }
  // A write that is about something else than members leaves them alone: one who came back without
  // memberships gets them when the identity provider says so again.
  if (!changes || members_of(document) != members_of(resource.document)) set_members(resource.id, document);
  keep_group(resource.id);
}

void SyncedDirectory::remove_group(const scim::Resource& resource) {
  const auto found = groups_.find(resource.id);
  if (found == groups_.end()) return;
  const Group group = std::move(found->second);
  groups_.erase(found);
  scim_ids_.erase(group.id);
  context_.records.erase("directory_group", resource.id);
  tell("dsync.group.deleted", directory_group(names_of(group), resource.document));
  for (const std::string& member : group.members) {
    User& user = users_[member];
    // Its name is still needed to know the role that the user had.
    std::vector<std::string> names;
    for (const std::string& one : user.groups) {
      names.push_back(one == resource.id ? group.name : groups_[one].name);
    }
    const auto before = roles_of(names, settings_.roles, context_.checks);
    std::erase(user.groups, resource.id);
    keep_user(member);
    tell_role(member, before);
  }
}

void SyncedDirectory::set_members(const std::string& scim_id, const Json& document) {
  Group& group = groups_[scim_id];
  std::unordered_set<std::string> wanted;
  for (const Json& member : members_of(document)) {
    const std::string& id = member["value"].get_ref<const std::string&>();
    if (users_.contains(id)) wanted.insert(id);
  }
  std::vector<std::string> leaving;
  for (const std::string& member : group.members) {
    if (!wanted.contains(member)) leaving.push_back(member);
  }
  for (const std::string& member : leaving) leave(member, scim_id, document);
  // In the order of the document.
  for (const Json& member : members_of(document)) {
    const std::string& id = member["value"].get_ref<const std::string&>();
    if (wanted.contains(id) && !group.members.contains(id)) join(id, scim_id, document);
  }
}

void SyncedDirectory::join(const std::string& user_id, const std::string& group_id,
                           const Json& group_document) {
  const auto before = roles(users_[user_id]);
  groups_[group_id].members.insert(user_id);
  users_[user_id].groups.push_back(group_id);
  keep_user(user_id);
  tell_membership("dsync.group.user_added", user_id, group_id, group_document);
  tell_role(user_id, before);
}

void SyncedDirectory::leave(const std::string& user_id, const std::string& group_id,
                            const Json& group_document) {
  const auto before = roles(users_[user_id]);
  groups_[group_id].members.erase(user_id);
  std::erase(users_[user_id].groups, group_id);
  keep_user(user_id);
  tell_membership("dsync.group.user_removed", user_id, group_id, group_document);
  tell_role(user_id, before);
}

}  // namespace idproctor::reference::broker
