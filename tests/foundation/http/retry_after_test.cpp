#include "foundation/http/retry_after.hpp"

#include <gtest/gtest.h>

namespace idproctor::http {
namespace {

using std::chrono::hours;
using std::chrono::seconds;

TEST(RetryAfter, IsSeconds) {
  const Time now{};
  EXPECT_EQ(parse_retry_after("0", now), seconds(0));
  EXPECT_EQ(parse_retry_after("120", now), seconds(120));
  EXPECT_EQ(parse_retry_after("  7 ", now), seconds(7));
}

TEST(RetryAfter, IsADate) {
  const Time now = *parse_time("1994-11-06T08:49:00Z");
  for (const char* date :
       {"Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994"}) {
    EXPECT_EQ(parse_retry_after(date, now), seconds(37)) << date;
  }
  EXPECT_EQ(parse_retry_after("Sun, 06 Nov 1994 08:48:00 GMT", now), seconds(0)) << "it has passed";
}

TEST(RetryAfter, IsAYearAtTheMost) {
  const Time now{};
  EXPECT_EQ(parse_retry_after("99999999999999999999999999", now), hours(24 * 365));
  EXPECT_EQ(parse_retry_after("Fri, 31 Dec 9999 23:59:59 GMT", now), hours(24 * 365));
}

TEST(RetryAfter, SaysNothingWhereItIsNeither) {
  const Time now{};
  for (const char* value : {"", " ", "-1", "1.5", "soon", "12 s", "Sun, 99 Nov 1994 08:49:37 GMT"}) {
    EXPECT_FALSE(parse_retry_after(value, now)) << value;
  }
}

}  // namespace
}  // namespace idproctor::http
