#include "reference_sp/saml/authn_request.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::reference {

// The underscore makes it an NCName whatever the first digit is.
std::string unguessable_id() {
  return "_" + to_hex(crypto::random_bytes(20));
}

std::string authn_request(const ServiceProvider& service, const IdpMetadata& idp, const std::string& id,
                          Time now) {
  return R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID=")" +
         id + R"(" Version="2.0" IssueInstant=")" + format_time(now) + R"(" Destination=")" +
         escape_markup(idp.redirect_location) + R"(" AssertionConsumerServiceURL=")" +
         escape_markup(service.acs_url) +
         R"(" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer>)" +
         escape_markup(service.entity_id) +
         R"(</saml:Issuer><samlp:NameIDPolicy AllowCreate="true"/></samlp:AuthnRequest>)";
}

std::string redirect_url(const IdpMetadata& idp, const std::string& request, const std::string& relay_state) {
  const char separator = idp.redirect_location.find('?') == std::string::npos ? '?' : '&';
  return idp.redirect_location + separator +
         "SAMLRequest=" + percent_encode(base64_encode(deflate_raw(request))) +
         "&RelayState=" + percent_encode(relay_state);
}

}  // namespace idproctor::reference
