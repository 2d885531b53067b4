#include "scim_client/sync/progress.hpp"

#include <gtest/gtest.h>

namespace idproctor::scim {
namespace {

Time at(int seconds) {
  return Time(std::chrono::seconds(1'000'000 + seconds));
}

TEST(Progress, ShowsBarCountRateAndRest) {
  Progress progress("users", 10'000);
  EXPECT_EQ(progress.line(at(0), 10), "[..........] 0 of 10,000 users");
  progress.advance(2'500);
  EXPECT_EQ(progress.line(at(5), 10), "[##........] 2,500 of 10,000 users  500/s  15 s left");
  progress.advance(7'500);
  EXPECT_EQ(progress.line(at(20), 10), "[##########] 10,000 of 10,000 users  500/s");
}

TEST(Progress, JudgesByTheLastHalfMinute) {
  Progress progress("users", 100'000);
  progress.line(at(0), 0);
  progress.advance(50'000);
  progress.line(at(1), 0);
  for (int i = 2; i <= 40; ++i) {
    progress.advance(10);
    progress.line(at(i), 0);
  }
  progress.advance(10);
  EXPECT_EQ(progress.line(at(41), 0), "50,400 of 100,000 users  10/s  1 h 22 min left");
}

TEST(Progress, NeedsNoTotalAndBearsTooMany) {
  Progress progress("groups", 0);
  progress.advance(3);
  EXPECT_EQ(progress.line(at(0), 10), "3 groups");
  Progress more("users", 2);
  more.advance(3);
  EXPECT_EQ(more.line(at(0), 4), "[####] 3 of 2 users");
}

TEST(InWords, IsShort) {
  EXPECT_EQ(in_words(std::chrono::seconds(0)), "0 s");
  EXPECT_EQ(in_words(std::chrono::seconds(125)), "2 min 5 s");
  EXPECT_EQ(in_words(std::chrono::seconds(3 * 3600 + 61)), "3 h 1 min");
}

}  // namespace
}  // namespace idproctor::scim
