#include "reference_sp/saml/signature.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/lenient_signature.hpp"
#include "reference_sp/saml/misread_references.hpp"

namespace idproctor::reference {
namespace {

/// The keys of the certificates that the message brings in KeyInfo.
std::vector<crypto::Key> keys_of_message(xml::Node signature) {
  std::vector<crypto::Key> keys;
  for (const xml::Node info : children(signature, ds_namespace, "KeyInfo")) {
    for (const xml::Node data : children(info, ds_namespace, "X509Data")) {
      for (const xml::Node text : children(data, ds_namespace, "X509Certificate")) {
        auto certificate = crypto::Certificate::from_base64_der(text.text());
        if (certificate) keys.push_back(certificate->public_key());
      }
    }
  }
  return keys;
}

bool is_among(const crypto::Key& key, const std::vector<crypto::Key>& keys) {
  return std::ranges::any_of(keys, [&](const crypto::Key& known) { return known.same_public_key(key); });
}

std::vector<crypto::Key> keys_to_try(xml::Node signature, const IdpMetadata& idp, const Checks& checks) {
  std::vector<crypto::Key> keys = idp.signing_keys;
  if (checks.off("key-use")) keys.insert(keys.end(), idp.encryption_keys.begin(), idp.encryption_keys.end());
  if (checks.on("trusted-key") && checks.on("key-info-certificates")) return keys;
  auto brought = keys_of_message(signature);
  if (checks.off("trusted-key") && !brought.empty()) return {brought.front()};
  const bool one_is_known =
      std::ranges::any_of(brought, [&](const crypto::Key& key) { return is_among(key, idp.signing_keys); });
  if (checks.off("key-info-certificates") && one_is_known) return brought;
  return keys;
}

/// ECDSA is for EC keys, everything else for RSA keys: trying the others would only blur the reason of a
/// refusal.
bool may_be_meant(const crypto::Key& key, xml::Node signature) {
  std::string algorithm;
  for (const xml::Node info : children(signature, ds_namespace, "SignedInfo")) {
    for (const xml::Node method : children(info, ds_namespace, "SignatureMethod")) {
      algorithm = method.attribute("Algorithm");
    }
  }
  return (key.type() == "EC") == (algorithm.find("#ecdsa-") != algorithm.npos);
}

Result<xml::SignedPart> verify_with(const crypto::Key& key, xml::Document& document, xml::Node signature,
                                    const IdpMetadata& idp, const Checks& checks) {
  if (misreads(document, signature, checks)) {
    return verify_misread_references(document, signature, key, checks);
  }
  if (!signatures_are_strict(checks)) return verify_leniently(document, signature, key, idp, checks);
  return xml::verify(document, signature, key);
}

}  // namespace

Result<xml::SignedPart> verify_signature(xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                                         const Checks& checks) {
  Error last = invalid("the identity provider has no key for the signature's algorithm");
  for (const crypto::Key& key : keys_to_try(signature, idp, checks)) {
    if (!may_be_meant(key, signature)) continue;
    auto part = verify_with(key, document, signature, idp, checks);
    if (part) return part;
    last = part.error();
  }
  return last;
}

std::optional<std::string> reference_id(const xml::Document& document, xml::Node signature) {
  const auto uris = document.select("ds:SignedInfo/ds:Reference/@URI", signature);
  if (!uris || uris->size() != 1) return std::nullopt;
  const std::string uri = uris->front().text();
  // It goes into an XPath.
  if (uri.size() < 2 || uri.front() != '#' || uri.find_first_of("'\"") != std::string::npos)
    return std::nullopt;
  return uri.substr(1);
}

Result<std::string> digest_of_element(const xml::Document& document, xml::Node signature, xml::Node element) {
  auto transforms = document.select("ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform", signature);
  if (!transforms) return transforms.error();
  if (transforms->empty()) return invalid("the Reference has no Transform");
  const xml::Node last = transforms->back();
  auto octets = xml::canonical(document, element, last.attribute("Algorithm"), xml::inclusive_prefixes(last),
                               signature);
  if (!octets) return octets.error();
  return crypto::sha256(*octets);
}

bool has_signature(const xml::Document& document) {
  const auto found = document.select("//ds:Signature");
  return found && !found->empty();
}

}  // namespace idproctor::reference
