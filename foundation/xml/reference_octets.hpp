#pragma once

// For foundation/xml/sign.cpp: what the signer of a ds:Reference digests. verify.cpp asks xmlsec instead.

#include <string>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::xml {

/// Resolves the Reference's URI ("#ID", "#xpointer(id('ID'))", "", "#xpointer(/)" or none, which is taken for
/// "") and applies its Transforms: enveloped-signature, canonicalizations, XPath filters; without a
/// canonicalization at the end the inclusive one (XML Signature 4.4.3.2). Where two elements carry the ID,
/// the one that is an ancestor of the signature wins, else the first. `nearest`: transforms that are not
/// implemented are passed over instead of being an error, as a verifier does that does not know them.
Result<std::string> reference_octets(const Document& document, Node reference, Node signature, bool nearest);

}  // namespace idproctor::xml
