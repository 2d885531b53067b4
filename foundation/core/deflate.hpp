#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

/// RFC 1951 without a header, as the HTTP-Redirect binding writes it (SAML bindings 3.4.4.1).
std::string deflate_raw(std::string_view bytes);

/// The reverse; more than `limit` bytes is an error of kind too_large, so that a bomb stays small.
Result<std::string> inflate_raw(std::string_view bytes, std::size_t limit = 1 << 20);

}  // namespace idproctor
