#include "mock_idp/audit.hpp"

#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/verify.hpp"

namespace idproctor::mock_idp {

namespace {

/// The message's own algorithms are part of the question that a case asks, so weak ones verify here.
constexpr xml::Policy kAnyStrength{.allow_sha1 = true};

/// "/*[1]/*[2]": where the node stands, for finding it again in a clone.
std::string path_of(const xml::Node& node) {
  std::string path;
  for (xml::Node at = node; at && at.is_element(); at = at.parent()) {
    std::size_t position = 1;
    if (const xml::Node parent = at.parent(); parent && parent.is_element()) {
      for (const xml::Node& sibling : parent.children()) {
        if (sibling == at) break;
        ++position;
      }
    }
    path = "/*[" + std::to_string(position) + "]" + path;
  }
  return path;
}

/// Verifies one signature as if `element` were the only one with its ID. Whatever else has an ID gets another
/// one, so that further duplicates do not hide it; only what lies inside of the element keeps its own, being
/// signed too.
Result<xml::SignedPart> verify_over(xml::Document& document, const xml::Node& signature,
                                    const xml::Node& element, const crypto::Key& key) {
  // Nothing to set aside in an honest message, nor in most of the others.
  if (xml::id_problems(document).empty()) return xml::verify(document, signature, key, kAnyStrength);
  xml::Document copy = document.clone();
  const std::string own = path_of(element), id = element.attribute("ID");
  auto others = copy.select("//*[@ID]");
  if (!others) return others.error();
  int set_aside = 0;
  for (const xml::Node& other : *others) {
    const std::string path = path_of(other);
    const bool inside = path.starts_with(own + "/");
    if (path == own || (inside && other.attribute("ID") != id)) continue;
    const std::string another = "_set-aside-" + std::to_string(++set_aside);
    if (auto edited = xml::set(copy, path + "/@ID", another); !edited) return edited.error();
  }
  auto found = copy.select(path_of(signature));
  if (!found) return found.error();
  if (found->empty()) return invalid("the signature was not found again in the copy");
  return xml::verify(copy, found->front(), key, kAnyStrength);
}

/// Every pair of a signature and an element with the ID that its Reference names.
struct Candidate {
  xml::Node signature, element;
};

Result<std::vector<Candidate>> candidates(const xml::Document& document) {
  std::vector<Candidate> pairs;
  auto signatures = document.select("//ds:Signature");
  if (!signatures) return signatures.error();
  for (const xml::Node& signature : *signatures) {
    auto uris = document.select("ds:SignedInfo/ds:Reference/@URI", signature);
    if (!uris) return uris.error();
    for (const xml::Node& uri : *uris) {
      const std::string text = uri.text();
      if (text.size() < 2 || text.front() != '#' || text.find('\'') != std::string::npos) continue;
      auto elements = document.select("//*[@ID='" + text.substr(1) + "']");
      if (!elements) return elements.error();
      for (const xml::Node& element : *elements) pairs.push_back({signature, element});
    }
  }
  return pairs;
}

}  // namespace

std::vector<std::string> signed_identities(std::string_view bytes, const crypto::Key& key,
                                           const std::string& identity_xpath) {
  std::vector<std::string> identities;
  auto document = xml::Document::parse(bytes);
  if (!document) return identities;
  const auto pairs = candidates(*document);
  if (!pairs) return identities;
  for (const Candidate& pair : *pairs) {
    const auto part = verify_over(*document, pair.signature, pair.element, key);
    if (!part) continue;
    const auto covered = xml::Document::parse(part->canonical_xml);
    if (!covered) continue;
    const auto nodes = covered->select("//" + identity_xpath);
    if (!nodes) continue;
    for (const xml::Node& node : *nodes) identities.push_back(node.text());
  }
  return identities;
}

Result<> check_intact(std::string_view bytes, const crypto::Key& key, const std::string& xpath) {
  auto document = xml::Document::parse(bytes);
  if (!document) return document.error();
  auto elements = document->select(xpath);
  if (!elements) return elements.error();
  if (elements->empty()) return invalid("what should be intact is not there: " + xpath);
  const auto pairs = candidates(*document);
  if (!pairs) return pairs.error();
  std::string reason = "no signature refers to it";
  for (const Candidate& pair : *pairs) {
    if (!(pair.element == elements->front())) continue;
    const auto part = verify_over(*document, pair.signature, pair.element, key);
    if (part) return {};
    reason = part.error().message;
  }
  return invalid("what should be intact does not verify: " + xpath + ": " + reason);
}

}  // namespace idproctor::mock_idp
