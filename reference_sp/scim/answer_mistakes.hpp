#pragma once

#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference::scim {

/// What services make of an answer's envelope that leave it to their web framework: with all checks on, the
/// answer itself.
http::Response misworded(http::Response response, const Checks& checks);

}  // namespace idproctor::reference::scim
