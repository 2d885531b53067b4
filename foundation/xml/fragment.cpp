#include "foundation/xml/fragment.hpp"

#include <algorithm>
#include <climits>
#include <map>
#include <string>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;
using handle::view;

constexpr std::string_view xsi_namespace = "http://www.w3.org/2001/XMLSchema-instance";

const xmlChar* to_prefix(const std::string& prefix) {
  return prefix.empty() ? nullptr : to_xml(prefix);
}

bool means(const xmlNs* bound, std::string_view uri) {
  return bound != nullptr && view(bound->href) == uri;
}

/// A declaration in scope at the element that means `uri` under any prefix and is not hidden by a nearer one.
xmlNsPtr in_scope(xmlNodePtr element, std::string_view uri, bool for_attribute) {
  for (xmlNodePtr at = element; at != nullptr && at->type == XML_ELEMENT_NODE; at = at->parent) {
    for (xmlNsPtr bound = at->nsDef; bound != nullptr; bound = bound->next) {
      const bool usable = means(bound, uri) && (bound->prefix != nullptr || !for_attribute);
      if (usable && xmlSearchNs(element->doc, element, bound->prefix) == bound) return bound;
    }
  }
  return nullptr;
}

xmlNsPtr declare(xmlNodePtr element, const std::string& prefix, const std::string& uri) {
  xmlNsPtr made = xmlNewNs(element, to_xml(uri), to_prefix(prefix));
  // It is null where the element declares this prefix already, for something else.
  for (int number = 1; made == nullptr; ++number) {
    const std::string other = "ns" + std::to_string(number);
    if (xmlSearchNs(element->doc, element, to_xml(other)) == nullptr) {
      made = xmlNewNs(element, to_xml(uri), to_xml(other));
    }
  }
  return made;
}

enum class Prefixes { keep, adapt };

struct Use {
  std::string prefix;
  std::string uri;
  bool for_attribute;
};

/// The declaration that `use` takes at `element`, a node of the new subtree `top`.
xmlNsPtr adopted(xmlNodePtr element, xmlNodePtr top, const Use& use, Prefixes prefixes_are) {
  xmlDocPtr document = element->doc;
  if (use.uri == view(XML_XML_NAMESPACE)) return xmlSearchNs(document, element, to_xml("xml"));
  xmlNsPtr same = xmlSearchNs(document, element, to_prefix(use.prefix));
  if (means(same, use.uri) && (same->prefix != nullptr || !use.for_attribute)) return same;
  if (prefixes_are == Prefixes::adapt) {
    if (xmlNsPtr other = in_scope(element, use.uri, use.for_attribute)) return other;
  }
  // At the top, where it serves the whole subtree; but not so that it hides what another node there uses.
  const bool is_free = xmlSearchNs(document, top, to_prefix(use.prefix)) == nullptr;
  return declare(is_free ? top : element, use.prefix, use.uri);
}

/// After a subtree came to its new place: every name gets a declaration that is in scope there. `lent` are
/// the declarations of the fragment's wrapper, whose prefixes are ours and not the author's.
void reconcile(xmlNodePtr top, const xmlNs* lent) {
  const auto is_lent = [&](const xmlNs* bound) {
    for (const xmlNs* at = lent; at != nullptr; at = at->next) {
      if (at == bound) return true;
    }
    return false;
  };
  const auto adopt = [&](xmlNodePtr element, const xmlNs* bound, bool for_attribute) {
    const Use use{std::string(view(bound->prefix)), std::string(view(bound->href)), for_attribute};
    return adopted(element, top, use, is_lent(bound) ? Prefixes::adapt : Prefixes::keep);
  };
  for (xmlNodePtr node = top; node != nullptr; node = next_in_tree(node, top)) {
    if (node->type != XML_ELEMENT_NODE) continue;
    if (node->ns != nullptr) {
      node->ns = adopt(node, node->ns, false);
    } else if (const xmlNs* bound = xmlSearchNs(node->doc, node, nullptr);
               bound && !view(bound->href).empty()) {
      xmlNewNs(node, to_xml(""), nullptr);  // else the name would fall into the default namespace
    }
    for (xmlAttrPtr attribute = node->properties; attribute != nullptr; attribute = attribute->next) {
      if (attribute->ns != nullptr) attribute->ns = adopt(node, attribute->ns, true);
    }
  }
}

