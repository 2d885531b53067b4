#include "foundation/xml/reference_octets.hpp"

#include <optional>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/library.hpp"
#include "foundation/xml/xpath_filter.hpp"

namespace idproctor::xml {

namespace {

using handle::view;

constexpr std::string_view enveloped_signature_transform =
    "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
constexpr std::string_view default_canonicalization = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";

/// What a Reference's URI says (XML Signature 4.4.3.3).
struct Meaning {
  bool whole_document = false;
  bool keeps_comments = false;  ///< xpointer forms alone keep them in the node-set
  std::string id;
};

std::optional<Meaning> meaning_of(std::string_view uri) {
  constexpr std::string_view before = "#xpointer(id('";
  constexpr std::string_view after = "'))";
  if (uri.empty()) return Meaning{true, false, {}};
  if (uri == "#xpointer(/)") return Meaning{true, true, {}};
  if (uri.starts_with(before) && uri.ends_with(after)) {
    return Meaning{false, true,
                   std::string(uri.substr(before.size(), uri.size() - before.size() - after.size()))};
  }
  if (uri.size() > 1 && uri.front() == '#' && uri.find('(') == uri.npos) {
    return Meaning{false, false, std::string(uri.substr(1))};
  }
  return std::nullopt;
}

bool carries_id(const xmlNode* element, std::string_view id) {
  if (element->type != XML_ELEMENT_NODE) return false;
  for (xmlAttrPtr attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
    const std::string_view name = view(attribute->name);
    const bool is_id = attribute->ns == nullptr ? name == "ID" || name == "Id"
                                                : name == "id" && view(attribute->ns->prefix) == "xml";
    if (is_id && Node(attribute).text() == id) return true;
  }
  return false;
}

xmlNodePtr find_by_id(xmlNodePtr signature, std::string_view id) {
  for (xmlNodePtr above = signature->parent; above != nullptr; above = above->parent) {
    if (carries_id(above, id)) return above;
  }
  xmlNodePtr root = xmlDocGetRootElement(signature->doc);
  for (xmlNodePtr node = root; node != nullptr; node = next_in_tree(node, root)) {
    if (carries_id(node, id)) return node;
  }
  return nullptr;
}

/// The node-set that the transforms have left so far, then the octets once a canonicalization has written
/// them.
class Transformation {
 public:
  Transformation(const Document& document, Node top, bool keeps_comments)
      : document_(&document), top_(top), keeps_comments_(keeps_comments) {}

  Result<> apply(Node transform, Node signature, bool nearest) {
    const std::string algorithm = transform.attribute("Algorithm");
    if (is_canonicalization(algorithm)) return write(algorithm, inclusive_prefixes(transform));
    if (algorithm == enveloped_signature_transform) {
      if (octets_) return invalid("enveloped-signature must come before the canonicalization");
      without_ = signature;
      return {};
    }
    if (algorithm == xpath_transform || algorithm == xpath_filter2_transform) {
      if (octets_) return invalid("an XPath filter must come before the canonicalization");
      auto keep = xpath_filter(*document_, transform);
      if (!keep) return keep.error();
      filters_.push_back(*keep);
      return {};
    }
    if (nearest) return {};
    return Error{Error::Kind::unsupported, "the transform " + printable(algorithm) + " is unknown", {}};
  }

  Result<std::string> octets() {
    if (!octets_) {
      if (auto written = write(default_canonicalization, {}); !written) return written.error();
    }
    return *octets_;
  }

 private:
  Result<> write(std::string_view algorithm, const std::string& prefixes) {
    if (octets_) {  // octets become a node-set again by being parsed
      auto parsed = Document::parse(*octets_);
      if (!parsed) return parsed.error();
      parsed_ = std::move(*parsed);
      document_ = &*parsed_;
      top_ = without_ = Node();
      filters_.clear();
      keeps_comments_ = true;
    }
    const std::string uri = keeps_comments_ ? std::string(algorithm) : without_comments(algorithm);
    NodeFilter keep;
    if (!filters_.empty()) {
      keep = [this](Node node) {
        for (const NodeFilter& filter : filters_) {
          if (!filter(node)) return false;
        }
        return true;
      };
    }
    auto written = canonical(*document_, top_, uri, prefixes, without_, keep);
    if (!written) return written.error();
    octets_ = std::move(*written);
    return {};
  }

  const Document* document_;
  Node top_, without_;
  bool keeps_comments_;
  std::vector<NodeFilter> filters_;
  std::optional<std::string> octets_;
  std::optional<Document> parsed_;
};

}  // namespace

Result<std::string> reference_octets(const Document& document, Node reference, Node signature, bool nearest) {
  const std::string uri = reference.attribute("URI");
  const auto meaning = meaning_of(uri);
  if (!meaning) return invalid("the Reference " + printable(uri) + " is to nothing in the document");
  Node top;
  if (!meaning->whole_document) {
    top = Node(find_by_id(raw(signature), meaning->id));
    if (!top) return invalid("the Reference " + printable(uri) + " points at no element");
  }
  Transformation transformation(document, top, meaning->keeps_comments);
  for (const Node& transforms : reference.children()) {
    if (!is_element(raw(transforms), dsig_namespace, "Transforms")) continue;
    for (const Node& transform : transforms.children()) {
      if (auto applied = transformation.apply(transform, signature, nearest); !applied)
        return applied.error();
    }
  }
  return transformation.octets();
}

}  // namespace idproctor::xml
