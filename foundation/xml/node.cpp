#include "foundation/xml/library.hpp"

namespace idproctor::xml {

using handle::to_xml;
using handle::view;

std::string Node::name() const {
  if (raw_ == nullptr) return {};
  const xmlNode* node = xml::raw(*this);
  const bool named = node->type == XML_ELEMENT_NODE || node->type == XML_ATTRIBUTE_NODE;
  return named ? std::string(view(node->name)) : std::string();
}

std::string Node::namespace_uri() const {
  if (name().empty()) return {};
  // An attribute keeps its namespace elsewhere than an element does.
  const xmlNode* node = xml::raw(*this);
  const xmlNs* bound =
      node->type == XML_ATTRIBUTE_NODE ? reinterpret_cast<const xmlAttr*>(node)->ns : node->ns;
  return bound == nullptr ? std::string() : std::string(view(bound->href));
}

std::string Node::text() const {
  if (raw_ == nullptr) return {};
  return handle::to_string(handle::XmlText(xmlNodeGetContent(xml::raw(*this))));
}

std::string Node::attribute(std::string_view local_name) const {
  if (!is_element()) return {};
  return handle::to_string(handle::XmlText(xmlGetNoNsProp(xml::raw(*this), to_xml(std::string(local_name)))));
}

bool Node::has_attribute(std::string_view local_name) const {
  return is_element() && xmlHasNsProp(xml::raw(*this), to_xml(std::string(local_name)), nullptr) != nullptr;
}

bool Node::is_element() const {
  return raw_ != nullptr && xml::raw(*this)->type == XML_ELEMENT_NODE;
}

Node Node::parent() const {
  if (raw_ == nullptr) return {};
  xmlNodePtr above = xml::raw(*this)->parent;
  return above != nullptr && above->type == XML_ELEMENT_NODE ? Node(above) : Node();
}

std::vector<Node> Node::children() const {
  std::vector<Node> elements;
  if (!is_element()) return elements;
  for (xmlNodePtr child = xml::raw(*this)->children; child != nullptr; child = child->next) {
    if (child->type == XML_ELEMENT_NODE) elements.emplace_back(child);
  }
  return elements;
}

long Node::line() const {
  if (raw_ == nullptr) return 0;
  const xmlNode* node = xml::raw(*this);
  const long number = xmlGetLineNo(node->type == XML_ATTRIBUTE_NODE ? node->parent : node);
  return number > 0 ? number : 0;
}

}  // namespace idproctor::xml
