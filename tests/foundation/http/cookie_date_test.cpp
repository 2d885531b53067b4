#include "foundation/http/cookie_date.hpp"

#include <gtest/gtest.h>

namespace idproctor::http {
namespace {

using namespace std::chrono;

Time at(int y, unsigned m, unsigned d, int hour, int minute, int second) {
  return sys_days(year(y) / month(m) / day(d)) + hours(hour) + minutes(minute) + seconds(second);
}

TEST(CookieDate, UsualFormats) {
  auto const expected = at(2026, 11, 9, 10, 18, 14);
  for (auto const* text :
       {"Mon, 09 Nov 2026 10:18:14 GMT", "Monday, 09-Nov-26 10:18:14 GMT", "Mon Nov  9 10:18:14 2026",
        "Mon, 9-Nov-2026 10:18:14 GMT", "9 november 2026 10:18:14", "2026 Nov 9 10:18:14"})
    EXPECT_EQ(parse_cookie_date(text), expected) << text;
}

TEST(CookieDate, TwoDigitYears) {
  EXPECT_EQ(parse_cookie_date("01-Jan-70 00:00:00"), at(1970, 1, 1, 0, 0, 0));
  EXPECT_EQ(parse_cookie_date("01-Jan-99 00:00:00"), at(1999, 1, 1, 0, 0, 0));
  EXPECT_EQ(parse_cookie_date("01-Jan-69 00:00:00"), at(2069, 1, 1, 0, 0, 0));
}

TEST(CookieDate, NoDates) {
  for (auto const* text : {"", "0", "never", "Mon, 09 Nov 2026", "09 Nov 2026 25:00:00",
                           "09 Nov 2026 10:60:00", "31 Feb 2026 10:00:00", "09 Nov 1600 10:00:00",
                           "00 Nov 2026 10:00:00", "09 Nov 10:00:00", "09 Nov 99999 10:00:00"})
    EXPECT_EQ(parse_cookie_date(text), std::nullopt) << text;
}

}  // namespace
}  // namespace idproctor::http
