#include "foundation/core/clock.hpp"

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using namespace std::chrono;

constexpr Time at(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0, int ms = 0) {
  return Time{sys_days{year{y} / m / d} + hours{h} + minutes{min} + seconds{s} + Milliseconds{ms}};
}

TEST(Clock, FormatsInUtcWithTheFractionAsked) {
  const Time time = at(2026, 11, 22, 3, 14, 15, 926);
  EXPECT_EQ(format_time(time), "2026-11-22T03:14:15.926Z");
  EXPECT_EQ(format_time(time, 0), "2026-11-22T03:14:15Z");
  EXPECT_EQ(format_time(time, 1), "2026-11-22T03:14:15.9Z");
  EXPECT_EQ(format_time(time, 7), "2026-11-22T03:14:15.9260000Z");
  EXPECT_EQ(format_time(at(1969, 12, 31, 23, 59, 59, 7)), "1969-12-31T23:59:59.007Z");
}

TEST(Clock, ParsesFractionsAndOffsets) {
  const std::pair<const char*, Time> right[] = {
      {"2026-11-22T03:14:15Z", at(2026, 11, 22, 3, 14, 15)},
      {"2026-11-22T03:14:15.9Z", at(2026, 11, 22, 3, 14, 15, 900)},
      {"2026-11-22T03:14:15.92653589Z", at(2026, 11, 22, 3, 14, 15, 926)},
      {"2026-11-22T05:14:15+02:00", at(2026, 11, 22, 3, 14, 15)},
      {"2026-11-21T21:44:15.5-05:30", at(2026, 11, 22, 3, 14, 15, 500)},
      {"2026-01-01T00:30:00+01:00", at(2025, 12, 31, 23, 30)},
      {"1970-01-01T00:00:00Z", Time{}},
  };
  for (const auto& [text, time] : right) {
    const auto parsed = parse_time(text);
    ASSERT_EQ(error_of(parsed), "");
    EXPECT_EQ(*parsed, time) << text;
  }
}

TEST(Clock, KnowsLeapYears) {
  EXPECT_TRUE(parse_time("2024-02-29T00:00:00Z"));
  EXPECT_TRUE(parse_time("2000-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2023-02-29T00:00:00Z"));
  EXPECT_FALSE(parse_time("2100-02-29T00:00:00Z"));
}

TEST(Clock, RefusesWhatIsNoDateTime) {
  for (const char* wrong : {"",
                            "2026",
                            "2026-11-22",
                            "2026-11-22T03:14:15",
                            "2026-11-22 03:14:15Z",
                            "2026-11-22T03:14Z",
                            "2026-11-22T03:14:15.Z",
                            "2026-11-22T03:14:15Zx",
                            "2026-11-22T03:14:15z",
                            "2026-13-01T00:00:00Z",
                            "2026-00-01T00:00:00Z",
                            "2026-11-31T00:00:00Z",
                            "2026-11-00T00:00:00Z",
                            "2026-11-22T24:14:15Z",
                            "2026-11-22T03:60:15Z",
                            "2026-11-22T03:14:60Z",
                            "2026-1-22T03:14:15Z",
                            "-026-11-22T03:14:15Z",
                            "2026-11-22T-3:14:15Z",
                            "2026-11-22T03:14:15+2:00",
                            "2026-11-22T03:14:15+0200",
                            "2026-11-22T03:14:15+15:00",
                            "2026-11-22T03:14:15+02:60",
                            " 2026-11-22T03:14:15Z",
                            "now"}) {
    EXPECT_FALSE(parse_time(wrong)) << wrong;
  }
}

TEST(Clock, ParsesDurations) {
  const std::pair<const char*, Milliseconds> right[] = {{"250ms", 250ms}, {"90s", 90s}, {"5m", 5min},
                                                        {"1h", 1h},       {"2d", 48h},  {"-5m", -5min},
                                                        {"+30s", 30s},    {"0s", 0s}};
  for (const auto& [text, duration] : right) {
    const auto parsed = parse_duration(text);
    ASSERT_EQ(error_of(parsed), "");
    EXPECT_EQ(*parsed, duration) << text;
  }
}

TEST(Clock, RefusesWhatIsNoDuration) {
  for (const char* wrong : {"", "5", "s", "5 s", " 5s", "5s ", "5x", "1.5h", "--5s", "+-5s", "5ss", "m5",
                            "99999999999999999999s", "3651d", "soon"}) {
    EXPECT_FALSE(parse_duration(wrong)) << wrong;
  }
}

TEST(Clock, StandsWhereItIsPut) {
  ManualClock clock(at(2026, 11, 22));
  EXPECT_EQ(clock.now(), at(2026, 11, 22));
  clock.advance(90s);
  EXPECT_EQ(clock.now(), at(2026, 11, 22, 0, 1, 30));
}

}  // namespace
}  // namespace idproctor
