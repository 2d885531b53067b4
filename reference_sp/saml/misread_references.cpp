#include "reference_sp/saml/misread_references.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/signature_value.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

std::vector<xml::Node> below(const xml::Document& document, xml::Node node, std::string_view xpath) {
  auto found = document.select(xpath, node);
  return found ? *found : std::vector<xml::Node>();
}

/// SignatureValue verifies over the canonical form of this SignedInfo (XML Signature 3.2.2).
Result<> verify_value(const xml::Document& document, xml::Node signature, xml::Node signed_info,
                      const crypto::Key& key) {
  auto canonicalization = only_child(signed_info, ds_namespace, "CanonicalizationMethod");
  if (!canonicalization) return canonicalization.error();
  auto method = only_child(signed_info, ds_namespace, "SignatureMethod");
  if (!method) return method.error();
  auto element = only_child(signature, ds_namespace, "SignatureValue");
  if (!element) return element.error();
  auto octets = xml::canonical(document, signed_info, canonicalization->attribute("Algorithm"),
                               xml::inclusive_prefixes(*canonicalization));
  if (!octets) return octets.error();
  auto value = base64_decode(element->text());
  if (!value) return value.error();
  auto verified = crypto::verify(key, method->attribute("Algorithm"), *octets, *value);
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

/// The value of DigestValue. Without "digest-text" it is that of the first node in it: comments are no part
/// of what is signed, so one may be put there after signing.
std::string digest_value(const xml::Document& document, xml::Node reference, const Checks& checks) {
  const char* of = checks.on("digest-text") ? "ds:DigestValue" : "ds:DigestValue/node()[1]";
  const auto nodes = below(document, reference, of);
  return nodes.empty() ? std::string() : nodes.front().text();
}

/// The octets of the element that the Reference names, once their digest is compared.
Result<xml::SignedPart> digest_reference(const xml::Document& document, xml::Node signature,
                                         xml::Node reference, const Checks& checks) {
  const std::string uri = reference.attribute("URI");
  if (!uri.starts_with('#')) return invalid("the Reference is not by ID: \"" + printable(uri, 200) + "\"");
  auto element = element_by_id(document, uri.substr(1));
  if (!element) return element.error();
  const auto transforms = below(document, reference, "ds:Transforms/ds:Transform[last()]");
  const std::string prefixes = transforms.empty() ? "" : xml::inclusive_prefixes(transforms.front());
  auto octets = xml::canonical(document, *element, exclusive_canonicalization, prefixes, signature);
  if (!octets) return octets.error();
  auto method = only_child(reference, ds_namespace, "DigestMethod");
  if (!method) return method.error();
  auto digest = crypto::digest(method->attribute("Algorithm"), *octets);
  if (!digest) return digest.error();
  const auto value = base64_decode(digest_value(document, reference, checks));
  if (!value || *value != *digest) return invalid("the digest of " + printable(uri, 200) + " does not match");
  return xml::SignedPart{uri.substr(1), *octets};
}

Result<> verify_over_one_of(const std::vector<xml::Node>& signed_infos, const xml::Document& document,
                            xml::Node signature, const crypto::Key& key) {
  Error last = invalid("there is no SignedInfo");
  for (const xml::Node signed_info : signed_infos) {
    auto verified = verify_value(document, signature, signed_info, key);
    if (verified) return {};
    last = verified.error();
  }
  return last;
}

/// A Reference names an element that lies inside of the signature, in an Object say. Where nobody asks
/// whether it is the parent, the enveloped-signature transform often takes out only what lies inside of the
/// element.
bool covers_its_own_content(const xml::Document& document, xml::Node signature) {
  const auto inside = below(document, signature, ".//*[@ID]");
  return std::ranges::any_of(below(document, signature, "ds:SignedInfo/ds:Reference"),
                             [&](xml::Node reference) {
                               return std::ranges::any_of(inside, [&](xml::Node element) {
                                 return "#" + element.attribute("ID") == reference.attribute("URI");
                               });
                             });
}

}  // namespace

bool misreads(const xml::Document& document, xml::Node signature, const Checks& checks) {
  const bool comment = !below(document, signature, ".//ds:DigestValue[comment()]").empty();
  const bool several = below(document, signature, ".//ds:SignedInfo").size() > 1;
  return (comment && checks.off("digest-text")) || (several && checks.off("one-signed-info")) ||
         (checks.off("covers-its-parent") && covers_its_own_content(document, signature));
}

Result<xml::SignedPart> verify_misread_references(const xml::Document& document, xml::Node signature,
                                                  const crypto::Key& key, const Checks& checks) {
  const auto signed_infos =
      below(document, signature, checks.on("one-signed-info") ? "ds:SignedInfo" : ".//ds:SignedInfo");
  if (checks.on("one-signed-info") && signed_infos.size() > 1) return invalid("there are several SignedInfo");
  if (auto value = verify_over_one_of(signed_infos, document, signature, key); !value) return value.error();

  std::vector<xml::SignedPart> parts;
  for (const xml::Node signed_info : signed_infos) {
    for (const xml::Node reference : children(signed_info, ds_namespace, "Reference")) {
      auto part = digest_reference(document, signature, reference, checks);
      if (!part) return part.error();
      parts.push_back(*part);
    }
  }
  const std::string parent = signature.parent().attribute("ID");
  const auto own = std::ranges::find(parts, parent, &xml::SignedPart::id);
  if (own != parts.end()) return *own;
  if (parts.empty()) return invalid("there is no Reference");
  return parts.front();
}

}  // namespace idproctor::reference
