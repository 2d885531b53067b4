#include "harness/run/verdict.hpp"

#include <gtest/gtest.h>

namespace idproctor::run {
namespace {

TEST(Verdict, compares_expectation_and_observation) {
  using enum Observed;
  EXPECT_EQ(compare("accepted", accepted), Judgement::as_expected);
  EXPECT_EQ(compare("accepted", rejected), Judgement::deviation);
  EXPECT_EQ(compare("rejected", rejected), Judgement::as_expected);
  EXPECT_EQ(compare("rejected", accepted), Judgement::deviation);
  EXPECT_EQ(compare("rejected", altered), Judgement::deviation);
  EXPECT_EQ(compare("safe", accepted), Judgement::as_expected);
  EXPECT_EQ(compare("safe", rejected), Judgement::as_expected);
  EXPECT_EQ(compare("safe", altered), Judgement::deviation);
  EXPECT_EQ(compare("either", altered), Judgement::as_expected);
  for (const char* expected : {"accepted", "rejected", "safe", "either"}) {
    EXPECT_EQ(compare(expected, impersonated), Judgement::grave);
    EXPECT_EQ(compare(expected, broken), Judgement::grave);
    EXPECT_EQ(compare(expected, unknown), Judgement::undecided);
  }
}

TEST(Verdict, the_level_weighs_a_deviation) {
  EXPECT_EQ(weigh(Judgement::deviation, "must", false), Status::fail);
  EXPECT_EQ(weigh(Judgement::deviation, "security", false), Status::fail);
  EXPECT_EQ(weigh(Judgement::deviation, "should", true), Status::warn);
  EXPECT_EQ(weigh(Judgement::deviation, "may", true), Status::warn);
  EXPECT_EQ(weigh(Judgement::deviation, "interop", true), Status::fail);
  EXPECT_EQ(weigh(Judgement::deviation, "interop", false), Status::warn);
  EXPECT_EQ(weigh(Judgement::grave, "may", false), Status::fail);
  EXPECT_EQ(weigh(Judgement::undecided, "must", true), Status::inconclusive);
  EXPECT_EQ(weigh(Judgement::as_expected, "must", true), Status::pass);
}

TEST(Verdict, statuses_match_exactly_or_by_class) {
  EXPECT_TRUE(status_matches({"201"}, 201));
  EXPECT_FALSE(status_matches({"201"}, 200));
  EXPECT_TRUE(status_matches({"200", "4xx"}, 404));
  EXPECT_FALSE(status_matches({"4xx"}, 500));
}

}  // namespace
}  // namespace idproctor::run
