#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::application {

/// A row of the application's user table.
struct User {
  std::string id, organization_id;
  std::string directory_user_id;  ///< the broker's; empty for one whom only a login made
  std::string email, user_name, idp_id, first_name, last_name;
  bool active = true;
  std::string role;
  /// By the broker's group id; one that is no member any more stays, so that old news do no harm.
  struct Membership {
    std::string name;
    bool member = true;
    Time at{};
  };
  std::map<std::string, Membership> groups;
  Json attributes = Json::object();
  Time updated{};         ///< what the broker said, of the newest news that were applied
  int welcome_mails = 0;  ///< how often the account was set up: a side effect that must happen once
};

/// The application's users and groups, made from the broker's events and from logins. Emails compare without
/// regard to case, within one organization. The checks "webhook-stale", "app-deactivation", "app-role",
/// "app-groups", "app-names", "app-email", "app-email-account", "app-empty-address", "app-tenants",
/// "app-guests" and "app-login-account" decide here.
class Users {
 public:
  explicit Users(Context context);
  /// Called with the id of a user who is deactivated or deleted.
  void on_ended(std::function<void(const std::string& id)> listener) { ended_ = std::move(listener); }

  /// Applies an event of the broker: its type, when it was made, its data. False for a type that means
  /// nothing here.
  bool apply(const std::string& type, Time at, const Json& data);

  const User* find(const std::string& id) const;
  const User* find_by_email(const std::string& organization_id, const std::string& email) const;
  /// Everybody of that address; two of them are one too many.
  std::vector<const User*> all_of_email(const std::string& organization_id, const std::string& email) const;
  const User* find_by_idp_id(const std::string& organization_id, const std::string& idp_id) const;
  /// Whether the directory deleted the user of that address and has not created another since.
  bool is_deleted(const std::string& organization_id, const std::string& email) const;
  /// For a first login: the profile's user, with its names and its role.
  const User& add_from_login(const Json& profile);
  /// At a later login of a user whom no directory manages, the groups in the assertion go on to decide the
  /// role.
  void refresh_role(const std::string& id, const Json& profile);
  /// The mistake of "app-login-names".
  void overwrite_names(const std::string& id, const Json& profile);
  /// The mistake of "app-login-email".
  void overwrite_address(const std::string& id, const Json& profile);
  /// The mistake of "app-login-id": who logged in before with the same attribute id; nobody did: `user`, whom
  /// the next one with it will be taken for.
  const User* of_login_id(const Json& profile, const User* user);
  /// Of one organization, in no particular order; `fits` chooses.
  std::vector<const User*> select(const std::string& organization_id,
                                  const std::function<bool(const User&)>& fits) const;
  /// {"id", "name", "idp_id", "organization_id", "members": [addresses]} of one organization's groups.
  Json groups(const std::string& organization_id, const std::string& name) const;

 private:
  static constexpr std::string_view user_kind = "app_user", group_kind = "app_group",
                                    deleted_kind = "app_deleted";
  struct Group {
    std::string organization_id, name, idp_id;
    Time updated{};
  };

  /// An address means one user in each organization; without "app-tenants", in all of them.
  std::string email_key(const std::string& organization_id, const std::string& email) const;
  bool is_stranger(const Json& directory_user) const;
  bool is_taken_for_another(const User& user, const std::string& email) const;
  User& user_of(const Json& directory_user);
  void apply_user(const Json& directory_user, bool created);
  void remove_user(const Json& directory_user);
  void apply_group(const Json& directory_group);
  void remove_group(const Json& directory_group);
  void apply_membership(const Json& data, bool member, Time at);
  void set_email(User& user, const std::string& email);
  void keep(const User& user) const;
  void keep_group(const std::string& id) const;
  void load();

  Context context_;
  std::function<void(const std::string& id)> ended_;
  std::unordered_map<std::string, User> users_;
  std::unordered_map<std::string, std::string> by_directory_id_;
  std::unordered_map<std::string, std::vector<std::string>> by_email_;  ///< the newest last
  std::unordered_set<std::string> deleted_ids_, deleted_emails_;
  /// The mistakes of "app-login-id" and "app-empty-address": organization and id, and whose it is.
  std::unordered_map<std::string, std::string> by_login_id_, without_address_;
  std::map<std::string, Group> groups_;  ///< by the broker's id
};

/// As /app/api/users shows it.
Json shown(const User& user);

}  // namespace idproctor::reference::application
