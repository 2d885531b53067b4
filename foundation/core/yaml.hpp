#pragma once

#include <yaml-cpp/yaml.h>

#include <string>
#include <string_view>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"

namespace idproctor {

/// "file:line:column" of a node, counted from one.
std::string place(const std::string& file, const YAML::Node& node);

/// A parsed document that knows where it came from.
struct Yaml {
  std::string file;
  YAML::Node root;
};

/// Parses one document. Duplicate keys, anchors that point at themselves, and more than 100 levels are
/// errors; every error has file, line and column.
Result<Yaml> parse_yaml(std::string_view text, const std::string& file);
Result<Yaml> load_yaml(const std::string& file);

/// The scalar that a map holds under the key; `otherwise` where there is none, or none that is a scalar.
std::string text_of(const YAML::Node& map, const char* key, const std::string& otherwise = {});

/// Plain scalars become null, booleans or numbers as in the YAML 1.2 core schema; quoted ones stay strings.
Json to_json(const YAML::Node& node);

}  // namespace idproctor
