#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

/// "urn:oasis:names:tc:SAML:2.0:status:Responder, urn:…:AuthnFailed (what the identity provider says)"
std::string describe_status(xml::Node status, xml::Node code) {
  std::string text = code.attribute("Value");
  for (const xml::Node nested : children(code, samlp_namespace, "StatusCode"))
    text += ", " + nested.attribute("Value");
  for (const xml::Node message : children(status, samlp_namespace, "StatusMessage"))
    text += " (" + message.text() + ")";
  return printable(text, 500);
}

}  // namespace

Result<> check_status(xml::Node response, const Checks& checks) {
  if (checks.off("status")) return {};
  auto status = only_child(response, samlp_namespace, "Status");
  if (!status) return status.error();
  auto code = only_child(*status, samlp_namespace, "StatusCode");
  if (!code) return code.error();
  if (code->attribute("Value") == "urn:oasis:names:tc:SAML:2.0:status:Success") return {};
  return invalid("Status is not Success: " + describe_status(*status, *code));
}

}  // namespace idproctor::reference
