#pragma once

#include "foundation/core/json.hpp"
#include "scim_client/body.hpp"

namespace idproctor::scim {

/// Brings what user.changes and user.added name beside the attributes that every dialect writes itself
/// (userName, email …) into user.other, at the path that the provider uses for it: a dialect that writes
/// whole users sends them too. A path with a filter has no place in a whole user and is left out.
void fill_other_attributes(Json& variables, const AttributePaths& paths);

}  // namespace idproctor::scim
