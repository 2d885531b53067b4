#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"

namespace idproctor::reference {

/// Verifies one ds:Signature with the identity provider's keys (any of them may sign) and returns what it
/// covers. The checks "trusted-key" and "digest" decide here.
Result<xml::SignedPart> verify_signature(xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                                         const Checks& checks);

/// The mistake of "digest": SignatureValue is verified over SignedInfo, and what the Reference names is taken
/// for signed without digesting it.
Result<xml::SignedPart> verify_signature_value_only(const xml::Document& document, xml::Node signature,
                                                    const crypto::Key& key);

/// Where a message has any ds:Signature at all, anywhere.
bool has_signature(const xml::Document& document);

}  // namespace idproctor::reference
