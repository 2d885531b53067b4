#include "reference_sp/saml/idp_metadata.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view redirect_binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

constexpr int shortest_rsa_key = 2048;
constexpr std::string_view saml2_protocol = "urn:oasis:names:tc:SAML:2.0:protocol";

Result<> check_valid_until(xml::Node element, const MetadataPolicy& policy) {
  if (!element.has_attribute("validUntil") || policy.checks.off("metadata-valid-until")) return {};
  auto until = read_instant(element.attribute("validUntil"), element.name() + "/@validUntil");
  if (!until) return until.error();
  if (policy.now >= *until) return invalid("the metadata was valid until " + format_time(*until));
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

Result<> read_keys(const std::vector<xml::Node>& descriptors, IdpMetadata& metadata, const Checks& checks) {
  for (const xml::Node descriptor : descriptors) {
    const bool may_sign = !descriptor.has_attribute("use") || descriptor.attribute("use") == "signing";
    for (const xml::Node info : children(descriptor, ds_namespace, "KeyInfo")) {
      for (const xml::Node data : children(info, ds_namespace, "X509Data")) {
        for (const xml::Node text : children(data, ds_namespace, "X509Certificate")) {
          auto certificate = crypto::Certificate::from_base64_der(text.text());
          if (!certificate) return invalid("a certificate cannot be read: " + certificate.error().message);
          const crypto::Key key = certificate->public_key();
          if (key.type() == "RSA" && key.bits() < shortest_rsa_key && checks.on("key-size")) {
            return invalid("a certificate's RSA key has " + std::to_string(key.bits()) + " bits, expected " +
                           std::to_string(shortest_rsa_key) + " at least");
          }
          (may_sign ? metadata.signing_keys : metadata.encryption_keys).push_back(key);
          if (may_sign) metadata.signing_certificates.push_back(*certificate);
        }
      }
    }
  }
  if (metadata.signing_keys.empty()) return invalid("there is no signing certificate (KeyDescriptor)");
  if (checks.off("several-keys")) {
    metadata.signing_keys.resize(1, metadata.signing_keys.front());
    metadata.signing_certificates.resize(1, metadata.signing_certificates.front());
  }
  return {};
}

/// The one role that speaks SAML 2.0 (SAML metadata 2.4.1): the entity may have others beside it.
Result<xml::Node> identity_provider_role(xml::Node entity) {
  std::vector<xml::Node> roles;
  for (const xml::Node role : children(entity, md_namespace, "IDPSSODescriptor")) {
    const auto protocols = split(role.attribute("protocolSupportEnumeration"), ' ');
    if (std::ranges::find(protocols, saml2_protocol) != protocols.end()) roles.push_back(role);
  }
  if (roles.size() == 1) return roles.front();
  return invalid("the entity has " + (roles.empty() ? std::string("no") : std::to_string(roles.size())) +
                 " IDPSSODescriptor for SAML 2.0, expected one");
}

/// The mistake of "metadata-role": every key of the document, whatever it belongs to.
Result<std::vector<xml::Node>> key_descriptors(const xml::Document& document, xml::Node role,
                                               const Checks& checks) {
  if (checks.off("metadata-role")) return document.select("//md:KeyDescriptor");
  return children(role, md_namespace, "KeyDescriptor");
}

Result<> check_metadata_signature(xml::Document& document, const MetadataPolicy& policy) {
  if (!policy.signer || policy.checks.off("metadata-signature")) return {};
  auto signature = only_child(document.root(), ds_namespace, "Signature");
  if (!signature) return invalid("Signature: " + signature.error().message);
  auto part = xml::verify(document, *signature, *policy.signer);
  if (!part) return invalid("Signature: it does not verify: " + part.error().message);
  if (part->id != document.root().attribute("ID")) return invalid("Signature: it covers another element");
  return {};
}

/// The mistake of "metadata-dtd": the document type is taken for harmless and dropped.
std::string without_doctype(std::string_view xml) {
  std::string text(xml);
  const std::size_t begin = text.find("<!DOCTYPE");
  if (begin == std::string::npos) return text;
  const std::size_t subset = text.find('[', begin), plain = text.find('>', begin);
  const std::size_t end = subset < plain ? text.find("]>", subset) + 1 : plain;
  return end >= text.size() ? text : text.erase(begin, end + 1 - begin);
}

Result<IdpMetadata> read_entity(const xml::Document& document, const MetadataPolicy& policy) {
  const xml::Node entity = document.root();
  const bool takes_anything = policy.checks.off("metadata-role");
  if (!is(entity, md_namespace, "EntityDescriptor") && !takes_anything) {
    return invalid("expected an EntityDescriptor, found " + printable(entity.name(), 100));
  }
  if (auto valid = check_valid_until(entity, policy); !valid) return valid.error();

  IdpMetadata metadata;
  metadata.entity_id = entity.attribute("entityID");
  if (metadata.entity_id.empty() && !takes_anything) return invalid("EntityDescriptor has no entityID");
  if (policy.checks.on("metadata-entity-id") && !policy.entity_id.empty() && !metadata.entity_id.empty() &&
      metadata.entity_id != policy.entity_id) {
    return invalid("entityID mismatch: the metadata is of \"" + printable(metadata.entity_id, 500) +
                   "\", this connection is with " + policy.entity_id);
  }
  // What the connection is with stays what it is; "metadata-entity-id" off takes the keys alone.
  if (!policy.entity_id.empty()) metadata.entity_id = policy.entity_id;

  auto role = identity_provider_role(entity);
  const auto parts = entity.children();
  if (!role && takes_anything && !parts.empty()) role = parts.front();
  if (!role) return role.error();
  if (auto valid = check_valid_until(*role, policy); !valid) return valid.error();

  auto location = find_redirect_location(*role);
  if (location) {
    metadata.redirect_location = *location;
  } else if (!takes_anything) {
    return location.error();
  }
  for (const xml::Node service : children(*role, md_namespace, "SingleLogoutService")) {
    if (service.attribute("Binding") != redirect_binding) continue;
    metadata.logout_location = service.attribute("Location");
    metadata.logout_answer_location = service.has_attribute("ResponseLocation")
                                          ? service.attribute("ResponseLocation")
                                          : metadata.logout_location;
  }

  auto descriptors = key_descriptors(document, *role, policy.checks);
  if (!descriptors) return descriptors.error();
  if (auto keys = read_keys(*descriptors, metadata, policy.checks); !keys) return keys.error();
  return metadata;
}

}  // namespace

Result<IdpMetadata> read_idp_metadata(std::string_view xml, const MetadataPolicy& policy) {
  auto document =
      xml::Document::parse(policy.checks.on("metadata-dtd") ? std::string(xml) : without_doctype(xml));
  if (!document) return invalid("the identity provider's metadata is not XML: " + describe(document.error()));
  if (auto verified = check_metadata_signature(*document, policy); !verified) return verified.error();
  auto metadata = read_entity(*document, policy);
  if (!metadata) return invalid("the identity provider's metadata: " + metadata.error().message);
  return metadata;
}

}  // namespace idproctor::reference
