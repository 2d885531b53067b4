#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "reference_sp/scim/attribute_path.hpp"

namespace idproctor::reference::scim {

enum class Comparison { eq, ne, co, sw, ew, gt, ge, lt, le };

/// A parsed filter of RFC 7644 section 3.4.2.2. Nothing is looked up in a schema yet.
struct Filter {
  enum class Kind {
    compare,   ///< path, comparison, value
    present,   ///< path pr
    both,      ///< parts joined by "and"
    either,    ///< parts joined by "or"
    negation,  ///< not (parts[0])
    values,    ///< path[parts[0]]: some value of the attribute fits
  };
  Kind kind = Kind::present;
  AttributePath path;
  std::size_t position = 0;  ///< of the path in the text, counted from one
  Comparison comparison = Comparison::eq;
  Json value;  ///< a string, number, boolean or null
  std::vector<Filter> parts;
};

/// Errors name the position, counted from one. `emails[type eq "work"].value eq "x"`, which Entra ID sends
/// and the grammar lacks, is read as `emails[type eq "work" and value eq "x"]`. At most 32 levels of
/// brackets.
Result<Filter> parse_filter(std::string_view text);

}  // namespace idproctor::reference::scim
