#include "foundation/xml/edit.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/fragment.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;
using handle::view;

Error at_xpath(std::string_view verb, std::string_view xpath, std::string reason) {
  return invalid(std::string(verb) + " " + printable(xpath) + ": " + std::move(reason));
}

Error at_xpath(std::string_view verb, std::string_view xpath, const Error& error) {
  Error named = error;
  named.message = std::string(verb) + " " + printable(xpath) + ": " + error.message;
  return named;
}

Result<std::vector<Node>> targets(const Document& document, std::string_view xpath) {
  auto nodes = document.select(xpath);
  if (nodes && nodes->empty()) return invalid("XPath " + printable(xpath) + " selects nothing");
  return nodes;
}

Result<Node> first_target(const Document& document, std::string_view xpath) {
  auto nodes = targets(document, xpath);
  if (!nodes) return nodes.error();
  return nodes->front();
}

bool is_inside(xmlNodePtr node, const xmlNode* ancestor) {
  for (; node != nullptr; node = node->parent) {
    if (node == ancestor) return true;
  }
  return false;
}

/// Leaves out nodes within other selected ones: they go when those are replaced or removed.
std::vector<Node> outermost(const std::vector<Node>& nodes) {
  std::unordered_set<const void*> selected;
  for (const Node& node : nodes) selected.insert(node.raw());
  std::vector<Node> outer;
  for (const Node& node : nodes) {
    xmlNodePtr above = raw(node)->parent;
    while (above != nullptr && !selected.contains(above)) above = above->parent;
    if (above == nullptr) outer.push_back(node);
  }
  return outer;
}

/// XML 1.0 2.2: what may stand in a document at all, escaped or not.
bool is_xml_text(const std::string& text) {
  if (xmlCheckUTF8(handle::to_bytes(text)) != 1) return false;
  const auto is_control = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 && c != '\t' && c != '\n' && c != '\r';
  };
  return std::ranges::none_of(text, is_control) && text.find("\xEF\xBF\xBE") == text.npos &&
         text.find("\xEF\xBF\xBF") == text.npos;
}

/// libxml2 enters xml:id attributes into a table by their value; it must let go before the value changes.
void forget_id(xmlAttrPtr attribute) {
  if (attribute->atype == XML_ATTRIBUTE_ID) xmlRemoveID(attribute->doc, attribute);
}

void replace_content(xmlNodePtr parent, const std::string& value) {
  while (xmlNodePtr child = parent->children) {
    xmlUnlinkNode(child);
    xmlFreeNode(child);
  }
  if (value.empty()) return;
  // Not xmlNodeSetContent, which would read & as the start of a reference.
  xmlNodePtr text = xmlNewDocText(parent->doc, to_xml(value));
  text->parent = parent;
  parent->children = parent->last = text;
}

struct Name {
  std::string prefix;
  std::string uri;
  std::string local;
};

/// "prefix:local" or "local"; the prefix must be one of prefixes() or xml.
Result<Name> parse_name(std::string_view text) {
  const std::size_t colon = text.find(':');
  Name name;
  name.local = colon == text.npos ? text : text.substr(colon + 1);
  if (xmlValidateNCName(to_xml(name.local), 0) != 0) return invalid(printable(text) + " is no XML name");
  if (colon == text.npos) return name;
  name.prefix = text.substr(0, colon);
  if (name.prefix == "xml") name.uri = view(XML_XML_NAMESPACE);
  for (const Prefix& known : prefixes()) {
    if (known.prefix == name.prefix) name.uri = known.uri;
  }
  if (name.uri.empty()) return invalid("the prefix of " + printable(text) + " is unknown");
  return name;
}

xmlNsPtr attribute_namespace(Node element, const Name& name) {
  return name.uri.empty() ? nullptr
                          : static_cast<xmlNsPtr>(namespace_for(element, name.prefix, name.uri, true));
}