using Bindings = std::map<std::string, std::string>;

/// The prefixes that stand in xsi:type values of the subtree and are declared above it. No element or
/// attribute name shows that they are needed.
Bindings content_prefixes(xmlNodePtr top) {
  Bindings needed;
  for (xmlNodePtr node = top; node != nullptr; node = next_in_tree(node, top)) {
    if (node->type != XML_ELEMENT_NODE) continue;
    xmlAttrPtr type = xmlHasNsProp(node, to_xml("type"), to_xml(std::string(xsi_namespace)));
    if (type == nullptr) continue;
    const std::string value(trim(Node(type).text()));
    const std::size_t colon = value.find(':');
    if (colon == value.npos) continue;
    const std::string prefix = value.substr(0, colon);
    const xmlNs* bound = xmlSearchNs(node->doc, node, to_xml(prefix));
    const xmlNs* above = xmlSearchNs(top->parent->doc, top->parent, to_xml(prefix));
    if (bound != nullptr && bound == above) needed.emplace(prefix, view(bound->href));
  }
  return needed;
}

void declare_content_prefixes(xmlNodePtr top, const Bindings& needed) {
  for (const auto& [prefix, uri] : needed) {
    if (!means(xmlSearchNs(top->doc, top, to_xml(prefix)), uri)) xmlNewNs(top, to_xml(uri), to_xml(prefix));
  }
}

Error no_second_root() {
  return invalid("beside the root element there is room for comments and processing instructions alone");
}

Result<> require_depth(xmlNodePtr parent, int height) {
  int depth = 0;  // of elements above, the document not counted
  for (xmlNodePtr at = parent; at->type == XML_ELEMENT_NODE; at = at->parent) ++depth;
  if (depth + height <= deepest_level) return {};
  return Error{Error::Kind::too_large, "the document would have more than 256 levels", {}};
}

Result<> require_fit(xmlNodePtr node, const Place& place) {
  xmlNodePtr parent = raw(place.parent);
  const bool may_be_beside_root = node->type == XML_COMMENT_NODE || node->type == XML_PI_NODE;
  if (parent->type == XML_DOCUMENT_NODE && !may_be_beside_root) return no_second_root();
  return require_depth(parent, height_of(node));
}

/// libxml2's own functions would merge texts and free what they were given; here the node stays the node.
void link(xmlNodePtr node, const Place& place) {
  xmlNodePtr parent = raw(place.parent);
  xmlNodePtr next = raw(place.next);
  xmlSetTreeDoc(node, parent->doc);
  node->parent = parent;
  node->next = next;
  node->prev = next != nullptr ? next->prev : parent->last;
  (node->prev != nullptr ? node->prev->next : parent->children) = node;
  (next != nullptr ? next->prev : parent->last) = node;
}

/// Links a node that is in no tree and makes its names right there.
void attach(xmlNodePtr node, const Place& place, const Bindings& needed, const xmlNs* lent = nullptr) {
  link(node, place);
  declare_content_prefixes(node, needed);
  reconcile(node, lent);
}

/// The same for a node that hangs below a fragment's wrapper.
void attach_lent(xmlNodePtr node, const Place& place, const xmlNode* wrapper) {
  const Bindings needed = content_prefixes(node);
  xmlUnlinkNode(node);
  attach(node, place, needed, wrapper->nsDef);
}

/// The one element under the wrapper, with white space around it at most.
Result<xmlNodePtr> only_element(xmlNodePtr wrapper) {
  xmlNodePtr found = nullptr;
  for (xmlNodePtr child = wrapper->children; child != nullptr; child = child->next) {
    if (xmlIsBlankNode(child)) continue;
    if (found != nullptr || child->type != XML_ELEMENT_NODE) return invalid("the shell is not one element");
    found = child;
  }
  if (found == nullptr) return invalid("the shell is not one element");
  return found;
}

