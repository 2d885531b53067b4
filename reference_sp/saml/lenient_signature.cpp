#include "reference_sp/saml/lenient_signature.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/signature_value.hpp"
#include "foundation/xml/xpath_filter.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view enveloped_signature = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";

constexpr std::array<std::string_view, 12> lenient_checks{"digest",
                                                          "signature-value",
                                                          "signature-complete",
                                                          "weak-algorithms",
                                                          "asymmetric-only",
                                                          "known-algorithm",
                                                          "known-canonicalization",
                                                          "reference-required",
                                                          "one-reference",
                                                          "reference-by-id",
                                                          "transforms",
                                                          "key-size"};

constexpr std::array<std::string_view, 3> weak_methods{"http://www.w3.org/2000/09/xmldsig#rsa-sha1",
                                                       "http://www.w3.org/2001/04/xmldsig-more#rsa-md5",
                                                       "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha1"};
constexpr std::array<std::string_view, 2> weak_digests{"http://www.w3.org/2000/09/xmldsig#sha1",
                                                       "http://www.w3.org/2001/04/xmldsig-more#md5"};

bool contains(const auto& list, std::string_view text) {
  return std::ranges::find(list, text) != list.end();
}

bool is_strong(const crypto::Key& key, std::string_view method) {
  constexpr std::string_view default_pss = "http://www.w3.org/2007/05/xmldsig-more#rsa-pss";
  return crypto::signs_with(key, method) && !contains(weak_methods, method) &&
         !method.ends_with("#sha1-rsa-MGF1") && method != default_pss;
}

Error not_allowed(std::string_view what, std::string_view uri) {
  return invalid("the " + std::string(what) + " is not allowed: " + printable(uri, 200));
}

/// What everybody knows of the identity provider's keys, in the forms in which it lies about in
/// configurations.
std::vector<std::string> public_secrets(const IdpMetadata& idp) {
  std::vector<std::string> secrets;
  for (const crypto::Certificate& certificate : idp.signing_certificates) {
    std::string pem = certificate.public_key().public_pem();
    secrets.push_back(certificate.pem());
    secrets.push_back(base64_decode(certificate.base64_der()).value());
    secrets.push_back(pem);
    pem.erase(pem.find("-----END"));
    secrets.push_back(base64_decode(pem.substr(pem.find('\n'))).value());
  }
  return secrets;
}

/// The mistake of "asymmetric-only": whoever is given something to verify with takes it for a secret when the
/// message says HMAC, shortened as the message likes.
bool verifies_as_hmac(xml::Node method, std::string_view octets, std::string_view value,
                      const IdpMetadata& idp) {
  std::optional<std::size_t> bits;
  for (const xml::Node length : children(method, ds_namespace, "HMACOutputLength")) {
    const std::string text = length.text();
    std::size_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    bits = number;
  }
  return std::ranges::any_of(public_secrets(idp), [&](const std::string& secret) {
    const auto expected = crypto::hmac(method.attribute("Algorithm"), secret, octets, bits);
    return expected && *expected == value;
  });
}

Result<std::string> signed_octets(const xml::Document& document, xml::Node signed_info,
                                  const Checks& checks) {
  const auto methods = children(signed_info, ds_namespace, "CanonicalizationMethod");
  std::string algorithm = methods.size() == 1 ? methods.front().attribute("Algorithm") : "";
  if (!xml::is_canonicalization(algorithm)) {
    if (checks.on("known-canonicalization")) return not_allowed("canonicalization method", algorithm);
    algorithm = exclusive_canonicalization;
  }
  const std::string prefixes = methods.empty() ? "" : xml::inclusive_prefixes(methods.front());
  return xml::canonical(document, signed_info, algorithm, prefixes);
}

Result<> verify_value(const xml::Document& document, xml::Node signature, xml::Node signed_info,
                      const crypto::Key& key, const IdpMetadata& idp, const Checks& checks) {
  auto octets = signed_octets(document, signed_info, checks);
  if (!octets) return octets.error();
  auto method = only_child(signed_info, ds_namespace, "SignatureMethod");
  if (!method) return method.error();
  auto element = only_child(signature, ds_namespace, "SignatureValue");
  if (!element) return element.error();
  const auto decoded = base64_decode(element->text());
  if (!decoded) return decoded.error();

  const std::string algorithm = method->attribute("Algorithm");
  bool verified = false;
  if (is_strong(key, algorithm) || (checks.off("weak-algorithms") && contains(weak_methods, algorithm))) {
    const auto by_key = crypto::verify(key, algorithm, *octets, *decoded);
    verified = by_key && *by_key;
  } else if (crypto::is_hmac(algorithm)) {
    if (checks.on("asymmetric-only")) return not_allowed("signature algorithm", algorithm);
    verified = verifies_as_hmac(*method, *octets, *decoded, idp);
  } else if (checks.off("known-algorithm") && !contains(weak_methods, algorithm)) {
    verified = crypto::verifies_by_any(key, *octets, *decoded);
  } else {
    return not_allowed("signature algorithm", algorithm);
  }
  if (!verified && checks.on("signature-value")) {
    return invalid("the SignatureValue does not verify with this key");
  }
  return {};
}

/// The element as it was received, without the signature: what is read where nobody looks at what was
/// digested.
Result<xml::SignedPart> as_received(const xml::Document& document, xml::Node element, xml::Node signature) {
  auto octets = xml::canonical(document, element, exclusive_canonicalization, {}, signature);
  if (!octets) return octets.error();
  return xml::SignedPart{element.attribute("ID"), *octets};
}

