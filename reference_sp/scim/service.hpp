#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/records.hpp"
#include "reference_sp/scim/tokens.hpp"
#include "reference_sp/scim/watcher.hpp"

namespace idproctor::reference {

struct ScimDirectory {
  std::string base_url;  ///< http://127.0.0.1:PORT/scim/v2, no slash at the end
  std::string token;     ///< the bearer token that was issued for it
};

struct ScimConfig {
  std::string base_url, token;              ///< of the first directory, whose users log in
  std::vector<ScimDirectory> further = {};  ///< of other customers; no base URL lies below another
};

/// A SCIM 2.0 service provider of users and groups (RFC 7643, RFC 7644) in memory, behind a bearer token.
/// It is the account store of the whole integration. Several directories know nothing of each other: each has
/// its base URL, its token and its resources. Pure: no sockets. Request targets begin with a base_url's path.
class ScimService : public Accounts {
 public:
  /// What it stores outlives a restart as far as `records` does, which must outlive it.
  ScimService(ScimConfig config, Checks checks, const Clock& clock, Records& records = no_records());
  ~ScimService() override;

  http::Response handle(const http::Request& request);

  /// Hears of what changes in a directory, which is 0 for the first. Must outlive this.
  void watch(std::size_t directory, scim::Watcher& watcher);
  /// A user or group of that directory as it is stored; nullptr when there is none.
  const scim::Resource* find(std::size_t directory, const std::string& id) const;

  /// The tokens of a directory. A third one is not issued; an unknown one cannot be revoked.
  const std::vector<ScimToken>& tokens(std::size_t directory) const;
  std::optional<ScimToken> issue_token(std::size_t directory, std::string id, std::string token);
  std::optional<ScimToken> revoke_token(std::size_t directory, const std::string& id);

  std::optional<Account> find_account(const std::string& identity) const override;
  Account create_account(const std::string& identity,
                         const std::map<std::string, std::string>& attributes) override;
  void set_active(const std::string& id, bool active) override;
  void on_ended(std::function<void(const std::string& id)> listener) override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference
