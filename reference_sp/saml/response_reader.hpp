#pragma once

#include <string_view>

#include "foundation/core/result.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/message.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

/// From the SAMLResponse parameter to a parsed document whose root is a Response (SAML bindings 3.5.4).
/// At most 2 MiB of XML.
/// `outside` is for the mistakes that fetch something.
Result<xml::Document> decode_response(std::string_view saml_response, const Checks& checks,
                                      const Outside& outside);

/// Verifies the signatures that are children of the Response and of its one Assertion, and points the Message
/// at what they cover. A signature anywhere else vouches for nothing here. An EncryptedAssertion is opened
/// after the Response's signature and before its own was verified (SAML core 6.2); whatever is wrong with it,
/// the Error is one and the same.
Result<Message> read_signed_content(xml::Document received, const IdpMetadata& idp,
                                    const DecryptionKey& decryption, const Checks& checks);

/// The mistake of "reads-what-was-verified": some signature in the document verifies, then the first
/// Assertion of the document is read, encrypted ones put in their places.
Result<Message> read_first_assertion(xml::Document received, const IdpMetadata& idp,
                                     const DecryptionKey& decryption, const Checks& checks);

/// The mistake of "one-document": of two root elements one is signed, and the other is read.
Result<Message> read_other_root(std::string_view saml_response, const Expected& expected);

}  // namespace idproctor::reference
