#include "foundation/core/keys.hpp"

#include <algorithm>

#include "foundation/core/clock.hpp"
#include "foundation/core/text.hpp"

namespace idproctor {

namespace {

const char* description(Kind kind) {
  switch (kind) {
    case Kind::text:
      return "a text";
    case Kind::texts:
      return "a text or a list of texts";
    case Kind::flag:
      return "true or false";
    case Kind::number:
      return "a number";
    case Kind::duration:
      return "a duration like 90s or 5m";
    case Kind::list:
      return "a list";
    case Kind::map:
      return "a map of keys";
    case Kind::any:
      return "any value";
  }
  return "any value";
}

bool fits(const YAML::Node& value, Kind kind) {
  switch (kind) {
    case Kind::text:
      return value.IsScalar();
    case Kind::texts:
      return value.IsScalar() ||
             (value.IsSequence() && std::all_of(value.begin(), value.end(), [](const auto& item) {
                return item.IsScalar() || item.IsSequence();
              }));
    case Kind::flag:
      return value.IsScalar() && to_json(value).is_boolean();
    case Kind::number:
      return value.IsScalar() && to_json(value).is_number();
    case Kind::duration:
      return value.IsScalar() && parse_duration(value.Scalar()).has_value();
    case Kind::list:
      return value.IsSequence();
    case Kind::map:
      return value.IsMap();
    case Kind::any:
      return true;
  }
  return true;
}

Json schema_of(const Key& key) {
  const Json reference = key.table.empty() ? Json() : Json{{"$ref", "#/$defs/" + std::string(key.table)}};
  switch (key.kind) {
    case Kind::text:
      return {{"type", {"string", "number", "boolean"}}};
    case Kind::texts:
      return {{"type", {"string", "array"}}};
    case Kind::flag:
      return {{"type", "boolean"}};
    case Kind::number:
      return {{"type", "number"}};
    case Kind::duration:
      return {{"type", "string"}, {"pattern", "^[+-]?[0-9]+(ms|s|m|h|d)$"}};
    case Kind::list:
      return reference.is_null() ? Json{{"type", "array"}} : Json{{"type", "array"}, {"items", reference}};
    case Kind::map:
      return reference.is_null() ? Json{{"type", "object"}} : reference;
    case Kind::any:
      return Json::object();
  }
  return Json::object();
}

Json schema_of(const KeyTable& table) {
  Json properties = Json::object(), required = Json::array();
  for (const Key& key : table.keys) {
    Json property = schema_of(key);
    property["description"] = key.help;
    properties[std::string(key.name)] = std::move(property);
    if (key.required) required.push_back(key.name);
  }
  Json schema{{"type", "object"}, {"properties", properties}};
  if (!required.empty()) schema["required"] = required;
  if (!table.open) schema["additionalProperties"] = false;
  return schema;
}

}  // namespace

Result<> check_keys(const YAML::Node& map, const std::string& file, const KeyTable& table) {
  const std::string what(table.name);
  if (!map.IsMap()) return invalid("'" + what + "' must be a map of keys", place(file, map));
  for (const auto& entry : map) {
    const std::string& name = entry.first.Scalar();
    const auto key = std::ranges::find(table.keys, name, &Key::name);
    if (key == table.keys.end()) {
      if (table.open) continue;
      std::vector<std::string> known;
      for (const Key& candidate : table.keys) known.emplace_back(candidate.name);
      const std::string guess = nearest(name, known);
      return invalid(
          "'" + name + "' is no key of '" + what + "'" +
              (guess.empty() ? " (it has " + join(known, ", ") + ")" : " (did you mean '" + guess + "'?)"),
          place(file, entry.first));
    }
    if (!fits(entry.second, key->kind)) {
      return invalid("'" + name + "' must be " + description(key->kind), place(file, entry.second));
    }
  }
  for (const Key& key : table.keys) {
    if (key.required && !map[std::string(key.name)]) {
      return invalid("'" + what + "' needs the key '" + std::string(key.name) + "'", place(file, map));
    }
  }
  return {};
}

Json json_schema(const std::vector<KeyTable>& tables, std::string_view title) {
  Json schema{{"$schema", "https://json-schema.org/draft/2020-12/schema"}, {"title", title}};
  schema.update(schema_of(tables.front()));
  Json definitions = Json::object();
  for (const KeyTable& table : tables) definitions[std::string(table.name)] = schema_of(table);
  schema["$defs"] = definitions;
  return schema;
}

std::string key_reference(const std::vector<KeyTable>& tables) {
  std::string out;
  for (const KeyTable& table : tables) {
    out += "### `" + std::string(table.name) + "`\n\n| key | value | meaning |\n|---|---|---|\n";
    for (const Key& key : table.keys) {
      out += "| `" + std::string(key.name) + "`" + (key.required ? " (required)" : "") + " | " +
             description(key.kind) + " | " + std::string(key.help) + " |\n";
    }
    out += "\n";
  }
  return out;
}

}  // namespace idproctor
