#include "reference_sp/saml/service_provider.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference {
namespace {

/// Those that decrypt() takes, the best first: an identity provider chooses the first that it has.
std::string encryption_methods() {
  std::string methods;
  for (const char* algorithm :
       {"http://www.w3.org/2009/xmlenc11#aes256-gcm", "http://www.w3.org/2009/xmlenc11#aes192-gcm",
        "http://www.w3.org/2009/xmlenc11#aes128-gcm", "http://www.w3.org/2001/04/xmlenc#aes256-cbc",
        "http://www.w3.org/2001/04/xmlenc#aes192-cbc", "http://www.w3.org/2001/04/xmlenc#aes128-cbc",
        "http://www.w3.org/2009/xmlenc11#rsa-oaep", "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p"}) {
    methods += "\n      <md:EncryptionMethod Algorithm=\"" + std::string(algorithm) + "\"/>";
  }
  return methods;
}

}  // namespace

std::string service_provider_metadata(const ServiceProvider& service, const crypto::Certificate& encryption,
                                      const SignaturePolicy& signatures, const Checks& checks) {
  const std::string validity =
      checks.on("own-metadata-validity") ? "" : R"( validUntil="2020-01-01T00:00:00Z")";
  const std::string wants = checks.off("own-metadata-wishes") ? "no"
                            : signatures.assertion            ? "true"
                                                              : "false";
  const std::string use = checks.on("own-metadata-keys") ? "signing" : "Signing";
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID=")" +
         escape_markup(service.entity_id) + "\"" + validity + R"(>
  <md:SPSSODescriptor AuthnRequestsSigned="true" WantAssertionsSigned=")" +
         wants + R"(" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use=")" +
         use + R"(">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>)" +
         service.key.certificate.base64_der() + R"(</ds:X509Certificate></ds:X509Data></ds:KeyInfo>
    </md:KeyDescriptor>
    <md:KeyDescriptor use="encryption">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>)" +
         encryption.base64_der() + R"(</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>)" +
         encryption_methods() + R"(
    </md:KeyDescriptor>
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location=")" +
         escape_markup(service.slo_url) + R"("/>
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location=")" +
         escape_markup(service.slo_url) + R"("/>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location=")" +
         escape_markup(service.acs_url) + R"(" index="0" isDefault="true"/>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location=")" +
         escape_markup(service.other_acs_url) + R"(" index="1"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
)";
}

}  // namespace idproctor::reference
