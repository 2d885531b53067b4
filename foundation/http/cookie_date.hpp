#pragma once

#include <optional>
#include <string_view>

#include "foundation/core/clock.hpp"

namespace idproctor::http {

/// Reads the dates that servers write into Expires, by the lenient rules of RFC 6265 5.1.1.
std::optional<Time> parse_cookie_date(std::string_view text);

}  // namespace idproctor::http
