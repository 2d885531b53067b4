#pragma once

#include <optional>
#include <string>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/verify.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"

namespace idproctor::reference {

/// Verifies one ds:Signature with the identity provider's keys (any of them may sign) and returns what it
/// covers. The checks "trusted-key", "key-use" and "key-info-certificates" decide here, the others on
/// signatures in lenient_signature.hpp and misread_references.hpp.
Result<xml::SignedPart> verify_signature(xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                                         const Checks& checks);

/// The ID that the one Reference names by "#ID"; nothing for every other form.
std::optional<std::string> reference_id(const xml::Document& document, xml::Node signature);

/// The SHA-256 of the element without that signature, in the canonical form that the signature's last
/// Transform names.
Result<std::string> digest_of_element(const xml::Document& document, xml::Node signature, xml::Node element);

/// Where a message has any ds:Signature at all, anywhere.
bool has_signature(const xml::Document& document);

}  // namespace idproctor::reference
