#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {

xml::Document without_copied_signatures(const xml::Document& received) {
  constexpr const char* copies =
      "//ds:Signature[ds:SignatureValue = preceding-sibling::ds:Signature/ds:SignatureValue]";
  xml::Document copy = received.clone();
  const auto found = copy.select(copies);
  if (found && !found->empty()) (void)xml::remove(copy, copies);
  return copy;
}

bool is_signed_without_copies(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                              const Checks& checks) {
  const std::string place = path_of(children(element, ds_namespace, "Signature").front());
  xml::Document copy = without_copied_signatures(received);
  const auto again = copy.select(place);
  if (!again || again->empty()) return false;
  const auto part = verify_signature(copy, again->front(), idp, checks);
  return part && part->id == element.attribute("ID");
}

}  // namespace idproctor::reference
