#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"

namespace idproctor::observe {

/// What a SCIM resource has lost or changed on its way: JSON pointers into `sent`, a request's body, whose
/// values `stored` has not. No fault by itself, since a service provider may ignore what it does not support
/// (RFC 7644 section 3.3).
///
/// Not compared: what only the service provider sets (id, meta, groups, the display and $ref of a value),
/// schemas, and the password, which never comes back. Null and empty are as good as absent (RFC 7643 section
/// 2.5), "True" as good as true, and the names of attributes compare without case (section 2.1). A list must
/// have each sent value, in any order.
std::vector<std::string> lost_on_the_way(const Json& sent, const Json& stored);

}  // namespace idproctor::observe
