#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"

namespace idproctor::reference {

/// The assertions that were used and could still pass for fresh (SAML profiles 4.1.4.5).
class UsedAssertions {
 public:
  /// Notes the assertion's use; an Error when it was used before. `until` is when no clock within the
  /// tolerance takes it for valid any more; then it is forgotten.
  Result<> use(const std::string& assertion_id, Time until, Time now);

 private:
  void forget_expired(Time now);

  // By the SHA-256 of the ID, since an ID has no largest length.
  std::map<std::string, Time> used_;
  std::set<std::pair<Time, std::string>> by_expiry_;
};

}  // namespace idproctor::reference
