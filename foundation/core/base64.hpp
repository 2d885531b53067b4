#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

/// RFC 4648 base64 with padding. line_length > 0 breaks lines with "\n".
std::string base64_encode(std::string_view bytes, std::size_t line_length = 0);

/// RFC 4648 section 5 (URL and file name safe), without padding.
std::string base64url_encode(std::string_view bytes);

/// Strict decoding; white space is allowed, anything else outside the alphabet is an error.
Result<std::string> base64_decode(std::string_view text);

}  // namespace idproctor
