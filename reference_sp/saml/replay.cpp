#include "reference_sp/saml/replay.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_assertions = 1'000'000;

}  // namespace

Result<> UsedAssertions::use(const std::string& assertion_id, Time until, Time now) {
  forget_expired(now);
  const std::string key = crypto::sha256(assertion_id);
  if (used_.contains(key)) {
    return invalid("Replay: the assertion " + printable(assertion_id, 200) + " was used before");
  }
  // Forgetting one that is still valid would let it in again.
  if (used_.size() >= most_assertions) return invalid("Replay: too many assertions are in use");
  used_[key] = until;
  by_expiry_.emplace(until, key);
  return {};
}

void UsedAssertions::forget_expired(Time now) {
  while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
    used_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
}

}  // namespace idproctor::reference
