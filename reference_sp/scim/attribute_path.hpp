#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor::reference::scim {

/// attrPath of RFC 7644 figure 1: [URN ":"] name ["." sub-attribute]. Nothing is looked up; names keep their
/// case.
struct AttributePath {
  std::string urn;   ///< of the schema; empty where none is given
  std::string name;  ///< for the bare URN of an extension: what follows the URN's last colon
  std::string sub;
};

Result<AttributePath> parse_attribute_path(std::string_view text);

/// Characters that may stand in an attribute path.
bool is_path_character(char c);

}  // namespace idproctor::reference::scim