/// The part of `set` for an XPath like //saml:Assertion/@ID where no element has the attribute yet.
Result<> add_attributes(Document& document, std::string_view xpath, const std::string& value) {
  const std::size_t cut = xpath.rfind("/@");
  if (cut == xpath.npos || cut == 0) return invalid("XPath " + printable(xpath) + " selects nothing");
  auto name = parse_name(trim(xpath.substr(cut + 2)));
  if (!name) return invalid("XPath " + printable(xpath) + " selects nothing");
  auto elements = targets(document, xpath.substr(0, cut));
  if (!elements) return elements.error();
  for (const Node& element : *elements) {
    if (!element.is_element()) return at_xpath("set", xpath, "only elements have attributes");
  }
  for (const Node& element : *elements) {
    xmlSetNsProp(raw(element), attribute_namespace(element, *name), to_xml(name->local), to_xml(value));
  }
  return {};
}

Result<> copy_attribute(Node attribute, Node element) {
  if (!element.is_element()) return invalid("an attribute can only be put into an element");
  auto* source = static_cast<xmlAttrPtr>(attribute.raw());
  if (source->parent == raw(element)) return invalid("the attribute is there already");
  Name name{{}, {}, attribute.name()};
  if (source->ns != nullptr) {
    name.prefix = view(source->ns->prefix);
    name.uri = view(source->ns->href);
  }
  xmlSetNsProp(raw(element), attribute_namespace(element, name), to_xml(name.local),
               to_xml(attribute.text()));
  return {};
}

void remove_node(xmlNodePtr node) {
  if (node->type == XML_ATTRIBUTE_NODE) {
    xmlRemoveProp(reinterpret_cast<xmlAttrPtr>(node));
  } else {
    xmlUnlinkNode(node);
    xmlFreeNode(node);
  }
}

Result<> rename_element(Node node, const Name& name) {
  xmlNodePtr element = raw(node);
  if (!name.uri.empty()) {
    element->ns = static_cast<xmlNsPtr>(namespace_for(node, name.prefix, name.uri, false));
  }
  xmlNodeSetName(element, to_xml(name.local));
  return {};
}

Result<> rename_attribute(Node node, const Name& name) {
  auto* attribute = static_cast<xmlAttrPtr>(node.raw());
  const Node element(attribute->parent);
  const std::string uri = name.uri.empty() ? node.namespace_uri() : name.uri;
  xmlAttrPtr there = xmlHasNsProp(raw(element), to_xml(name.local), uri.empty() ? nullptr : to_xml(uri));
  if (there == attribute) return {};
  if (there != nullptr) return invalid("the element has an attribute " + name.local + " already");
  forget_id(attribute);
  if (!name.uri.empty()) attribute->ns = attribute_namespace(element, name);
  xmlNodeSetName(raw(node), to_xml(name.local));
  return {};
}

}  // namespace

Result<> set(Document& document, std::string_view xpath, std::string_view value) {
  const std::string text(value);
  if (value.find('\0') != value.npos || !is_xml_text(text)) {
    return at_xpath("set", xpath,
                    "the value " + printable(value, 100) + " has characters that XML does not allow");
  }
  auto nodes = document.select(xpath);
  if (!nodes) return nodes.error();
  if (nodes->empty()) return add_attributes(document, xpath, text);
  for (const Node& node : outermost(*nodes)) {
    switch (raw(node)->type) {
      case XML_ATTRIBUTE_NODE:
        forget_id(static_cast<xmlAttrPtr>(node.raw()));
        [[fallthrough]];
      case XML_ELEMENT_NODE:
        replace_content(raw(node), text);
        break;
      case XML_TEXT_NODE:
      case XML_CDATA_SECTION_NODE:
        xmlNodeSetContent(raw(node), to_xml(text));
        break;
      default:
        return at_xpath("set", xpath, "only elements, attributes and texts can be set");
    }
  }
  return {};
}

