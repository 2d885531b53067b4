#pragma once

#include <vector>

#include "foundation/core/keys.hpp"

namespace idproctor::scim {

const KeyTable& dialect_keys();
const KeyTable& operation_names();  ///< each a list of calls, or of names of operations
const KeyTable& call_keys();
const KeyTable& loop_keys();     ///< array elements of a body with for_each or gather
const KeyTable& reason_names();  ///< and three-digit statuses

/// All of them, the dialect's first: for the JSON Schema and the reference.
const std::vector<KeyTable>& dialect_tables();

}  // namespace idproctor::scim
