#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

/// Fills in the DigestValues and the SignatureValue of an unsigned ds:Signature template, by the algorithms
/// that the template names. Only the elements that its References point at ("#ID") get their ID registered;
/// where two carry the same ID, the one that is an ancestor of the signature wins, else the first. KeyInfo
/// stays as it stands in the template.
Result<> sign(Document& document, Node signature, const crypto::Key& key);

}  // namespace idproctor::xml
