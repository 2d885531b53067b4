#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference {

/// The mistakes of "digest-text" and "one-signed-info": the References that are digested are not those that
/// SignatureValue was verified over, or not as they were. misreads() says whether this signature is one that
/// a service provider with these checks or "covers-its-parent" off reads otherwise than XML Signature means
/// it; every other one is verified as it should be.
bool misreads(const xml::Document& document, xml::Node signature, const Checks& checks);
Result<xml::SignedPart> verify_misread_references(const xml::Document& document, xml::Node signature,
                                                  const crypto::Key& key, const Checks& checks);

}  // namespace idproctor::reference
