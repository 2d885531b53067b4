#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::broker {

/// A login that an application asked for.
struct Authorization {
  std::string id, connection_id, redirect_uri, state;
};

/// Authorizations while their logins last (30 minutes), the codes that come of them (one minute), and the
/// access tokens that come of those (ten minutes). The check "callback-code-once" decides here.
class Authorizations {
 public:
  explicit Authorizations(Context context);

  Authorization open(const std::string& connection_id, const std::string& redirect_uri,
                     const std::string& state);
  /// Nothing where it is not known or too old.
  std::optional<Authorization> find(const std::string& id) const;
  /// Ends it. Nothing as above.
  std::optional<Authorization> close(const std::string& id);

  /// A code for the profile of a login.
  std::string issue_code(const Json& profile);
  /// The profile that a code stands for; a code works once.
  std::optional<Json> redeem(const std::string& code);

  std::string issue_token(const Json& profile);
  std::optional<Json> profile_of_token(const std::string& token) const;

 private:
  struct Kept {
    Json value;
    Time expires{};
  };
  using Keeper = std::map<std::string, Kept>;
  void keep(std::string_view kind, Keeper& keeper, const std::string& id, Json value, Milliseconds lifetime);
  void load(std::string_view kind, Keeper& keeper);
  std::optional<Json> find(const Keeper& keeper, const std::string& id) const;
  void forget(std::string_view kind, Keeper& keeper, const std::string& id);

  Context context_;
  Keeper open_, codes_, tokens_;
};

}  // namespace idproctor::reference::broker
