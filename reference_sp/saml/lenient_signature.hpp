#pragma once

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"

namespace idproctor::reference {

/// Whether all checks that verify_leniently() knows are on: then nothing needs it.
bool signatures_are_strict(const Checks& checks);

/// Verifies one ds:Signature as libraries do that make one of these mistakes, and is as strict as
/// xml::verify() in all else: digest, signature-value, signature-complete, weak-algorithms, asymmetric-only,
/// known-algorithm, known-canonicalization, reference-required, one-reference, reference-by-id, transforms.
Result<xml::SignedPart> verify_leniently(const xml::Document& document, xml::Node signature,
                                         const crypto::Key& key, const IdpMetadata& idp,
                                         const Checks& checks);

/// SignatureValue alone verifies over SignedInfo, with one of the identity provider's keys.
bool has_good_value(const xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                    const Checks& checks);

}  // namespace idproctor::reference
