#include "reference_sp/saml/signature.hpp"

#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

/// The mistake of "trusted-key": the message itself says whom to trust.
std::vector<crypto::Key> keys_of_message(xml::Node signature) {
  for (const xml::Node info : children(signature, ds_namespace, "KeyInfo")) {
    for (const xml::Node data : children(info, ds_namespace, "X509Data")) {
      for (const xml::Node text : children(data, ds_namespace, "X509Certificate")) {
        if (auto certificate = crypto::Certificate::from_base64_der(text.text()))
          return {certificate->public_key()};
      }
    }
  }
  return {};
}

std::vector<crypto::Key> keys_to_try(xml::Node signature, const IdpMetadata& idp, const Checks& checks) {
  if (checks.on("trusted-key")) return idp.signing_keys;
  const auto brought = keys_of_message(signature);
  return brought.empty() ? idp.signing_keys : brought;
}

}  // namespace

Result<xml::SignedPart> verify_signature(xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                                         const Checks& checks) {
  Error last = invalid("there is no key to verify with");
  for (const crypto::Key& key : keys_to_try(signature, idp, checks)) {
    auto part = checks.on("digest") ? xml::verify(document, signature, key)
                                    : verify_signature_value_only(document, signature, key);
    if (part) return part;
    last = part.error();
  }
  return last;
}

bool has_signature(const xml::Document& document) {
  const auto found = document.select("//ds:Signature");
  return found && !found->empty();
}

}  // namespace idproctor::reference