Result<handle::XmlDocument> parse_fragment(std::string_view fragment) {
  std::string wrapped = "<fragment";
  for (const Prefix& bound : prefixes()) {
    wrapped += " xmlns:" + std::string(bound.prefix) + "=\"" + std::string(bound.uri) + "\"";
  }
  wrapped.reserve(wrapped.size() + fragment.size() + 16);  // a fragment may have megabytes
  wrapped.append(">").append(fragment).append("</fragment>");
  if (wrapped.size() > INT_MAX) return Error{Error::Kind::too_large, "the fragment is too large", {}};
  // Without a dictionary each name belongs to its node, which may then move to another document.
  auto parsed = parse_tree(wrapped, XML_PARSE_NODICT);
  if (parsed) return parsed;
  Error error = parsed.error();
  error.message = "the fragment " + printable(fragment, 200) + " is " + error.message;
  error.where.clear();  // a place in the wrapped text would only mislead
  return error;
}

}  // namespace

Result<Place> place_for(Position position, Node at) {
  xmlNodePtr node = raw(at);
  if (position == Position::into) {
    if (node->type == XML_ELEMENT_NODE) return Place{at, Node()};
    return invalid("only an element can take something into it");
  }
  if (node->type == XML_ATTRIBUTE_NODE || node->type == XML_DOCUMENT_NODE) {
    return invalid("nothing stands before or after an attribute or the document");
  }
  return Place{Node(node->parent), position == Position::before ? at : Node(node->next)};
}

Result<> put_fragment(std::string_view fragment, Place place) {
  auto parsed = parse_fragment(fragment);
  if (!parsed) return parsed.error();
  xmlNodePtr wrapper = xmlDocGetRootElement(parsed->get());
  for (xmlNodePtr node = wrapper->children; node != nullptr; node = node->next) {
    if (auto fits = require_fit(node, place); !fits) return fits.error();
  }
  while (wrapper->children != nullptr) attach_lent(wrapper->children, place, wrapper);
  return {};
}

Result<> put_copy(Node original, Place place) {
  xmlNodePtr source = raw(original);
  const Bindings needed = content_prefixes(source);
  handle::XmlDetachedNode copy(xmlDocCopyNode(source, source->doc, 1));
  if (copy == nullptr) return invalid("this node cannot be copied");
  if (auto fits = require_fit(copy.get(), place); !fits) return fits.error();
  // libxml2 appended the declarations that stand above the original. Those that the new place has are not
  // needed; the others come back below.
  handle::XmlNamespaces appended;
  if (source->type == XML_ELEMENT_NODE) {
    xmlNsPtr* end = &copy->nsDef;
    for (const xmlNs* own = source->nsDef; own != nullptr; own = own->next) end = &(*end)->next;
    appended.reset(std::exchange(*end, nullptr));
  }
  attach(copy.release(), place, needed);
  return {};
}

Result<> put_existing(Node existing, Place place) {
  xmlNodePtr node = raw(existing);
  if (place.next == existing) place.next = Node(node->next);
  if (auto fits = require_fit(node, place); !fits) return fits.error();
  const Bindings needed = content_prefixes(node);
  xmlUnlinkNode(node);
  attach(node, place, needed);
  return {};
}

Result<> put_around(Node inner, std::string_view shell) {
  xmlNodePtr node = raw(inner);
  auto parsed = parse_fragment(shell);
  if (!parsed) return parsed.error();
  xmlNodePtr wrapper = xmlDocGetRootElement(parsed->get());
  auto frame = only_element(wrapper);
  if (!frame) return frame.error();
  const Place place{Node(node->parent), Node(node->next)};
  if (node->parent->type == XML_DOCUMENT_NODE && node->type != XML_ELEMENT_NODE) return no_second_root();
  const int height = std::max(height_of(*frame), 1 + height_of(node));
  if (auto fits = require_depth(raw(place.parent), height); !fits) return fits.error();

  const Bindings needed = content_prefixes(node);
  xmlUnlinkNode(node);
  attach_lent(*frame, place, wrapper);
  attach(node, Place{Node(*frame), Node()}, needed);
  return {};
}

void* namespace_for(Node element, std::string_view prefix, std::string_view uri, bool for_attribute) {
  return adopted(raw(element), raw(element), {std::string(prefix), std::string(uri), for_attribute},
                 Prefixes::adapt);
}

void merge_texts(Node parent) {
  xmlNodePtr child = raw(parent)->children;
  while (child != nullptr) {
    if (child->type == XML_TEXT_NODE && child->next != nullptr && child->next->type == XML_TEXT_NODE) {
      xmlTextMerge(child, child->next);
    } else {
      child = child->next;
    }
  }
}

}  // namespace idproctor::xml
