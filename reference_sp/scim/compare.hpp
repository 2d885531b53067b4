#pragma once

#include <functional>

#include "foundation/core/json.hpp"
#include "foundation/core/result.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/schema.hpp"

namespace idproctor::reference::scim {

/// One stored value of a simple attribute against the value that a filter names (RFC 7644 table 3). An Error
/// when the attribute's type has no such operator, or a dateTime does not parse.
Result<std::function<bool(const Json&)>> comparison_test(const Attribute& attribute, Comparison comparison,
                                                         const Json& wanted);

}  // namespace idproctor::reference::scim
