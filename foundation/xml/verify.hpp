#pragma once

#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

/// What a signature covers: exactly the bytes that were digested. Whoever decides on the message parses
/// these, never the document that was received (see what is signed).
struct SignedPart {
  std::string id;             ///< the ID that the Reference names, without "#"
  std::string canonical_xml;  ///< the octets that entered the digest
};

struct Policy {
  bool allow_sha1 = false;  ///< RSA-SHA1 and SHA-1 digests
};

/// Verifies one ds:Signature with one trusted key; KeyInfo is ignored. Demands exactly one Reference by
/// "#ID", the transforms of SAML core 5.4.4 (enveloped-signature, then exclusive canonicalization, at most
/// two), an allowed algorithm, an RSA key of 2048 bits or more, and IDs that are unique in the whole
/// document. Any failure is an Error that says which of these.
Result<SignedPart> verify(Document& document, Node signature, const crypto::Key& trusted, Policy policy = {});

/// Finds elements that share an ID, ids that are empty or no NCName. Empty when all is well.
std::vector<std::string> id_problems(const Document& document);

}  // namespace idproctor::xml