/// What a Reference's transforms make of its element.
struct Transformed {
  std::string canonicalization{exclusive_canonicalization};
  std::string prefixes;
  xml::NodeFilter keep;
};

Result<Transformed> read_transforms(const xml::Document& document, xml::Node reference,
                                    const Checks& checks) {
  Transformed result;
  auto list = only_child(reference, ds_namespace, "Transforms");
  if (!list) return list.error();
  const auto transforms = children(*list, ds_namespace, "Transform");
  if (checks.on("transforms") && transforms.size() > 2) return invalid("there are more than two transforms");
  for (const xml::Node transform : transforms) {
    const std::string algorithm = transform.attribute("Algorithm");
    if (algorithm == enveloped_signature) continue;
    if (algorithm.starts_with(exclusive_canonicalization)) {
      result.canonicalization = xml::without_comments(algorithm);
      result.prefixes = xml::inclusive_prefixes(transform);
      continue;
    }
    if (checks.on("transforms")) return not_allowed("transform", algorithm);
    if (algorithm != xml::xpath_transform && algorithm != xml::xpath_filter2_transform) continue;
    auto keep = xml::xpath_filter(document, transform);
    if (!keep) return keep.error();
    result.keep = *keep;
  }
  return result;
}

/// The element that the Reference names; null for the whole document.
Result<xml::Node> referenced(const xml::Document& document, xml::Node reference, const Checks& checks) {
  std::string id = reference.attribute("URI");
  if (checks.off("reference-by-id")) {
    if (id.empty() || id == "#xpointer(/)") return xml::Node();
    if (id.starts_with("#xpointer(id('") && id.ends_with("'))")) id = "#" + id.substr(14, id.size() - 17);
  }
  if (!id.starts_with('#') || id.find('(') != id.npos) {
    return invalid("the Reference is not by ID: \"" + printable(id, 200) + "\"");
  }
  auto elements = document.select("//*[@ID]");
  if (!elements) return elements.error();
  for (const xml::Node element : *elements) {
    if (element.attribute("ID") == id.substr(1)) return element;
  }
  return invalid("the Reference names nothing: " + printable(id, 200));
}

Result<xml::SignedPart> verify_reference(const xml::Document& document, xml::Node signature,
                                         xml::Node reference, const Checks& checks) {
  auto element = referenced(document, reference, checks);
  if (!element) return element.error();
  auto transformed = read_transforms(document, reference, checks);
  if (!transformed) return transformed.error();
  auto method = only_child(reference, ds_namespace, "DigestMethod");
  if (!method) return method.error();
  const std::string algorithm = method->attribute("Algorithm");
  if (!crypto::is_digest(algorithm) || (checks.on("weak-algorithms") && contains(weak_digests, algorithm))) {
    return not_allowed("digest algorithm", algorithm);
  }
  if (checks.on("digest")) {
    auto value = only_child(reference, ds_namespace, "DigestValue");
    if (!value) return value.error();
    auto octets = xml::canonical(document, *element, transformed->canonicalization, transformed->prefixes,
                                 signature, transformed->keep);
    if (!octets) return octets.error();
    const auto stated = base64_decode(value->text());
    if (!stated || *stated != crypto::digest(algorithm, *octets).value()) {
      return invalid("the digest does not match: the element was changed after signing");
    }
  }
  return as_received(document, *element ? *element : signature.parent(), signature);
}

/// Whether there is nothing in the signature that could fail.
bool is_incomplete(xml::Node signature) {
  const auto values = children(signature, ds_namespace, "SignatureValue");
  return children(signature, ds_namespace, "SignedInfo").empty() || values.empty() ||
         trim(values.front().text()).empty();
}

}  // namespace

bool has_good_value(const xml::Document& document, xml::Node signature, const IdpMetadata& idp,
                    const Checks& checks) {
  const auto signed_info = only_child(signature, ds_namespace, "SignedInfo");
  return signed_info && std::ranges::any_of(idp.signing_keys, [&](const crypto::Key& key) {
           return verify_value(document, signature, *signed_info, key, idp, checks).has_value();
         });
}

bool signatures_are_strict(const Checks& checks) {
  return std::ranges::all_of(lenient_checks, [&](std::string_view name) { return checks.on(name); });
}

Result<xml::SignedPart> verify_leniently(const xml::Document& document, xml::Node signature,
                                         const crypto::Key& key, const IdpMetadata& idp,
                                         const Checks& checks) {
  const xml::Node parent = signature.parent();
  if (checks.off("signature-complete") && is_incomplete(signature))
    return as_received(document, parent, signature);
  auto signed_info = only_child(signature, ds_namespace, "SignedInfo");
  if (!signed_info) return signed_info.error();
  auto value = verify_value(document, signature, *signed_info, key, idp, checks);
  if (!value) return value.error();

  const auto references = children(*signed_info, ds_namespace, "Reference");
  if (references.empty() && checks.off("reference-required")) return as_received(document, parent, signature);
  if (references.empty()) return invalid("the SignedInfo has no Reference");
  if (references.size() > 1 && checks.on("one-reference"))
    return invalid("the SignedInfo has several References");
  std::optional<xml::SignedPart> covered;
  for (const xml::Node reference : references) {
    auto part = verify_reference(document, signature, reference, checks);
    if (!part) return part.error();
    if (!covered || part->id == parent.attribute("ID")) covered = std::move(*part);
  }
  return *covered;
}

}  // namespace idproctor::reference
