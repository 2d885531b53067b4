#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "reference_sp/broker/directory_user.hpp"
#include "reference_sp/broker/event_log.hpp"
#include "reference_sp/broker/settings.hpp"
#include "reference_sp/context.hpp"
#include "reference_sp/scim/watcher.hpp"

namespace idproctor::reference::broker {

/// One customer's directory as the broker sees it: users and groups under ids of its own, made from the SCIM
/// resources; each change of them is an event. The checks "event-previous", "deactivation-event",
/// "membership-return" and "directory-state" decide here.
class SyncedDirectory : public scim::Watcher {
 public:
  /// Gives the SCIM resource of that id, or nullptr.
  using Find = std::function<const scim::Resource*(const std::string& id)>;
  SyncedDirectory(std::string id, std::string organization_id, std::string name, const Settings& settings,
                  Context context, EventLog& events, Find find);

  void entered() override;
  void created(const scim::Resource& resource) override;
  void changing(const scim::Resource& resource, const Json& document) override;
  void removing(const scim::Resource& resource) override;

  const std::string& id() const { return id_; }
  const std::string& organization_id() const { return organization_id_; }
  Json shown() const;
  /// Broker's ids in the order of creation; of a group's members or a user's groups where one is named.
  std::vector<std::string> user_ids(const std::string& of_group = {}) const;
  std::vector<std::string> group_ids(const std::string& of_user = {}) const;
  /// With the groups; null when there is none of that id.
  Json user(const std::string& id) const;
  Json group(const std::string& id) const;
  /// The roles of a directory user by SCIM id; those of nobody in particular where there is none.
  std::vector<std::string> roles_of_account(const std::string& scim_id) const;
  /// Tells of something that is about the directory itself.
  void tell(const std::string& type, const Json& data);

 private:
  struct User {
    std::string id, created_at, updated_at;
    std::vector<std::string> groups;  ///< SCIM ids, in the order in which the user joined
  };
  struct Group {
    std::string id, created_at, updated_at, name;
    std::unordered_set<std::string> members;  ///< SCIM ids of users
  };

  void load();
  void keep_user(const std::string& scim_id) const;
  void keep_group(const std::string& scim_id) const;
  void keep_state() const;
  void link();
  std::string now() const { return format_time(context_.clock.now()); }
  Names names_of(const User& user) const;
  Names names_of(const Group& group) const;
  std::vector<std::string> roles(const User& user) const;
  Json shown(const User& user, const Json& scim_user) const;
  Json user_with_groups(const std::string& scim_id) const;
  void add_user(const std::string& scim_id, const Json& document);
  void change_user(const scim::Resource& resource, const Json& document);
  void remove_user(const std::string& scim_id, const Json& document);
  void add_group(const std::string& scim_id, const Json& document);
  void change_group(const scim::Resource& resource, const Json& document);
  void remove_group(const scim::Resource& resource);
  /// Has the members be those that `document` names.
  void set_members(const std::string& scim_id, const Json& document);
  void join(const std::string& user_id, const std::string& group_id, const Json& group_document);
  void leave(const std::string& user_id, const std::string& group_id, const Json& group_document);
  void tell_membership(const char* type, const std::string& user_id, const std::string& group_id,
                       const Json& group_document);
  void tell_role(const std::string& user_id, const std::vector<std::string>& before);
  void tell_change(const char* type, Json after, const Json& before);

  enum class State { unlinked, validating, linked };

  std::string id_, organization_id_, name_, created_at_, updated_at_;
  const Settings& settings_;
  Context context_;
  EventLog& events_;
  Find find_;
  State state_ = State::unlinked;
  std::unordered_map<std::string, User> users_;    ///< by SCIM id
  std::unordered_map<std::string, Group> groups_;  ///< by SCIM id
  std::map<std::string, std::string> scim_ids_;    ///< by the broker's id, which sort by age
  /// For the mistake of "membership-return".
  std::unordered_map<std::string, std::vector<std::string>> old_groups_;
};

}  // namespace idproctor::reference::broker
