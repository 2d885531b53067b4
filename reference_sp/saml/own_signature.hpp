#pragma once

#include <optional>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"

namespace idproctor::reference {

/// What the signature that an element carries vouches for.
struct OwnSignature {
  bool is_there = false;
  /// The parsed octets that it covers. Absent without a signature, and where a mistake reads the received
  /// element.
  std::optional<xml::Document> covered;
};

/// Verifies the one signature that is a child of the element. SAML core 5.4.2: its one Reference names its
/// parent.
Result<OwnSignature> verify_own_signature(xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                          const Checks& checks);

}  // namespace idproctor::reference
