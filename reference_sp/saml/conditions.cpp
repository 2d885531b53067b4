#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

/// SAML core 2.5.1.1: an assertion with a condition that is not understood is not valid. OneTimeUse holds
/// anyway (every assertion is used once), and ProxyRestriction binds whoever issues further assertions.
Result<> check_known(xml::Node conditions) {
  for (const xml::Node condition : conditions.children()) {
    const bool known = is(condition, saml_namespace, "AudienceRestriction") ||
                       is(condition, saml_namespace, "OneTimeUse") ||
                       is(condition, saml_namespace, "ProxyRestriction");
    if (!known) return invalid("Conditions has an unknown condition: " + printable(condition.name(), 200));
  }
  return {};
}

Result<std::optional<Time>> read_limit(xml::Node conditions, const char* name, const char* check,
                                       const Checks& checks) {
  if (checks.off(check) || !conditions.has_attribute(name)) return std::optional<Time>();
  auto time = read_instant(conditions.attribute(name), std::string("Conditions/@") + name, checks);
  if (!time) return time.error();
  return std::optional<Time>(*time);
}

Result<> check_period(xml::Node conditions, const Expected& expected) {
  auto not_before = read_limit(conditions, "NotBefore", "not-before", expected.checks);
  if (!not_before) return not_before.error();
  auto not_on_or_after = read_limit(conditions, "NotOnOrAfter", "not-on-or-after", expected.checks);
  if (!not_on_or_after) return not_on_or_after.error();

  const std::optional<Time> begin = *not_before, end = *not_on_or_after;
  if (begin && end && *begin >= *end && expected.checks.on("period-order"))
    return invalid("Conditions: NotBefore is not earlier than NotOnOrAfter");
  if (begin && expected.now + expected.tolerance < *begin) {
    return invalid("NotBefore: the assertion is valid from " + format_time(*begin) + ", it is " +
                   format_time(expected.now));
  }
  if (end && expected.now >= *end + expected.tolerance) {
    return invalid("NotOnOrAfter: the assertion was valid until " + format_time(*end) + ", it is " +
                   format_time(expected.now));
  }
  return {};
}

}  // namespace

Result<> check_conditions(const Message& message, const Expected& expected) {
  const auto found = children(message.assertion, saml_namespace, "Conditions");
  if (found.empty()) return {};  // what must be in there, an AudienceRestriction, is missed by check_audience
  if (found.size() > 1) return invalid("the assertion has several Conditions");
  if (expected.checks.on("unknown-condition")) {
    if (auto known = check_known(found.front()); !known) return known.error();
  }
  return check_period(found.front(), expected);
}

}  // namespace idproctor::reference
