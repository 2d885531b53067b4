#include "foundation/core/base64.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/lenient_signature.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {

bool has_first_digest_of_document(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                                  const Checks& checks) {
  const xml::Node signature = children(element, ds_namespace, "Signature").front();
  const auto named = reference_id(received, signature);
  if (!named || *named != element.attribute("ID")) return false;
  const auto digests = received.select("//ds:DigestValue");
  // Where the first one is the signature's own, there is nothing to mistake.
  if (!digests || digests->empty() || is_within(digests->front(), signature)) return false;
  const auto digest = digest_of_element(received, signature, element);
  return digest && base64_encode(*digest) == digests->front().text() &&
         has_good_value(received, signature, idp, checks);
}

}  // namespace idproctor::reference
