#include "mock_idp/metadata.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

std::string key_descriptor(const PublishedKey& key) {
  return R"(
    <md:KeyDescriptor use=")" +
         key.use + R"(">
      <ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">
        <ds:X509Data>
          <ds:X509Certificate>)" +
         key.pair.certificate.base64_der() + R"(</ds:X509Certificate>
        </ds:X509Data>
      </ds:KeyInfo>
    </md:KeyDescriptor>)";
}

std::string logout_service(const Dialect& dialect, const char* binding, const std::string& location) {
  if (!dialect.logs_out_by(binding)) return {};
  return R"(
    <md:SingleLogoutService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-)" +
         std::string(binding) + R"(" Location=")" + location + R"("/>)";
}

}  // namespace

std::string sso_url(const Dialect& dialect, const std::string& base_url) {
  return base_url + dialect.sso_path;
}

std::string slo_url(const Dialect& dialect, const std::string& base_url) {
  return base_url + dialect.slo_path;
}

std::string idp_metadata(const Dialect& dialect, const std::vector<PublishedKey>& keys,
                         const std::string& entity_id, const std::string& base_url) {
  return idp_metadata(dialect, keys, MetadataOptions{entity_id, {}, base_url});
}

std::string idp_metadata(const Dialect& dialect, const std::vector<PublishedKey>& keys,
                         const MetadataOptions& options) {
  const std::string location = escape_markup(sso_url(dialect, options.base_url));
  const std::string logout = escape_markup(slo_url(dialect, options.base_url));
  const std::string format = dialect.name_id_format.empty()
                                 ? "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"
                                 : dialect.name_id_format;
  std::string descriptors;
  for (const PublishedKey& key : keys) descriptors += key_descriptor(key);
  return R"(<?xml version="1.0" encoding="UTF-8"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata")" +
         (options.id.empty() ? "" : " ID=\"" + options.id + "\"") + R"( entityID=")" +
         escape_markup(options.entity_id.empty() ? dialect.entity_id : options.entity_id) + R"(">
  <md:IDPSSODescriptor WantAuthnRequestsSigned="false" protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">)" +
         descriptors + logout_service(dialect, "Redirect", logout) + logout_service(dialect, "POST", logout) +
         R"(
    <md:NameIDFormat>)" +
         escape_markup(format) + R"(</md:NameIDFormat>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location=")" +
         location + R"("/>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location=")" +
         location + R"("/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>
)";
}

}  // namespace idproctor::mock_idp
