#pragma once

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/filter.hpp"
#include "reference_sp/scim/patch.hpp"
#include "reference_sp/scim/schema.hpp"

namespace idproctor::reference::scim {

/// Where an operation reaches among an attribute's values.
struct ValuesPath {
  const Attribute& attribute;  ///< multi-valued
  const Attribute* sub;        ///< or nullptr
  const Filter* filter;        ///< or nullptr
};

/// The values after one operation; null when none is left. `current` is a list or null.
Outcome<Json> patched_values(PatchOperation::Kind kind, const ValuesPath& path, const Json& sent,
                             Json current, const Checks& checks);

/// A complex value with the sub-attributes of `sent` set, and those that are null there removed.
Outcome<Json> merged(const Attribute& attribute, const Json& sent, Json current, const Checks& checks);

/// A complex value with one sub-attribute set, or removed by null. Null when nothing is left.
Outcome<Json> with_sub(const Attribute& attribute, const Attribute& sub, const Json& sent, Json current,
                       const Checks& checks);

}  // namespace idproctor::reference::scim
