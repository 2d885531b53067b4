#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

Result<> check_value(xml::Node issuer, const std::string& of, const Expected& expected) {
  const std::string format = issuer.attribute("Format");
  if (issuer.has_attribute("Format") && format != "urn:oasis:names:tc:SAML:2.0:nameid-format:entity") {
    return invalid("the " + of + "'s Issuer is no entity ID, its Format is \"" + printable(format, 200) +
                   "\"");
  }
  if (issuer.text() == expected.idp.entity_id) return {};
  if (expected.checks.off("issuer-exact") && issuer.text().starts_with(expected.idp.entity_id)) return {};
  return invalid("Issuer mismatch: the " + of + " is from \"" + printable(issuer.text(), 500) +
                 "\", this service trusts " + expected.idp.entity_id);
}

}  // namespace

Result<> check_issuer(const Message& message, const Expected& expected) {
  if (expected.checks.off("issuer")) return {};

  const bool has_one = !children(message.response, saml_namespace, "Issuer").empty();
  if (has_one || message.response_signed) {
    auto of_response = only_child(message.response, saml_namespace, "Issuer");
    if (!of_response) return of_response.error();
    if (auto value = check_value(*of_response, "Response", expected); !value) return value.error();
  }
  auto of_assertion = only_child(message.assertion, saml_namespace, "Issuer");
  if (!of_assertion) return of_assertion.error();
  return check_value(*of_assertion, "assertion", expected);
}

}  // namespace idproctor::reference
