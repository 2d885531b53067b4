#include <map>

#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<Attributes> read_attributes(const Message& message) {
  Attributes attributes;
  std::map<std::string, std::size_t> places;
  for (const xml::Node statement : children(message.assertion, saml_namespace, "AttributeStatement")) {
    if (!children(statement, saml_namespace, "EncryptedAttribute").empty()) {
      return invalid("the assertion has an EncryptedAttribute, which this service does not support");
    }
    for (const xml::Node attribute : children(statement, saml_namespace, "Attribute")) {
      if (!attribute.has_attribute("Name")) return invalid("an Attribute has no Name");
      const std::string name = attribute.attribute("Name");
      const auto [place, is_new] = places.try_emplace(name, attributes.size());
      if (is_new) attributes.emplace_back(name, std::vector<std::string>());
      for (const xml::Node value : children(attribute, saml_namespace, "AttributeValue")) {
        attributes[place->second].second.push_back(value.text());
      }
    }
  }
  return attributes;
}

}  // namespace idproctor::reference
