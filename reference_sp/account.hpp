#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace idproctor::reference {

/// What the SAML half needs to know of a user, wherever users are stored.
struct Account {
  std::string id;
  std::string user_name;
  std::string email;
  bool active = true;
};

/// The seam between single sign-on and the directory: SAML looks accounts up, SCIM stores them, and whoever
/// holds sessions hears when an account ends.
class Accounts {
 public:
  virtual ~Accounts() = default;
  /// By userName or by e-mail address, without regard to case.
  virtual std::optional<Account> find_account(const std::string& identity) const = 0;
  /// Just-in-time provisioning: a new active account. `attributes` are SAML attribute names and first values.
  virtual Account create_account(const std::string& identity,
                                 const std::map<std::string, std::string>& attributes) = 0;
  /// Only the mistake "jit-resurrection" calls this.
  virtual void set_active(const std::string& id, bool active) = 0;
  /// Called with the account's id when it is deactivated or deleted, by whatever way.
  virtual void on_ended(std::function<void(const std::string& id)> listener) = 0;
};

}  // namespace idproctor::reference
