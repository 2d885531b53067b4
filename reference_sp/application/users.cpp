#include "reference_sp/application/users.hpp"

#include <utility>

#include "foundation/core/text.hpp"

namespace idproctor::reference::application {

namespace {

std::string text_at(const Json& object, std::string_view pointer) {
  const Json* found = idproctor::find(object, pointer);
  return found && found->is_string() ? found->get<std::string>() : "";
}

Time time_at(const Json& object, std::string_view pointer) {
  const auto time = parse_time(text_at(object, pointer));
  return time ? *time : Time{};
}

/// The customers' domain, for the mistake of "app-guests".
constexpr std::string_view own_domain = "@example.com";

}  // namespace

Users::Users(Context context) : context_(context) {
  load();
}

bool Users::apply(const std::string& type, Time at, const Json& data) {
  if (type == "dsync.user.created") {
    apply_user(data, true);
  } else if (type == "dsync.user.updated") {
    apply_user(data, false);
  } else if (type == "dsync.user.deleted") {
    remove_user(data);
  } else if (type == "dsync.group.created" || type == "dsync.group.updated") {
    apply_group(data);
  } else if (type == "dsync.group.deleted") {
    remove_group(data);
  } else if (type == "dsync.group.user_added") {
    apply_membership(data, true, at);
  } else if (type == "dsync.group.user_removed") {
    apply_membership(data, false, at);
  } else {
    return false;
  }
  return true;
}

const User* Users::find(const std::string& id) const {
  const auto found = users_.find(id);
  return found == users_.end() ? nullptr : &found->second;
}

std::string Users::email_key(const std::string& organization_id, const std::string& email) const {
  return (context_.checks.on("app-tenants") ? organization_id : "") + " " + to_lower(email);
}

const User* Users::find_by_email(const std::string& organization_id, const std::string& email) const {
  const auto found = by_email_.find(email_key(organization_id, email));
  return found == by_email_.end() ? nullptr : find(found->second.back());
}

std::vector<const User*> Users::all_of_email(const std::string& organization_id,
                                             const std::string& email) const {
  std::vector<const User*> all;
  const auto found = by_email_.find(email_key(organization_id, email));
  if (found == by_email_.end()) return all;
  for (const std::string& id : found->second) all.push_back(find(id));
  return all;
}

const User* Users::find_by_idp_id(const std::string& organization_id, const std::string& idp_id) const {
  const auto same = select(organization_id, [&](const User& user) { return user.idp_id == idp_id; });
  return same.empty() ? nullptr : same.front();
}

bool Users::is_deleted(const std::string& organization_id, const std::string& email) const {
  return deleted_emails_.contains(email_key(organization_id, email));
}

void Users::set_email(User& user, const std::string& email) {
  const auto old = by_email_.find(email_key(user.organization_id, user.email));
  if (old != by_email_.end()) {
    std::erase(old->second, user.id);
    if (old->second.empty()) by_email_.erase(old);
  }
  user.email = email;
  if (!email.empty()) by_email_[email_key(user.organization_id, email)].push_back(user.id);
}

// The row of a directory user: the one that has its id, else the one that a login made, else a new one.
User& Users::user_of(const Json& directory_user) {
  const std::string directory_id = text_at(directory_user, "/id");
  const auto known = by_directory_id_.find(directory_id);
  const std::string email = text_at(directory_user, "/email");
  if (known != by_directory_id_.end() && !is_taken_for_another(users_.at(known->second), email)) {
    return users_.at(known->second);
  }
  const std::string organization = text_at(directory_user, "/organization_id");
  const User* same = find_by_email(organization, email);
  const bool by_login = same && same->directory_user_id.empty() && context_.checks.on("app-login-account");
  const bool adopts = by_login || (same && context_.checks.off("app-tenants"));
  std::string id = adopts ? same->id : context_.ids.make("user_");
  if (email.empty() && context_.checks.off("app-empty-address")) {
    id = without_address_.try_emplace(organization, id).first->second;
  }
  User& user = users_[id];
  user.id = id;
  user.organization_id = organization;
  user.directory_user_id = directory_id;
  by_directory_id_[directory_id] = id;
  return user;
}

// The mistake of "app-email-account".
bool Users::is_taken_for_another(const User& user, const std::string& email) const {
  return context_.checks.off("app-email-account") && to_lower(user.email) != to_lower(email);
}

bool Users::is_stranger(const Json& directory_user) const {
  return context_.checks.off("app-guests") && !text_at(directory_user, "/email").ends_with(own_domain);
}

void Users::apply_user(const Json& data, bool created) {
  const std::string directory_id = text_at(data, "/id");
  if (directory_id.empty() || deleted_ids_.contains(directory_id) || is_stranger(data)) return;
  const bool is_new = !by_directory_id_.contains(directory_id);
  User& user = user_of(data);
  const Time updated = time_at(data, "/updated_at");
  if (created) ++user.welcome_mails;
  if (!is_new && updated < user.updated && context_.checks.on("webhook-stale")) return keep(user);
  const bool was_active = user.active;
  user.updated = updated;
  if (is_new || context_.checks.on("app-email")) set_email(user, text_at(data, "/email"));
  const std::string email = email_key(user.organization_id, user.email);
  if (created && deleted_emails_.erase(email) > 0) context_.records.erase(deleted_kind, email);
  user.user_name = text_at(data, "/custom_attributes/username");
  user.idp_id = text_at(data, "/idp_id");
  if (is_new || context_.checks.on("app-names")) {
    user.first_name = text_at(data, "/first_name");
    user.last_name = text_at(data, "/last_name");
  }
  if (is_new || context_.checks.on("app-role")) user.role = text_at(data, "/role/slug");
  const bool active = text_at(data, "/state") != "inactive";
  if (active || context_.checks.on("app-deactivation")) user.active = active;
  const Json* attributes = idproctor::find(data, "/custom_attributes");
  user.attributes = attributes && attributes->is_object() ? *attributes : Json::object();
  keep(user);
  if (was_active && !user.active && ended_) ended_(user.id);
}

void Users::remove_user(const Json& data) {
  if (context_.checks.off("app-deactivation")) return;
  const std::string directory_id = text_at(data, "/id");
  // Older news of it may still come.
  deleted_ids_.insert(directory_id);
  context_.records.put(deleted_kind, directory_id, Json::object());
  const auto known = by_directory_id_.find(directory_id);
  if (known == by_directory_id_.end()) return;
  const std::string id = known->second;
  User& user = users_.at(id);
  const std::string email = email_key(user.organization_id, user.email);
  deleted_emails_.insert(email);
  context_.records.put(deleted_kind, email, {{"email", true}});
  set_email(user, "");
  by_directory_id_.erase(known);
  if (context_.checks.off("app-tenants")) {
    std::erase_if(by_directory_id_, [&](const auto& entry) { return entry.second == id; });
  }
  users_.erase(id);
  context_.records.erase(user_kind, id);
  if (ended_) ended_(id);
}

void Users::apply_group(const Json& data) {
  const std::string id = text_at(data, "/id");
  const Time updated = time_at(data, "/updated_at");
  const auto known = groups_.find(id);
  if (id.empty() || deleted_ids_.contains(id)) return;
  if (known != groups_.end() && updated < known->second.updated && context_.checks.on("webhook-stale"))
    return;
  const bool renamed = known != groups_.end() && known->second.name != text_at(data, "/name");
  groups_[id] = {text_at(data, "/organization_id"), text_at(data, "/name"), text_at(data, "/idp_id"),
                 updated};
  keep_group(id);
  if (!renamed) return;
  for (auto& [user_id, user] : users_) {
    const auto membership = user.groups.find(id);
    if (membership == user.groups.end()) continue;
    membership->second.name = groups_[id].name;
    keep(user);
  }
}

void Users::remove_group(const Json& data) {
  const std::string id = text_at(data, "/id");
  deleted_ids_.insert(id);
  context_.records.put(deleted_kind, id, Json::object());
  groups_.erase(id);
  context_.records.erase(group_kind, id);
  for (auto& [user_id, user] : users_) {
    if (user.groups.erase(id) > 0) keep(user);
  }
}

void Users::apply_membership(const Json& data, bool member, Time at) {
  const Json* directory_user = idproctor::find(data, "/user");
  const Json* group = idproctor::find(data, "/group");
  if (!directory_user || !group) return;
  if (!member && context_.checks.off("app-groups")) return;
  const std::string user_id = text_at(*directory_user, "/id"), group_id = text_at(*group, "/id");
  if (user_id.empty() || deleted_ids_.contains(user_id) || deleted_ids_.contains(group_id)) return;
  // News of a membership may come before those of the user or the group.
  if (!by_directory_id_.contains(user_id)) apply_user(*directory_user, false);
  if (!by_directory_id_.contains(user_id)) return;
  if (!groups_.contains(group_id)) apply_group(*group);
  User& user = users_.at(by_directory_id_.at(user_id));
  User::Membership& membership = user.groups[group_id];
  if (at < membership.at && context_.checks.on("webhook-stale")) return;
  membership = {groups_[group_id].name, member, at};
  keep(user);
}

const User& Users::add_from_login(const Json& profile) {
  const std::string id = context_.ids.make("user_");
  User& user = users_[id];
  user.id = id;
  user.organization_id = text_at(profile, "/organization_id");
  set_email(user, text_at(profile, "/email"));
  user.user_name = user.email;
  user.idp_id = text_at(profile, "/idp_id");
  user.first_name = text_at(profile, "/first_name");
  user.last_name = text_at(profile, "/last_name");
  user.role = text_at(profile, "/role/slug");
  user.welcome_mails = 1;
  keep(user);
  return user;
}

void Users::refresh_role(const std::string& id, const Json& profile) {
  User& user = users_.at(id);
  if (!user.directory_user_id.empty() || context_.checks.off("app-role")) return;
  user.role = text_at(profile, "/role/slug");
  keep(user);
}

void Users::overwrite_address(const std::string& id, const Json& profile) {
  User& user = users_.at(id);
  set_email(user, text_at(profile, "/raw_attributes/email"));
  keep(user);
}

const User* Users::of_login_id(const Json& profile, const User* user) {
  const std::string key = text_at(profile, "/organization_id") + " " + text_at(profile, "/raw_attributes/id");
  const auto known = by_login_id_.find(key);
  const User* same = known == by_login_id_.end() ? nullptr : find(known->second);
  if (same) return same;
  if (user) by_login_id_[key] = user->id;
  return user;
}

void Users::overwrite_names(const std::string& id, const Json& profile) {
  User& user = users_.at(id);
  user.first_name = text_at(profile, "/first_name");
  user.last_name = text_at(profile, "/last_name");
  keep(user);
}

}  // namespace idproctor::reference::application
