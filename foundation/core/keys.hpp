#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/yaml.hpp"

namespace idproctor {

/// What a key's value may be.
enum class Kind { text, texts /* one or a list */, flag, number, duration, list, map, any };

struct Key {
  std::string_view name;
  Kind kind = Kind::any;
  std::string_view help;  ///< one line, for the reference and for editors
  bool required = false;
  std::string_view table = {};  ///< for map and list: the KeyTable of the value or of its items
};

/// The keys that one kind of YAML map may have. The same table drives the loader's checks and the JSON Schema
/// that editors use.
struct KeyTable {
  std::string_view name;  ///< "case", "login", "target" ...
  std::vector<Key> keys;
  bool open = false;  ///< other keys are allowed: their names are data
};

/// Checks one map, not what lies below it: it is a map, its keys are known, none is missing, and each value
/// is of its kind. The Error names file, line, column and the nearest known key.
Result<> check_keys(const YAML::Node& map, const std::string& file, const KeyTable& table);

/// JSON Schema (draft 2020-12) of the first table, with the others as its definitions.
Json json_schema(const std::vector<KeyTable>& tables, std::string_view title);

/// A Markdown section per table, for docs/reference.md.
std::string key_reference(const std::vector<KeyTable>& tables);

}  // namespace idproctor
