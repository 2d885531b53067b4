#include <algorithm>
#include <array>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/signature_value.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view exclusive_canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";

constexpr std::array<std::string_view, 4> allowed_algorithms{
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
    "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
    "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256"};

Result<> verify_value(const xml::Document& document, xml::Node signature, xml::Node signed_info,
                      const crypto::Key& key) {
  auto canonicalization = only_child(signed_info, ds_namespace, "CanonicalizationMethod");
  if (!canonicalization) return canonicalization.error();
  auto method = only_child(signed_info, ds_namespace, "SignatureMethod");
  if (!method) return method.error();
  const std::string algorithm = method->attribute("Algorithm");
  if (std::ranges::find(allowed_algorithms, algorithm) == allowed_algorithms.end()) {
    return invalid("the signature algorithm is not allowed: " + printable(algorithm, 200));
  }
  auto octets = xml::canonical(document, signed_info, canonicalization->attribute("Algorithm"),
                               xml::inclusive_prefixes(*canonicalization));
  if (!octets) return octets.error();
  auto value_element = only_child(signature, ds_namespace, "SignatureValue");
  if (!value_element) return value_element.error();
  auto value = base64_decode(value_element->text());
  if (!value) return value.error();
  auto verified = crypto::verify(key, algorithm, *octets, *value);
  if (!verified) return verified.error();
  if (!*verified) return invalid("the SignatureValue does not verify with this key");
  return {};
}

Result<xml::Node> element_by_id(const xml::Document& document, std::string_view id) {
  auto elements = document.select("//*[@ID]");
  if (!elements) return elements.error();
  for (const xml::Node element : *elements) {
    if (element.attribute("ID") == id) return element;
  }
  return invalid("the Reference names nothing: #" + printable(id, 200));
}

}  // namespace

Result<xml::SignedPart> verify_signature_value_only(const xml::Document& document, xml::Node signature,
                                                    const crypto::Key& key) {
  auto signed_info = only_child(signature, ds_namespace, "SignedInfo");
  if (!signed_info) return signed_info.error();
  if (auto value = verify_value(document, signature, *signed_info, key); !value) return value.error();

  auto reference = only_child(*signed_info, ds_namespace, "Reference");
  if (!reference) return reference.error();
  const std::string uri = reference->attribute("URI");
  if (!uri.starts_with('#')) return invalid("the Reference is not by ID: \"" + printable(uri, 200) + "\"");

  auto element = element_by_id(document, uri.substr(1));
  if (!element) return element.error();
  auto octets = xml::canonical(document, *element, exclusive_canonicalization, {}, signature);
  if (!octets) return octets.error();
  return xml::SignedPart{uri.substr(1), *octets};
}

}  // namespace idproctor::reference
