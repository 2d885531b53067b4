// What of the table is shown, and what is kept of it.

#include "foundation/core/text.hpp"
#include "reference_sp/application/users.hpp"

namespace idproctor::reference::application {

std::vector<const User*> Users::select(const std::string& organization_id,
                                       const std::function<bool(const User&)>& fits) const {
  std::vector<const User*> selected;
  for (const auto& [id, user] : users_) {
    const bool own = organization_id.empty() || user.organization_id == organization_id;
    if (own && fits(user)) selected.push_back(&user);
  }
  return selected;
}

Json Users::groups(const std::string& organization_id, const std::string& name) const {
  Json list = Json::array();
  for (const auto& [id, group] : groups_) {
    if (!organization_id.empty() && group.organization_id != organization_id) continue;
    if (!name.empty() && group.name != name) continue;
    Json members = Json::array();
    for (const auto& [user_id, user] : users_) {
      const auto membership = user.groups.find(id);
      if (membership != user.groups.end() && membership->second.member) members.push_back(user.email);
    }
    list.push_back({{"id", id},
                    {"name", group.name},
                    {"idp_id", group.idp_id},
                    {"organization_id", group.organization_id},
                    {"members", members}});
  }
  return list;
}

Json shown(const User& user) {
  Json groups = Json::array();
  for (const auto& [id, membership] : user.groups) {
    if (membership.member) groups.push_back(membership.name);
  }
  return {{"id", user.id},
          {"email", user.email},
          {"user_name", user.user_name},
          {"idp_id", user.idp_id},
          {"first_name", user.first_name},
          {"last_name", user.last_name},
          {"state", user.active ? "active" : "inactive"},
          {"role", user.role},
          {"groups", groups},
          {"organization_id", user.organization_id},
          {"attributes", user.attributes},
          {"welcome_mails", user.welcome_mails}};
}

void Users::keep(const User& user) const {
  if (!context_.records.kept()) return;
  Json value = shown(user);
  value["directory_user_id"] = user.directory_user_id;
  value["updated"] = format_time(user.updated);
  value["groups"] = Json::object();
  for (const auto& [id, membership] : user.groups) {
    value["groups"][id] = {
        {"name", membership.name}, {"member", membership.member}, {"at", format_time(membership.at)}};
  }
  context_.records.put(user_kind, user.id, value);
}

void Users::keep_group(const std::string& id) const {
  if (!context_.records.kept()) return;
  const Group& group = groups_.at(id);
  context_.records.put(group_kind, id,
                       {{"organization_id", group.organization_id},
                        {"name", group.name},
                        {"idp_id", group.idp_id},
                        {"updated", format_time(group.updated)}});
}

void Users::load() {
  context_.records.all(user_kind, [&](const std::string& id, const Json& kept) {
    const auto text = [&](const char* name) { return kept[name].get<std::string>(); };
    User& user = users_[id];
    user.id = id;
    user.organization_id = text("organization_id");
    user.directory_user_id = text("directory_user_id");
    if (!user.directory_user_id.empty()) by_directory_id_[user.directory_user_id] = id;
    set_email(user, text("email"));
    user.user_name = text("user_name");
    user.idp_id = text("idp_id");
    user.first_name = text("first_name");
    user.last_name = text("last_name");
    user.active = kept["state"] == "active";
    user.role = text("role");
    user.attributes = kept["attributes"];
    user.updated = parse_time(text("updated")).value();
    user.welcome_mails = kept["welcome_mails"].get<int>();
    for (const auto& [group, membership] : kept["groups"].items()) {
      user.groups[group] = {membership["name"].get<std::string>(), membership["member"].get<bool>(),
                            parse_time(membership["at"].get<std::string>()).value()};
    }
  });
  context_.records.all(group_kind, [&](const std::string& id, const Json& kept) {
    groups_[id] = {kept["organization_id"].get<std::string>(), kept["name"].get<std::string>(),
                   kept["idp_id"].get<std::string>(), parse_time(kept["updated"].get<std::string>()).value()};
  });
  context_.records.all(deleted_kind, [&](const std::string& id, const Json& kept) {
    (kept.contains("email") ? deleted_emails_ : deleted_ids_).insert(id);
  });
}

}  // namespace idproctor::reference::application
