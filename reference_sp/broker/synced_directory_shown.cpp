// What a directory shows of itself, and what it tells.

#include <algorithm>
#include <utility>

#include "reference_sp/broker/synced_directory.hpp"

namespace idproctor::reference::broker {

namespace {

constexpr const char* directory_type = "generic scim v2.0";

}  // namespace

Json SyncedDirectory::shown() const {
  static constexpr const char* words[] = {"unlinked", "validating", "linked"};
  const State state = context_.checks.on("directory-state") ? state_ : State::linked;
  return {{"object", "directory"},
          {"id", id_},
          {"organization_id", organization_id_},
          {"name", name_},
          {"type", directory_type},
          {"state", words[static_cast<int>(state)]},
          {"created_at", created_at_},
          {"updated_at", updated_at_}};
}

Names SyncedDirectory::names_of(const User& user) const {
  return {user.id, id_, organization_id_, user.created_at, user.updated_at};
}

Names SyncedDirectory::names_of(const Group& group) const {
  return {group.id, id_, organization_id_, group.created_at, group.updated_at};
}

std::vector<std::string> SyncedDirectory::roles(const User& user) const {
  std::vector<std::string> names;
  for (const std::string& group : user.groups) names.push_back(groups_.at(group).name);
  return roles_of(names, settings_.roles, context_.checks);
}

std::vector<std::string> SyncedDirectory::roles_of_account(const std::string& scim_id) const {
  const auto found = users_.find(scim_id);
  return found == users_.end() ? roles_of({}, settings_.roles, context_.checks) : roles(found->second);
}

Json SyncedDirectory::shown(const User& user, const Json& scim_user) const {
  return directory_user(names_of(user), scim_user, roles(user));
}

std::vector<std::string> SyncedDirectory::user_ids(const std::string& of_group) const {
  const auto group = scim_ids_.find(of_group);
  if (!of_group.empty() && group == scim_ids_.end()) return {};
  const auto members = of_group.empty() ? groups_.end() : groups_.find(group->second);
  if (!of_group.empty() && members == groups_.end()) return {};
  std::vector<std::string> ids;
  for (const auto& [id, scim_id] : scim_ids_) {
    if (!users_.contains(scim_id)) continue;
    if (of_group.empty() || members->second.members.contains(scim_id)) ids.push_back(id);
  }
  return ids;
}

std::vector<std::string> SyncedDirectory::group_ids(const std::string& of_user) const {
  const auto user = scim_ids_.find(of_user);
  if (!of_user.empty() && user == scim_ids_.end()) return {};
  std::vector<std::string> ids;
  if (of_user.empty()) {
    for (const auto& [id, scim_id] : scim_ids_) {
      if (groups_.contains(scim_id)) ids.push_back(id);
    }
    return ids;
  }
  const auto found = users_.find(user->second);
  if (found == users_.end()) return {};
  for (const std::string& group : found->second.groups) ids.push_back(groups_.at(group).id);
  std::ranges::sort(ids);
  return ids;
}

Json SyncedDirectory::user(const std::string& id) const {
  const auto known = scim_ids_.find(id);
  const auto found = known == scim_ids_.end() ? users_.end() : users_.find(known->second);
  if (found == users_.end()) return {};
  const scim::Resource* resource = find_(found->first);
  if (!resource) return {};
  Json user = shown(found->second, resource->document);
  user["groups"] = Json::array();
  for (const std::string& group : group_ids(id)) user["groups"].push_back(this->group(group));
  return user;
}

Json SyncedDirectory::group(const std::string& id) const {
  const auto known = scim_ids_.find(id);
  const auto found = known == scim_ids_.end() ? groups_.end() : groups_.find(known->second);
  if (found == groups_.end()) return {};
  const scim::Resource* resource = find_(found->first);
  return resource ? directory_group(names_of(found->second), resource->document) : Json();
}

void SyncedDirectory::tell(const std::string& type, const Json& data) {
  events_.record(type, organization_id_, dump(data));
}

void SyncedDirectory::tell_change(const char* type, Json after, const Json& before) {
  if (context_.checks.on("event-previous")) {
    after["previous_attributes"] = previous_attributes(before, after);
  }
  tell(type, after);
}

void SyncedDirectory::tell_membership(const char* type, const std::string& user_id,
                                      const std::string& group_id, const Json& group_document) {
  const scim::Resource* user = find_(user_id);
  if (!user) return;
  tell(type, {{"directory_id", id_},
              {"user", shown(users_[user_id], user->document)},
              {"group", directory_group(names_of(groups_[group_id]), group_document)}});
}

// A group decides the role, so the user changes with the membership.
void SyncedDirectory::tell_role(const std::string& user_id, const std::vector<std::string>& before) {
  User& user = users_[user_id];
  const scim::Resource* resource = find_(user_id);
  const auto after = roles(user);
  if (after == before || !resource) return;
  const Json old = directory_user(names_of(user), resource->document, before);
  user.updated_at = now();
  keep_user(user_id);
  tell_change("dsync.user.updated", shown(user, resource->document), old);
}

void SyncedDirectory::keep_user(const std::string& scim_id) const {
  if (!context_.records.kept()) return;
  const User& user = users_.at(scim_id);
  context_.records.put("directory_user", scim_id,
                       {{"directory", id_},
                        {"id", user.id},
                        {"created_at", user.created_at},
                        {"updated_at", user.updated_at},
                        {"groups", user.groups}});
}

void SyncedDirectory::keep_group(const std::string& scim_id) const {
  if (!context_.records.kept()) return;
  const Group& group = groups_.at(scim_id);
  context_.records.put("directory_group", scim_id,
                       {{"directory", id_},
                        {"id", group.id},
                        {"created_at", group.created_at},
                        {"updated_at", group.updated_at},
                        {"name", group.name}});
}

void SyncedDirectory::keep_state() const {
  if (!context_.records.kept()) return;
  context_.records.put(
      "directory", id_,
      {{"state", static_cast<int>(state_)}, {"created_at", created_at_}, {"updated_at", updated_at_}});
}

void SyncedDirectory::load() {
  const auto is_mine = [&](const Json& kept) { return kept["directory"] == id_; };
  context_.records.all("directory", [&](const std::string& id, const Json& kept) {
    if (id != id_) return;
    state_ = static_cast<State>(kept["state"].get<int>());
    created_at_ = kept["created_at"].get<std::string>();
    updated_at_ = kept["updated_at"].get<std::string>();
  });
  context_.records.all("directory_group", [&](const std::string& scim_id, const Json& kept) {
    if (!is_mine(kept)) return;
    groups_[scim_id] = {kept["id"].get<std::string>(),
                        kept["created_at"].get<std::string>(),
                        kept["updated_at"].get<std::string>(),
                        kept["name"].get<std::string>(),
                        {}};
    scim_ids_[kept["id"].get<std::string>()] = scim_id;
  });
  context_.records.all("directory_user", [&](const std::string& scim_id, const Json& kept) {
    if (!is_mine(kept)) return;
    users_[scim_id] = {kept["id"].get<std::string>(), kept["created_at"].get<std::string>(),
                       kept["updated_at"].get<std::string>(), kept["groups"].get<std::vector<std::string>>()};
    scim_ids_[kept["id"].get<std::string>()] = scim_id;
    for (const std::string& group : users_[scim_id].groups) groups_[group].members.insert(scim_id);
  });
}

}  // namespace idproctor::reference::broker
