#include "foundation/http/cookie_date.hpp"

#include <array>
#include <string>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_delimiter(char c) {
  auto const byte = static_cast<unsigned char>(c);
  return byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) || (byte >= 0x3b && byte <= 0x40) ||
         (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

/// `least` to `most` digits at the front, then anything but a digit; they are taken off the text.
std::optional<int> take_number(std::string_view& text, std::size_t least, std::size_t most) {
  std::size_t count = 0;
  int number = 0;
  while (count < text.size() && is_digit(text[count])) {
    if (count == most) return std::nullopt;
    number = number * 10 + (text[count++] - '0');
  }
  if (count < least) return std::nullopt;
  text.remove_prefix(count);
  return number;
}

std::optional<int> number_of(std::string_view token, std::size_t least, std::size_t most) {
  return take_number(token, least, most);
}

std::optional<std::chrono::seconds> time_of_day(std::string_view token) {
  std::array<int, 3> parts{};
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (i > 0) {
      if (!token.starts_with(':')) return std::nullopt;
      token.remove_prefix(1);
    }
    auto const number = take_number(token, 1, 2);
    if (!number) return std::nullopt;
    parts[i] = *number;
  }
  if (parts[0] > 23 || parts[1] > 59 || parts[2] > 59) return std::nullopt;
  return std::chrono::hours(parts[0]) + std::chrono::minutes(parts[1]) + std::chrono::seconds(parts[2]);
}

std::optional<unsigned> month_of(std::string_view token) {
  static constexpr std::string_view months[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                "jul", "aug", "sep", "oct", "nov", "dec"};
  auto const start = to_lower(token.substr(0, 3));
  for (unsigned i = 0; i < 12; ++i) {
    if (start == months[i]) return i + 1;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Time> parse_cookie_date(std::string_view text) {
  std::optional<std::chrono::seconds> time;
  std::optional<int> day, year;
  std::optional<unsigned> month;
  while (!text.empty()) {
    if (is_delimiter(text.front())) {
      text.remove_prefix(1);
      continue;
    }
    std::size_t size = 0;
    while (size < text.size() && !is_delimiter(text[size])) ++size;
    auto const token = text.substr(0, size);
    text.remove_prefix(size);
    // The first token that can be the part is the part, in this order.
    if (!time && (time = time_of_day(token))) continue;
    if (!day && (day = number_of(token, 1, 2))) continue;
    if (!month && (month = month_of(token))) continue;
    if (!year) year = number_of(token, 2, 4);
  }
  if (!time || !day || !month || !year) return std::nullopt;
  if (*year >= 70 && *year <= 99) *year += 1900;
  if (*year <= 69) *year += 2000;
  auto const date =
      std::chrono::year(*year) / std::chrono::month(*month) / std::chrono::day(static_cast<unsigned>(*day));
  if (*year < 1601 || !date.ok()) return std::nullopt;
  return std::chrono::sys_days(date) + *time;
}

}  // namespace idproctor::http
