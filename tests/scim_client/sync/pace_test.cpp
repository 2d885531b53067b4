#include "scim_client/sync/pace.hpp"

#include <gtest/gtest.h>

namespace idproctor::scim {
namespace {

const Time kStart{Milliseconds{1'000'000}};

Time after(long long milliseconds) {
  return kStart + Milliseconds{milliseconds};
}

TEST(Pace, WithoutALimitIsAlwaysNow) {
  Pace pace(0);
  for (int i = 0; i < 100; ++i) EXPECT_EQ(pace.take_turn(kStart), kStart);
}

TEST(Pace, KeepsItsLimitAndSavesNothingUp) {
  Pace pace(4);
  EXPECT_EQ(pace.take_turn(kStart), kStart);
  EXPECT_EQ(pace.take_turn(kStart), after(250));
  EXPECT_EQ(pace.take_turn(kStart), after(500));
  EXPECT_EQ(pace.take_turn(after(10'000)), after(10'000));
  EXPECT_EQ(pace.take_turn(after(10'000)), after(10'250));
}

TEST(Pace, KeepsALimitOfMoreThanOneAMillisecond) {
  Pace pace(3'000);
  Time last = kStart;
  for (int i = 0; i < 3'000; ++i) last = pace.take_turn(kStart);
  EXPECT_GE(last, after(999));
  EXPECT_LE(last, after(1'001));
}

TEST(Pace, GivesNoTurnDuringAPause) {
  Pace pace(0);
  pace.refused(kStart, after(2'000));
  EXPECT_EQ(pace.take_turn(after(1)), after(2'000));
  EXPECT_EQ(pace.take_turn(after(3'000)), after(3'000));
}

TEST(Pace, IsHalfAsFastAfterEachPauseAndRecovers) {
  Pace pace(100);
  pace.refused(kStart, after(1'000));
  // Those that were under way are one refusal with the first.
  pace.refused(after(5), after(900));
  EXPECT_EQ(pace.pauses(), 1);
  EXPECT_EQ(pace.take_turn(after(10)), after(1'000));
  EXPECT_EQ(pace.take_turn(after(10)), after(1'020));
  pace.refused(after(1'021), after(2'000));
  EXPECT_EQ(pace.take_turn(after(1'021)), after(2'000));
  EXPECT_EQ(pace.take_turn(after(2'000)), after(2'040));
  for (int i = 0; i < 10'000; ++i) pace.went_well();
  EXPECT_EQ(pace.take_turn(after(5'000)), after(5'000));
  EXPECT_EQ(pace.take_turn(after(5'000)), after(5'010)) << "the limit holds all the same";
}

}  // namespace
}  // namespace idproctor::scim
