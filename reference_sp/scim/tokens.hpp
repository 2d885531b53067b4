#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/records.hpp"

namespace idproctor::reference {

/// A bearer token of one directory.
struct ScimToken {
  std::string id, token;
  Time created{};
  std::optional<Time> last_used = {};
};

namespace scim {

/// The tokens of one directory, two at the most, so that a new one can be tried before the old one goes. The
/// checks "token-overlap" and "token-revoked" decide here.
class Tokens {
 public:
  /// `first` is the one that was issued with the directory; it is not revived where it was revoked before a
  /// restart.
  Tokens(std::string directory, std::string first, const Checks& checks, Time now, Records& records);

  const std::vector<ScimToken>& all() const { return tokens_; }
  /// Every token that opens the directory.
  std::vector<ScimToken>& opening() { return opening_.empty() ? tokens_ : opening_; }
  /// Nothing when there are two.
  std::optional<ScimToken> issue(std::string id, std::string token, Time now);
  /// Nothing when there is none of that id.
  std::optional<ScimToken> revoke(const std::string& id);

 private:
  void keep() const;

  std::string directory_;
  const Checks& checks_;
  Records& records_;
  std::vector<ScimToken> tokens_;
  std::vector<ScimToken>
      opening_;  ///< where the mistake of "token-revoked" is made: all that there ever were
};

}  // namespace scim

}  // namespace idproctor::reference
