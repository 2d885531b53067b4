#pragma once

#include <string_view>

#include "foundation/core/result.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/message.hpp"

namespace idproctor::reference {

/// From the SAMLResponse parameter to a parsed document whose root is a Response (SAML bindings 3.5.4).
/// At most 2 MiB of XML.
Result<xml::Document> decode_response(std::string_view saml_response);

/// Verifies the signatures that are children of the Response and of its one Assertion, and points the Message
/// at what they cover. A signature anywhere else vouches for nothing here.
Result<Message> read_signed_content(xml::Document received, const IdpMetadata& idp, const Checks& checks);

/// The mistake of "reads-what-was-verified": some signature in the document verifies, then the first
/// Assertion of the document is read.
Result<Message> read_first_assertion(xml::Document received, const IdpMetadata& idp, const Checks& checks);

}  // namespace idproctor::reference
