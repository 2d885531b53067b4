#include "mock_idp/audit.hpp"

#include <algorithm>
#include <iterator>

#include "foundation/core/base64.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/careless.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/signature_value.hpp"
#include "foundation/xml/xpath_filter.hpp"

namespace idproctor::mock_idp {

namespace {

using Nodes = std::vector<xml::Node>;

constexpr std::string_view kDsigNamespace = "http://www.w3.org/2000/09/xmldsig#";
constexpr std::string_view kEnvelopedSignature = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view kDefaultCanonicalization = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
constexpr std::string_view kFallbackDigest = "http://www.w3.org/2001/04/xmlenc#sha256";
constexpr std::string_view kFallbackCanonicalization = "http://www.w3.org/2001/10/xml-exc-c14n#";

Nodes dsig_children(const xml::Node& parent, std::string_view name) {
  Nodes found;
  for (const xml::Node& child : parent.children()) {
    if (child.name() == name && child.namespace_uri() == kDsigNamespace) found.push_back(child);
  }
  return found;
}

Nodes transforms_of(const xml::Node& reference) {
  Nodes all;
  for (const xml::Node& transforms : dsig_children(reference, "Transforms")) {
    std::ranges::copy(dsig_children(transforms, "Transform"), std::back_inserter(all));
  }
  return all;
}

bool is_xpath_filter(std::string_view algorithm) {
  return algorithm == xml::xpath_transform || algorithm == xml::xpath_filter2_transform;
}

/// Empty where there is none.
std::string algorithm_of(const xml::Node& parent, std::string_view name) {
  const Nodes methods = dsig_children(parent, name);
  return methods.empty() ? std::string() : methods.front().attribute("Algorithm");
}

/// Node::text() leaves out comments and processing instructions: what remains is what the signature's own
/// canonical form says, whatever an attack has put beside it.
bool holds(const xml::Node& value, std::string_view octets) {
  const auto decoded = base64_decode(value.text());
  return decoded && *decoded == octets;
}

/// SignatureValue verifies over this SignedInfo with one of the keys, by whatever algorithm: a message may
/// give its algorithm a wrong name on purpose, and the key has signed all the same. An unknown
/// canonicalization is read as the exclusive one, as it was signed.
Result<> verify_value(const xml::Document& document, const xml::Node& signature, const xml::Node& signed_info,
                      std::span<const crypto::Key> trusted) {
  const Nodes methods = dsig_children(signed_info, "CanonicalizationMethod");
  const xml::Node method = methods.empty() ? xml::Node() : methods.front();
  std::string canonicalization = method.attribute("Algorithm");
  if (!xml::is_canonicalization(canonicalization)) canonicalization = kFallbackCanonicalization;
  auto octets = xml::canonical(document, signed_info, canonicalization, xml::inclusive_prefixes(method));
  if (!octets) return octets.error();
  for (const xml::Node& element : dsig_children(signature, "SignatureValue")) {
    const auto value = base64_decode(element.text());
    if (!value) return invalid("SignatureValue: " + value.error().message);
    const bool verified = std::ranges::any_of(
        trusted, [&](const crypto::Key& key) { return crypto::verifies_by_any(key, *octets, *value); });
    if (verified) return {};
  }
  return invalid("the signature value verifies with no trusted key");
}

bool means_whole_document(std::string_view uri) {
  return uri.empty() || uri == "#xpointer(/)";
}

/// The elements that a Reference may mean: all with that ID, or the root for the whole document.
Nodes targets_of(const xml::Document& document, const xml::Node& reference) {
  std::string id = reference.attribute("URI");
  if (means_whole_document(id)) return {document.root()};
  if (id.starts_with("#xpointer(id('") && id.ends_with("'))")) {
    id = "#" + id.substr(14, id.size() - 17);
  }
  if (id.size() < 2 || id.front() != '#') return {};
  id.erase(0, 1);
  Nodes found;
  const auto carriers = document.select("//*[@ID or @Id or @id]");
  if (!carriers) return found;
  for (const xml::Node& element : *carriers) {
    for (const char* name : {"ID", "Id", "id"}) {
      if (element.attribute(name) == id) {
        found.push_back(element);
        break;
      }
    }
  }
  return found;
}

/// The octets that a Reference digests if it means this element (XML Signature 4.4.3.2). Transforms that are
/// unknown here are passed over: whether they were is for the digest to say.
Result<std::string> digested_octets(const xml::Document& document, const xml::Node& reference,
                                    const xml::Node& element, const xml::Node& signature) {
  std::string canonicalization(kDefaultCanonicalization), prefixes;
  xml::Node without;
  xml::NodeFilter keep;
  for (const xml::Node& transform : transforms_of(reference)) {
    const std::string algorithm = transform.attribute("Algorithm");
    if (algorithm == kEnvelopedSignature) {
      without = signature;
    } else if (is_xpath_filter(algorithm)) {
      auto filter = xml::xpath_filter(document, transform);
      if (!filter) return filter.error();
      keep = *filter;
    } else if (xml::is_canonicalization(algorithm)) {
      canonicalization = algorithm;
      prefixes = xml::inclusive_prefixes(transform);
    }
  }
  // "#ID" and "" mean a node-set without comments, so that none are left to write (XML Signature 4.4.3.3).
  const std::string uri = reference.attribute("URI");
  if (!uri.starts_with("#xpointer(")) canonicalization = xml::without_comments(canonicalization);
  const xml::Node subtree = means_whole_document(uri) ? xml::Node() : element;
  return xml::canonical(document, subtree, canonicalization, prefixes, without, keep);
}

/// One SignedInfo, or one element that a Reference of it may mean.
struct Reading {
  xml::Node signed_info;
  xml::Node element;           ///< null for the SignedInfo itself
  Result<std::string> octets;  ///< what is signed, or why it is not
  bool is_filtered = false;    ///< an XPath transform may take parts of the element out
};

bool is_filtered(const xml::Node& reference) {
  return std::ranges::any_of(transforms_of(reference), [](const xml::Node& transform) {
    return is_xpath_filter(transform.attribute("Algorithm"));
  });
}

/// Where a provider signs the Response alone, its signature is what vouches for the assertion. What lies in a
/// ds:Signature is left to a Reference of its own: the enveloped-signature transform may take it out.
bool speaks_of(const Reading& reading, const xml::Node& wanted) {
  if (!reading.element) return reading.signed_info == wanted;
  if (reading.element == wanted) return true;
  if (reading.is_filtered) return false;
  for (xml::Node node = wanted; node; node = node.parent()) {
    if (node == reading.element) return true;
    if (node.name() == "Signature" && node.namespace_uri() == kDsigNamespace) return false;
  }
  return false;
}

Result<std::string> read_reference(const xml::Document& document, const xml::Node& reference,
                                   const xml::Node& element, const xml::Node& signature) {
  auto octets = digested_octets(document, reference, element, signature);
  if (!octets) return octets.error();
  std::string method = algorithm_of(reference, "DigestMethod");
  if (!crypto::is_digest(method)) method = kFallbackDigest;
  auto digest = crypto::digest(method, *octets);
  if (!digest) return digest.error();
  for (const xml::Node& value : dsig_children(reference, "DigestValue")) {
    if (holds(value, *digest)) return octets;
  }
  return invalid("the digest does not match: the element was changed after signing");
}

void read_signed_info(const xml::Document& document, const xml::Node& signature, const xml::Node& signed_info,
                      std::span<const crypto::Key> trusted, std::vector<Reading>& readings) {
  const auto value = verify_value(document, signature, signed_info, trusted);
  readings.push_back({signed_info, {}, value ? Result<std::string>(std::string()) : value.error()});
  for (const xml::Node& reference : dsig_children(signed_info, "Reference")) {
    for (const xml::Node& element : targets_of(document, reference)) {
      auto octets = value ? read_reference(document, reference, element, signature)
                          : Result<std::string>(value.error());
      readings.push_back({signed_info, element, std::move(octets), is_filtered(reference)});
    }
  }
}

Result<std::vector<Reading>> read_signatures(const xml::Document& document,
                                             std::span<const crypto::Key> trusted) {
  auto signatures = document.select("//ds:Signature");
  if (!signatures) return signatures.error();
  std::vector<Reading> readings;
  for (const xml::Node& signature : *signatures) {
    for (const xml::Node& signed_info : dsig_children(signature, "SignedInfo")) {
      read_signed_info(document, signature, signed_info, trusted, readings);
    }
  }
  return readings;
}

/// As a careful parser reads the bytes; else as one does that goes on behind errors and reads a DOCTYPE:
/// whether such a message may be accepted is asked elsewhere, here the question is who was signed.
Result<xml::Document> readable(std::string_view bytes) {
  auto document = xml::Document::parse(bytes);
  if (document) return document;
  const auto read = xml::careless_reading(bytes, {.recovers = true, .doctype = true});
  return read ? xml::Document::parse(*read) : std::move(document);
}

/// Of a Response or an Assertion the subject of its own, not of an assertion that lies in Advice or the like.
std::string own_identity(const std::string& identity) {
  return "(/saml:Assertion|/samlp:Response/saml:Assertion)/*/" + identity +
         "|/*[not(self::saml:Assertion or self::samlp:Response)]//" + identity;
}

}  // namespace

std::vector<std::string> signed_identities(std::string_view bytes, std::span<const crypto::Key> trusted,
                                           const std::string& identity_xpath,
                                           std::span<const Plaintext> plaintexts) {
  std::vector<std::string> identities;
  const auto read = [&](std::string_view xml) {
    auto document = readable(xml);
    if (!document) return;
    const auto readings = read_signatures(*document, trusted);
    if (!readings) return;
    for (const Reading& reading : *readings) {
      if (!reading.element || !reading.octets) continue;
      const auto covered = xml::Document::parse(revealed(*reading.octets, plaintexts));
      if (!covered) continue;
      const auto nodes = covered->select(own_identity(identity_xpath));
      if (!nodes) continue;
      for (const xml::Node& node : *nodes) identities.push_back(node.text());
    }
  };
  std::optional<std::string> layer(bytes);
  for (std::size_t depth = 0; layer && depth <= plaintexts.size(); ++depth) {
    read(*layer);
    layer = revealed_layer(*layer, plaintexts);
  }
  return identities;
}

Result<> check_intact(std::string_view bytes, std::span<const crypto::Key> trusted, const std::string& xpath,
                      std::span<const Plaintext> plaintexts) {
  auto document = readable(bytes);
  if (!document) return document.error();
  auto elements = document->select(xpath);
  if (!elements) return elements.error();
  if (elements->empty() && !plaintexts.empty()) {
    const auto layer = revealed_layer(bytes, plaintexts);
    if (layer) return check_intact(*layer, trusted, xpath, plaintexts);
  }
  if (elements->empty()) return invalid("what should be intact is not there: " + xpath);
  const xml::Node wanted = elements->front();
  const auto readings = read_signatures(*document, trusted);
  if (!readings) return readings.error();
  std::string reason = "no signature refers to it";
  for (const Reading& reading : *readings) {
    if (!speaks_of(reading, wanted)) continue;
    if (reading.octets) return {};
    reason = reading.octets.error().message;
  }
  return invalid("what should be intact does not verify: " + xpath + ": " + reason);
}

}  // namespace idproctor::mock_idp
