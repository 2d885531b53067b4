#include "foundation/http/retry_after.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/cookie_date.hpp"

namespace idproctor::http {

namespace {

constexpr std::chrono::hours kYear{24 * 365};

}  // namespace

std::optional<Milliseconds> parse_retry_after(std::string_view value, Time now) {
  const std::string_view text = trim(value);
  if (text.empty()) return std::nullopt;
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    std::chrono::seconds wait{0};
    for (const char digit : text)
      wait = std::min<std::chrono::seconds>(wait * 10 + std::chrono::seconds(digit - '0'), kYear);
    return wait;
  }
  const auto date = parse_cookie_date(text);
  if (!date) return std::nullopt;
  return std::clamp<Milliseconds>(*date - now, Milliseconds{0}, kYear);
}

}  // namespace idproctor::http
