#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "reference_sp/records.hpp"

namespace idproctor::reference {

/// The assertions that were used and could still pass for fresh (SAML profiles 4.1.4.5).
class UsedAssertions {
 public:
  /// `records` must outlive it; `kind` is whose they are there.
  explicit UsedAssertions(Records& records = no_records(), std::string kind = "used_assertion");
  /// Notes the assertion's use; an Error when it was used before. `until` is when no clock within the
  /// tolerance takes it for valid any more; then it is forgotten.
  Result<> use(const std::string& assertion_id, Time until, Time now);

 private:
  void forget_expired(Time now);

  Records& records_;
  std::string kind_;
  // By the SHA-256 of the ID, in hexadecimal digits, since an ID has no largest length.
  std::map<std::string, Time> used_;
  std::set<std::pair<Time, std::string>> by_expiry_;
};

}  // namespace idproctor::reference