Result<> remove(Document& document, std::string_view xpath) {
  auto nodes = targets(document, xpath);
  if (!nodes) return nodes.error();
  const std::vector<Node> outer = outermost(*nodes);
  for (const Node& node : outer) {
    if (node == document.root() || raw(node)->type == XML_DOCUMENT_NODE) {
      return at_xpath("remove", xpath, "a document without its root element is none");
    }
  }
  std::unordered_set<void*> parents;
  for (const Node& node : outer) {
    parents.insert(raw(node)->parent);
    remove_node(raw(node));
  }
  for (void* parent : parents) merge_texts(Node(parent));
  return {};
}

Result<> insert(Document& document, std::string_view fragment, Position position, std::string_view at) {
  auto node = first_target(document, at);
  if (!node) return node.error();
  auto place = place_for(position, *node);
  if (!place) return at_xpath("insert at", at, place.error());
  auto added = put_fragment(fragment, *place);
  if (!added) return at_xpath("insert at", at, added.error());
  merge_texts(place->parent);
  return {};
}

Result<> copy(Document& document, std::string_view xpath, Position position, std::string_view at) {
  auto node = first_target(document, xpath);
  if (!node) return node.error();
  auto destination = first_target(document, at);
  if (!destination) return destination.error();
  if (raw(*node)->type == XML_DOCUMENT_NODE)
    return at_xpath("copy", xpath, "the document itself has no place");
  if (raw(*node)->type == XML_ATTRIBUTE_NODE) {
    if (position != Position::into)
      return at_xpath("copy", xpath, "an attribute can only be put into an element");
    auto done = copy_attribute(*node, *destination);
    return done ? done : at_xpath("copy", xpath, done.error());
  }
  auto place = place_for(position, *destination);
  if (!place) return at_xpath("copy to", at, place.error());
  auto done = put_copy(*node, *place);
  if (!done) return at_xpath("copy", xpath, done.error());
  merge_texts(place->parent);
  return {};
}

Result<> move(Document& document, std::string_view xpath, Position position, std::string_view at) {
  auto node = first_target(document, xpath);
  if (!node) return node.error();
  auto destination = first_target(document, at);
  if (!destination) return destination.error();
  if (is_inside(raw(*destination), raw(*node))) {
    return at_xpath("move", xpath, "it cannot be moved into itself");
  }
  if (raw(*node)->type == XML_ATTRIBUTE_NODE) {
    if (auto copied = copy(document, xpath, position, at); !copied) return copied;
    remove_node(raw(*node));
    return {};
  }
  auto place = place_for(position, *destination);
  if (!place) return at_xpath("move to", at, place.error());
  const Node left(raw(*node)->parent);
  auto done = put_existing(*node, *place);
  if (!done) return at_xpath("move", xpath, done.error());
  merge_texts(left);
  merge_texts(place->parent);
  return {};
}

Result<> wrap(Document& document, std::string_view xpath, std::string_view shell) {
  auto nodes = targets(document, xpath);
  if (!nodes) return nodes.error();
  for (const Node& node : *nodes) {
    auto place = place_for(Position::before, node);
    if (!place) return at_xpath("wrap", xpath, place.error());
    if (auto done = put_around(node, shell); !done) return at_xpath("wrap", xpath, done.error());
  }
  return {};
}

Result<> rename(Document& document, std::string_view xpath, std::string_view name) {
  auto parsed = parse_name(name);
  if (!parsed) return at_xpath("rename", xpath, parsed.error());
  auto nodes = targets(document, xpath);
  if (!nodes) return nodes.error();
  for (const Node& node : *nodes) {
    const bool is_attribute = raw(node)->type == XML_ATTRIBUTE_NODE;
    if (!is_attribute && !node.is_element()) {
      return at_xpath("rename", xpath, "only elements and attributes have names");
    }
    auto done = is_attribute ? rename_attribute(node, *parsed) : rename_element(node, *parsed);
    if (!done) return at_xpath("rename", xpath, done.error());
  }
  return {};
}

}  // namespace idproctor::xml
