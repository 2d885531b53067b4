#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

Result<> check_fresh(xml::Node statement, Time asked, const Expected& expected) {
  auto instant =
      read_instant(statement.attribute("AuthnInstant"), "AuthnStatement/@AuthnInstant", expected.checks);
  if (!instant) return instant.error();
  if (*instant + expected.tolerance >= asked) return {};
  return invalid("ForceAuthn: a fresh login was asked for at " + format_time(asked) +
                 ", the user signed in at " + format_time(*instant));
}

Result<> check_context(xml::Node statement, const std::string& wanted) {
  std::string found;
  for (const xml::Node context : children(statement, saml_namespace, "AuthnContext")) {
    for (const xml::Node reference : children(context, saml_namespace, "AuthnContextClassRef")) {
      found = reference.text();
    }
  }
  if (found == wanted) return {};
  return invalid("RequestedAuthnContext: " + wanted + " was asked for, the user signed in by \"" +
                 printable(found, 200) + "\"");
}

}  // namespace

Result<> check_requested(const Message& message, const std::string& request_id, const Expected& expected) {
  const RequestedLogin asked = expected.requests.asked_for(request_id);
  for (const xml::Node statement : children(message.assertion, saml_namespace, "AuthnStatement")) {
    if (asked.force_authn && expected.checks.on("force-authn")) {
      if (auto fresh = check_fresh(statement, asked.at, expected); !fresh) return fresh.error();
    }
    if (!asked.authn_context.empty() && expected.checks.on("authn-context")) {
      if (auto context = check_context(statement, asked.authn_context); !context) return context.error();
    }
  }
  return {};
}

}  // namespace idproctor::reference
