#include "reference_sp/scim/schema.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

std::string_view word(Type type) {
  switch (type) {
    case Type::string:
      return "string";
    case Type::boolean:
      return "boolean";
    case Type::date_time:
      return "dateTime";
    case Type::reference:
      return "reference";
    case Type::binary:
      return "binary";
    case Type::complex:
      return "complex";
  }
  return "string";
}

std::string_view word(Mutability mutability) {
  switch (mutability) {
    case Mutability::read_only:
      return "readOnly";
    case Mutability::read_write:
      return "readWrite";
    case Mutability::immutable:
      return "immutable";
    case Mutability::write_only:
      return "writeOnly";
  }
  return "readWrite";
}

std::string_view word(Returned returned) {
  switch (returned) {
    case Returned::always:
      return "always";
    case Returned::by_default:
      return "default";
    case Returned::never:
      return "never";
  }
  return "default";
}

const Attribute* named(const std::vector<Attribute>& attributes, std::string_view name) {
  const auto found = std::ranges::find_if(
      attributes, [&](const Attribute& attribute) { return equals_ignoring_case(attribute.name, name); });
  return found == attributes.end() ? nullptr : &*found;
}

Json to_json(const Attribute& attribute) {
  Json json;
  json["name"] = attribute.name;
  json["type"] = word(attribute.type);
  json["multiValued"] = attribute.multi_valued;
  json["description"] = attribute.description;
  json["required"] = attribute.required;
  if (!attribute.is_complex() && attribute.type != Type::boolean) json["caseExact"] = attribute.case_exact;
  if (!attribute.canonical_values.empty()) json["canonicalValues"] = attribute.canonical_values;
  if (!attribute.reference_types.empty()) json["referenceTypes"] = attribute.reference_types;
  json["mutability"] = word(attribute.mutability);
  json["returned"] = word(attribute.returned);
  json["uniqueness"] = attribute.uniqueness;
  for (const Attribute& sub : attribute.sub_attributes) json["subAttributes"].push_back(to_json(sub));
  return json;
}

}  // namespace

const Attribute* Attribute::sub(std::string_view sub_name) const {
  return named(sub_attributes, sub_name);
}

const Attribute* Schema::find(std::string_view attribute_name) const {
  return named(attributes, attribute_name);
}

Json to_json(const Schema& schema) {
  Json json;
  json["schemas"] = Json::array({schema_urn});
  json["id"] = schema.id;
  json["name"] = schema.name;
  json["description"] = schema.description;
  json["attributes"] = Json::array();
  for (const Attribute& attribute : schema.attributes) json["attributes"].push_back(to_json(attribute));
  return json;
}

}  // namespace idproctor::reference::scim
