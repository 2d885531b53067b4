#include "foundation/core/base64.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/lenient_signature.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {

bool has_digest_of_nothing(const xml::Document& received, xml::Node element, const IdpMetadata& idp,
                           const Checks& checks) {
  const xml::Node signature = children(element, ds_namespace, "Signature").front();
  const auto named = reference_id(received, signature);
  if (!named || *named != element.attribute("ID")) return false;
  if (digest_of_element(received, signature, element)) return false;
  const auto value = received.select("ds:SignedInfo/ds:Reference/ds:DigestValue", signature);
  return value && !value->empty() && value->front().text() == base64_encode(crypto::sha256("")) &&
         has_good_value(received, signature, idp, checks);
}

}  // namespace idproctor::reference
