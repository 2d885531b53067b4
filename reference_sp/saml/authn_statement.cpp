#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<AuthnStatement> read_authn_statement(const Message& message, const Expected& expected) {
  const auto statements = children(message.assertion, saml_namespace, "AuthnStatement");
  AuthnStatement result;
  if (statements.empty()) {
    if (expected.checks.off("authn-statement")) return result;
    return invalid("the assertion has no AuthnStatement");
  }
  result.session_index = statements.front().attribute("SessionIndex");
  for (const xml::Node statement : statements) {
    auto instant =
        read_instant(statement.attribute("AuthnInstant"), "AuthnStatement/@AuthnInstant", expected.checks);
    if (!instant) return instant.error();
    if (!statement.has_attribute("SessionNotOnOrAfter") || expected.checks.off("session-expiry")) continue;

    auto end = read_instant(statement.attribute("SessionNotOnOrAfter"), "AuthnStatement/@SessionNotOnOrAfter",
                            expected.checks);
    if (!end) return end.error();
    if (expected.now >= *end + expected.tolerance) {
      return invalid("SessionNotOnOrAfter: the session ended at " + format_time(*end) + ", it is " +
                     format_time(expected.now));
    }
    const auto& earliest = result.session_not_on_or_after;
    if (!earliest || *end < *earliest) result.session_not_on_or_after = *end;
  }
  return result;
}

}  // namespace idproctor::reference
