#include "reference_sp/saml/replay.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_assertions = 1'000'000;

}  // namespace

UsedAssertions::UsedAssertions(Records& records, std::string kind)
    : records_(records), kind_(std::move(kind)) {
  records_.all(kind_, [&](const std::string& key, const Json& kept) {
    const Time until = parse_time(kept.get<std::string>()).value();
    used_[key] = until;
    by_expiry_.emplace(until, key);
  });
}

Result<> UsedAssertions::use(const std::string& assertion_id, Time until, Time now) {
  forget_expired(now);
  const std::string key = to_hex(crypto::sha256(assertion_id));
  if (used_.contains(key)) {
    return invalid("Replay: the assertion " + printable(assertion_id, 200) + " was used before");
  }
  // Forgetting one that is still valid would let it in again.
  if (used_.size() >= most_assertions) return invalid("Replay: too many assertions are in use");
  used_[key] = until;
  by_expiry_.emplace(until, key);
  if (records_.kept()) records_.put(kind_, key, Json(format_time(until)));
  return {};
}

void UsedAssertions::forget_expired(Time now) {
  while (!by_expiry_.empty() && by_expiry_.begin()->first <= now) {
    records_.erase(kind_, by_expiry_.begin()->second);
    used_.erase(by_expiry_.begin()->second);
    by_expiry_.erase(by_expiry_.begin());
  }
}

}  // namespace idproctor::reference
