#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "reference_sp/scim/attribute_path.hpp"
#include "reference_sp/scim/filter.hpp"

namespace idproctor::reference::scim {

/// PATH of RFC 7644 figure 7: an attribute path, or attribute[filter] with a sub-attribute behind it.
struct PatchPath {
  AttributePath attribute;       ///< its `sub` is also what stands behind the brackets
  std::optional<Filter> filter;  ///< on the values of a multi-valued attribute
};

Result<PatchPath> parse_patch_path(std::string_view text);

}  // namespace idproctor::reference::scim
