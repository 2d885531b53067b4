#pragma once

#include <optional>
#include <string>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

/// How a signature may be made otherwise than its template says, for messages that are wrong on purpose.
struct SigningOptions {
  /// The URI that SignatureValue is computed by, whatever the template names; "none": an empty value.
  std::optional<std::string> computed_by{};
  /// What an HMAC is keyed with.
  std::optional<std::string> secret{};
  /// What nobody knows is computed as its nearest relative: the signature by the key's type with SHA-256, the
  /// digest with SHA-256, the canonical form exclusively; an unknown transform is passed over.
  bool nearest = false;
};

/// Fills in the DigestValues and the SignatureValue of an unsigned ds:Signature template, by the algorithms
/// that the template names. Where two elements carry the ID that a Reference points at, the one that is an
/// ancestor of the signature wins, else the first. An HMACOutputLength in SignatureMethod shortens an HMAC.
/// KeyInfo stays as it stands in the template.
Result<> sign(Document& document, Node signature, const crypto::Key& key, const SigningOptions& options = {});

}  // namespace idproctor::xml
