#include "reference_sp/saml/idp_metadata.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view redirect_binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

Result<> check_valid_until(xml::Node element, Time now) {
  if (!element.has_attribute("validUntil")) return {};
  auto until = read_instant(element.attribute("validUntil"), element.name() + "/@validUntil");
  if (!until) return until.error();
  if (now >= *until) return invalid("the metadata was valid until " + format_time(*until));
  return {};
}

Result<std::string> find_redirect_location(xml::Node role) {
  for (const xml::Node service : children(role, md_namespace, "SingleSignOnService")) {
    if (service.attribute("Binding") != redirect_binding) continue;
    const std::string location = service.attribute("Location");
    if (location.starts_with("https://") || location.starts_with("http://")) return location;
    return invalid("SingleSignOnService/@Location is no http or https URL: " + printable(location, 200));
  }
  return invalid("there is no SingleSignOnService with the HTTP-Redirect binding");
}

Result<> read_keys(xml::Node role, IdpMetadata& metadata) {
  for (const xml::Node descriptor : children(role, md_namespace, "KeyDescriptor")) {
    const bool may_sign = !descriptor.has_attribute("use") || descriptor.attribute("use") == "signing";
    for (const xml::Node info : children(descriptor, ds_namespace, "KeyInfo")) {
      for (const xml::Node data : children(info, ds_namespace, "X509Data")) {
        for (const xml::Node text : children(data, ds_namespace, "X509Certificate")) {
          auto certificate = crypto::Certificate::from_base64_der(text.text());
          if (!certificate) return invalid("a certificate cannot be read: " + certificate.error().message);
          (may_sign ? metadata.signing_keys : metadata.encryption_keys).push_back(certificate->public_key());
          if (may_sign) metadata.signing_certificates.push_back(*certificate);
        }
      }
    }
  }
  if (metadata.signing_keys.empty()) return invalid("there is no signing certificate (KeyDescriptor)");
  return {};
}

Result<IdpMetadata> read_entity(xml::Node entity, Time now) {
  if (!is(entity, md_namespace, "EntityDescriptor")) {
    return invalid("expected an EntityDescriptor, found " + printable(entity.name(), 100));
  }
  if (auto valid = check_valid_until(entity, now); !valid) return valid.error();

  IdpMetadata metadata;
  metadata.entity_id = entity.attribute("entityID");
  if (metadata.entity_id.empty()) return invalid("EntityDescriptor has no entityID");

  auto role = only_child(entity, md_namespace, "IDPSSODescriptor");
  if (!role) return role.error();
  if (auto valid = check_valid_until(*role, now); !valid) return valid.error();

  auto location = find_redirect_location(*role);
  if (!location) return location.error();
  metadata.redirect_location = *location;

  if (auto keys = read_keys(*role, metadata); !keys) return keys.error();
  return metadata;
}

}  // namespace

Result<IdpMetadata> read_idp_metadata(std::string_view xml, Time now) {
  auto document = xml::Document::parse(xml);
  if (!document) return invalid("the identity provider's metadata is not XML: " + describe(document.error()));
  auto metadata = read_entity(document->root(), now);
  if (!metadata) return invalid("the identity provider's metadata: " + metadata.error().message);
  return metadata;
}

}  // namespace idproctor::reference
