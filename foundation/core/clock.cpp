#include "foundation/core/clock.hpp"

#include <algorithm>
#include <charconv>

namespace idproctor {

namespace {

using namespace std::chrono;

/// Exactly `digits` decimal digits from the front of `text`, which it eats; false when they are not there.
bool take_number(std::string_view& text, std::size_t digits, int& value) {
  if (text.size() < digits) return false;
  const auto [end, error] = std::from_chars(text.data(), text.data() + digits, value);
  if (error != std::errc() || end != text.data() + digits || text.front() == '-') return false;
  text.remove_prefix(digits);
  return true;
}

bool take(std::string_view& text, char expected) {
  if (text.empty() || text.front() != expected) return false;
  text.remove_prefix(1);
  return true;
}

/// Milliseconds of ".123456", eaten from the front; nothing there is zero.
bool take_fraction(std::string_view& text, int& value) {
  value = 0;
  if (!take(text, '.')) return true;
  int scale = 100;
  std::size_t digits = 0;
  while (!text.empty() && text.front() >= '0' && text.front() <= '9') {
    value += (text.front() - '0') * scale;
    scale /= 10;
    text.remove_prefix(1);
    ++digits;
  }
  return digits > 0;
}

bool take_zone(std::string_view& text, minutes& offset) {
  offset = minutes{0};
  if (take(text, 'Z')) return text.empty();
  const bool minus = take(text, '-');
  int hour = 0, minute = 0;
  if (!minus && !take(text, '+')) return false;
  if (!take_number(text, 2, hour) || !take(text, ':') || !take_number(text, 2, minute) || !text.empty()) {
    return false;
  }
  offset = hours{hour} + minutes{minute};
  if (minus) offset = -offset;
  return hour <= 14 && minute < 60;
}

/// As "%04ld" writes it.
std::string padded(long number, std::size_t width) {
  std::string text = std::to_string(number);
  if (text.size() < width) text.insert(number < 0 ? 1 : 0, width - text.size(), '0');
  return text;
}

}  // namespace

Time SystemClock::now() const {
  return time_point_cast<Milliseconds>(system_clock::now());
}

std::string format_time(Time time, int fraction_digits) {
  const auto day = floor<days>(time);
  const year_month_day date{day};
  const hh_mm_ss clock{time - day};
  std::string result = padded(static_cast<int>(date.year()), 4);
  const auto add = [&](char separator, long number, std::size_t width) {
    result += separator;
    result += padded(number, width);
  };
  add('-', static_cast<unsigned>(date.month()), 2);
  add('-', static_cast<unsigned>(date.day()), 2);
  add('T', clock.hours().count(), 2);
  add(':', clock.minutes().count(), 2);
  add(':', clock.seconds().count(), 2);
  if (fraction_digits > 0) {
    add('.', clock.subseconds().count(), 3);
    result.resize(result.size() - 3 + static_cast<std::size_t>(std::min(fraction_digits, 7)), '0');
  }
  return result + "Z";
}

Result<Time> parse_time(std::string_view text) {
  std::string_view rest = text;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, ms = 0;
  minutes offset{};
  const bool well_formed = take_number(rest, 4, y) && take(rest, '-') && take_number(rest, 2, mo) &&
                           take(rest, '-') && take_number(rest, 2, d) && take(rest, 'T') &&
                           take_number(rest, 2, h) && take(rest, ':') && take_number(rest, 2, mi) &&
                           take(rest, ':') && take_number(rest, 2, s) && take_fraction(rest, ms) &&
                           take_zone(rest, offset);
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (!well_formed || !date.ok() || h > 23 || mi > 59 || s > 59) {
    return invalid("not an xs:dateTime: '" + std::string(text) + "'");
  }
  return Time{sys_days{date} + hours{h} + minutes{mi} + seconds{s} + Milliseconds{ms} - offset};
}

Result<Milliseconds> parse_duration(std::string_view text) {
  std::string_view rest = text;
  const bool minus = take(rest, '-');
  if (!minus) take(rest, '+');
  long long count = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), count);
  const std::string_view unit(end, static_cast<std::size_t>(rest.data() + rest.size() - end));
  long long scale = 0;
  if (unit == "ms") scale = 1;
  if (unit == "s") scale = 1000;
  if (unit == "m") scale = 60'000;
  if (unit == "h") scale = 3'600'000;
  if (unit == "d") scale = 86'400'000;
  constexpr long long kTenYears = 3650LL * 86'400'000;
  if (error != std::errc() || scale == 0 || count < 0 || count > kTenYears / scale) {
    return invalid("not a duration like 90s, 5m, 1h, 2d or 250ms: '" + std::string(text) + "'");
  }
  return Milliseconds{(minus ? -count : count) * scale};
}

}  // namespace idproctor
