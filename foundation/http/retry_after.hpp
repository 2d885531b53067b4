#pragma once

#include <optional>
#include <string_view>

#include "foundation/core/clock.hpp"

namespace idproctor::http {

/// How long a Retry-After header asks to wait (RFC 9110 10.2.3): whole seconds, or a date, of which any form
/// that a cookie may have is read as well. A date that has passed is no time at all; more than a year is a
/// year. Nothing where the header is neither.
std::optional<Milliseconds> parse_retry_after(std::string_view value, Time now);

}  // namespace idproctor::http
