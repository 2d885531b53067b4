#include "reference_sp/saml/service_provider.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference {

std::string service_provider_metadata(const ServiceProvider& service) {
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID=")" +
         escape_markup(service.entity_id) + R"(">
  <md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress</md:NameIDFormat>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:2.0:nameid-format:persistent</md:NameIDFormat>
    <md:NameIDFormat>urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified</md:NameIDFormat>
    <md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location=")" +
         escape_markup(service.acs_url) + R"(" index="0" isDefault="true"/>
  </md:SPSSODescriptor>
</md:EntityDescriptor>
)";
}

}  // namespace idproctor::reference
