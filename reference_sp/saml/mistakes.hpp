#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/outside.hpp"
#include "reference_sp/saml/idp_metadata.hpp"

namespace idproctor::reference {

// The mistakes by which service providers fell to attacks on XML signatures, each in the file of its name.
// They are made only where their check is off, and only on messages that are made for them: an honest login
// never comes here.

/// From bytes to the document that is verified. With "doctype" off a DOCTYPE is obeyed, with "well-formed"
/// off the parser goes on behind an error.
Result<xml::Document> parse_message(std::string_view bytes, std::size_t limit, const Checks& checks,
                                    const Outside& outside);

/// The mistake of "fetches-nothing": style sheets, XIncludes and documents of XSLT transforms are fetched.
void fetch_what_is_named(const xml::Document& received, const Outside& outside);

/// The element's own signature did not verify; whether a mistake takes it for good all the same. Then the
/// received element is read, whatever the signature covers.
bool is_taken_for_signed(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                         const Checks& checks);

/// "id-unique": it verifies for the first element that has the element's ID in an attribute called like one.
bool is_signed_for_first_of_that_id(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                    const Checks& checks);
/// "own-digest": the element's digest is the first DigestValue of the document.
bool has_first_digest_of_document(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                  const Checks& checks);
/// "canonicalization-failure": the element cannot be canonicalized, and the digest is that of nothing.
bool has_digest_of_nothing(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                           const Checks& checks);
/// "enveloped-one": it verifies once all signatures with the same value are taken out.
bool is_signed_without_copies(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                              const Checks& checks);
/// "processing-instructions": it verifies once processing instructions are read as text.
bool is_signed_with_instructions_as_text(const xml::Document& received, xml::Node element,
                                         const IdpMetadata& idp, const Checks& checks);

/// The document without those signatures whose value another one before them has, and that stand beside it.
xml::Document without_copied_signatures(const xml::Document& received);

/// The mistake of "whole-text": of each value only the first piece of text stays.
void keep_first_texts(xml::Document& received);

/// The mistake of "exact-identity": letters that look alike become one.
std::string without_look_alikes(std::string_view identity);

/// The mistake of "own-name-id": the last NameID anywhere below the assertion; none where there is none.
xml::Node last_name_id(xml::Node assertion);

}  // namespace idproctor::reference
