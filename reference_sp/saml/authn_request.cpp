#include "reference_sp/saml/authn_request.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {

// The underscore makes it an NCName whatever the first digit is.
std::string unguessable_id() {
  return "_" + to_hex(crypto::random_bytes(20));
}

std::string authn_request(const ServiceProvider& service, const IdpMetadata& idp, const std::string& id,
                          const RequestedLogin& requested, const Checks& checks) {
  std::string instant = format_time(requested.at);
  if (checks.off("request-instant")) instant = instant.substr(0, instant.size() - 1) + "+00:00";
  std::string more;
  if (checks.on("request-destination"))
    more += " Destination=\"" + escape_markup(idp.redirect_location) + "\"";
  if (checks.off("request-acs")) more += " AssertionConsumerServiceIndex=\"0\"";
  if (requested.force_authn || checks.off("request-passive")) more += " ForceAuthn=\"true\"";
  if (checks.off("request-passive")) more += " IsPassive=\"true\"";
  const std::string context = requested.authn_context.empty()
                                  ? ""
                                  : "<samlp:RequestedAuthnContext><saml:AuthnContextClassRef>" +
                                        escape_markup(requested.authn_context) +
                                        "</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>";
  return R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID=")" +
         id + R"(" Version="2.0" IssueInstant=")" + instant + "\"" + more +
         R"( AssertionConsumerServiceURL=")" + escape_markup(service.acs_url) +
         R"(" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer>)" +
         escape_markup(service.entity_id) + R"(</saml:Issuer><samlp:NameIDPolicy AllowCreate="true"/>)" +
         context + "</samlp:AuthnRequest>";
}

}  // namespace idproctor::reference
