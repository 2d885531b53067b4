#include "reference_sp/saml/own_signature.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

Result<xml::Document> covered_by(xml::Document& received, xml::Node element,
                                 const std::vector<xml::Node>& signatures, const IdpMetadata& idp,
                                 const Checks& checks) {
  const std::string what = "the " + element.name() + "'s signature";
  if (signatures.size() > 1) return invalid("the " + element.name() + " has several signatures");
  auto part = verify_signature(received, signatures.front(), idp, checks);
  if (!part) return invalid("Signature: " + what + " does not verify: " + part.error().message);
  if (part->id != element.attribute("ID")) {
    if (checks.on("covers-its-parent")) {
      return invalid("Signature: " + what + " covers #" + printable(part->id, 200) +
                     " instead of its parent");
    }
    auto as_it_stands = xml::canonical(received, element, exclusive_canonicalization, {}, signatures.front());
    if (!as_it_stands) return as_it_stands.error();
    part->canonical_xml = *as_it_stands;
  }
  auto document = xml::Document::parse(part->canonical_xml);
  if (!document)
    return invalid("Signature: what " + what + " covers is not XML: " + document.error().message);
  if (!is(document->root(), element.namespace_uri(), element.name())) {
    return invalid("Signature: " + what + " covers a " + printable(document->root().name(), 100));
  }
  return document;
}

}  // namespace

Result<OwnSignature> verify_own_signature(xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                          const Checks& checks) {
  OwnSignature own;
  const auto signatures = children(element, ds_namespace, "Signature");
  if (signatures.empty()) return own;
  own.is_there = true;
  auto covered = covered_by(received, element, signatures, idp, checks);
  if (covered) {
    // Canonicalization leaves out comments and merges texts: that mistake is made on what was received.
    if (checks.on("whole-text")) own.covered = std::move(*covered);
    return own;
  }
  if (!is_taken_for_signed(received, element, idp, checks)) return covered.error();
  return own;
}

bool is_taken_for_signed(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                         const Checks& checks) {
  struct Mistake {
    std::string_view check;
    bool (*is_made)(const xml::Document&, xml::Node, const IdpMetadata&, const Checks&);
  };
  constexpr Mistake mistakes[] = {
      {"id-unique", is_signed_for_first_of_that_id},
      {"own-digest", has_first_digest_of_document},
      {"canonicalization-failure", has_digest_of_nothing},
      {"enveloped-one", is_signed_without_copies},
      {"processing-instructions", is_signed_with_instructions_as_text},
  };
  for (const Mistake& mistake : mistakes) {
    if (checks.off(mistake.check) && mistake.is_made(received, element, idp, checks)) return true;
  }
  return false;
}

}  // namespace idproctor::reference
