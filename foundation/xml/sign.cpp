#include "foundation/xml/sign.hpp"

#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/library.hpp"
#include "foundation/xml/reference_octets.hpp"
#include "foundation/xml/signature_value.hpp"

namespace idproctor::xml {

namespace {

constexpr std::string_view nearest_digest = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view nearest_canonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";

Node dsig_child(Node parent, std::string_view name) {
  if (!parent) return {};
  for (xmlNodePtr child = raw(parent)->children; child != nullptr; child = child->next) {
    if (is_element(child, dsig_namespace, name)) return Node(child);
  }
  return {};
}

void set_text(Node element, const std::string& text) {
  xmlNodePtr parent = raw(element);
  while (xmlNodePtr child = parent->children) {
    xmlUnlinkNode(child);
    xmlFreeNode(child);
  }
  if (!text.empty()) xmlAddChild(parent, xmlNewDocText(parent->doc, handle::to_xml(text)));
}

Result<> fill_in_digest(const Document& document, Node reference, Node signature, bool nearest) {
  const Node value = dsig_child(reference, "DigestValue");
  if (!value) return invalid("a Reference of the signature has no DigestValue");
  std::string algorithm = dsig_child(reference, "DigestMethod").attribute("Algorithm");
  if (nearest && !crypto::is_digest(algorithm)) algorithm = nearest_digest;
  auto octets = reference_octets(document, reference, signature, nearest);
  if (!octets) return octets.error();
  auto digest = crypto::digest(algorithm, *octets);
  if (!digest) return digest.error();
  set_text(value, base64_encode(*digest));
  return {};
}

/// HMACOutputLength in bits; 0 is no restriction here, since SignatureMethod has none then.
Result<std::optional<std::size_t>> output_length(Node signature_method) {
  const Node element = dsig_child(signature_method, "HMACOutputLength");
  if (!element) return std::optional<std::size_t>();
  const std::string text = element.text();
  std::size_t bits = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bits);
  if (error != std::errc() || end != text.data() + text.size()) {
    return invalid("HMACOutputLength is no number: " + printable(text, 50));
  }
  return std::optional(bits);
}

Result<std::string> signature_value(Node signature_method, const crypto::Key& key, std::string_view octets,
                                    const SigningOptions& options) {
  std::string algorithm = options.computed_by.value_or(signature_method.attribute("Algorithm"));
  if (algorithm == "none") return std::string();
  if (options.secret && crypto::is_hmac(algorithm)) {
    auto bits = output_length(signature_method);
    if (!bits) return bits.error();
    return crypto::hmac(algorithm, *options.secret, octets, *bits);
  }
  if (options.nearest && !crypto::signs_with(key, algorithm)) algorithm = crypto::nearest_method(key);
  return crypto::sign(key, algorithm, octets);
}

}  // namespace

Result<> sign(Document& document, Node signature, const crypto::Key& key, const SigningOptions& options) {
  require_library();
  if (!is_element(raw(signature), dsig_namespace, "Signature") || raw(signature)->doc != raw(document)) {
    return invalid("only a ds:Signature element of the document can be signed");
  }
  if (!key.is_private()) return invalid("a public key cannot sign");
  const Node signed_info = dsig_child(signature, "SignedInfo");
  const Node value = dsig_child(signature, "SignatureValue");
  if (!signed_info || !value) return invalid("the signature template has no SignedInfo or no SignatureValue");

  std::vector<Node> references;
  for (const Node& child : signed_info.children()) {
    if (is_element(raw(child), dsig_namespace, "Reference")) references.push_back(child);
  }
  // A signature that is signed again, or whose own Object is digested, must not cover its old values.
  set_text(value, {});
  for (const Node& reference : references) {
    if (const Node digest = dsig_child(reference, "DigestValue")) set_text(digest, {});
  }
  for (const Node& reference : references) {
    if (auto filled = fill_in_digest(document, reference, signature, options.nearest); !filled) return filled;
  }

  const Node canonicalization = dsig_child(signed_info, "CanonicalizationMethod");
  std::string method = canonicalization.attribute("Algorithm");
  if (options.nearest && !is_canonicalization(method)) method = nearest_canonicalization;
  auto octets = canonical(document, signed_info, method, inclusive_prefixes(canonicalization));
  if (!octets) return octets.error();
  auto bytes = signature_value(dsig_child(signed_info, "SignatureMethod"), key, *octets, options);
  if (!bytes) return invalid("the signature cannot be made: " + bytes.error().message);
  set_text(value, base64_encode(*bytes));
  return {};
}

}  // namespace idproctor::xml
