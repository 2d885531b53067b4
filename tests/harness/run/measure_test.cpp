#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/run/measure_step.hpp"
#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

using testing::HasSubstr;

const scenario::Measure kAhead{"ahead", "s", -60, 3600, 2, "clock_tolerance"};

/// A search that has ended against a target with this tolerance, in seconds.
Search searched(long long tolerance) {
  Search search(kAhead.from, kAhead.to, kAhead.resolution);
  while (const auto value = search.next()) search.note(*value <= tolerance);
  return search;
}

TEST(Measure, is_held_against_what_the_target_declares) {
  const auto judged = [](long long tolerance) {
    return judge_search(searched(tolerance), kAhead, Milliseconds(180'000)).judgement;
  };
  EXPECT_EQ(judged(180), Judgement::as_expected);
  EXPECT_EQ(judged(151), Judgement::as_expected);  // saml.clock asks 30 s within
  EXPECT_EQ(judged(238), Judgement::as_expected);  // and 60 s beyond
  EXPECT_EQ(judged(100), Judgement::deviation);
  EXPECT_EQ(judged(0), Judgement::deviation);
  EXPECT_EQ(judged(300), Judgement::deviation);
  EXPECT_EQ(judged(9999), Judgement::deviation);
}

TEST(Measure, without_a_declaration_nothing_is_wrong) {
  for (long long tolerance : {-10LL, 0LL, 180LL, 9999LL}) {
    const Measured measured = judge_search(searched(tolerance), kAhead, std::nullopt);
    EXPECT_EQ(measured.judgement, Judgement::as_expected);
    ASSERT_TRUE(measured.measurement);
  }
}

TEST(Measure, says_what_was_found_and_how) {
  const Measured measured = judge_search(searched(180), kAhead, Milliseconds(180'000));
  EXPECT_THAT(measured.reason, HasSubstr("accepted up to 180 s, refused from 182 s on"));
  EXPECT_THAT(measured.reason, HasSubstr("the target declares 180 s"));
  EXPECT_EQ(measured.measurement->value, 180);
  EXPECT_EQ(measured.measurement->unit, "s");
  const Measured endless = judge_search(searched(9999), kAhead, std::nullopt);
  EXPECT_EQ(endless.measurement->value, 3600);
  EXPECT_EQ(endless.measurement->unit, "s or more");
}

TEST(Measure, contradictions_and_refusals_of_everything_are_no_measurement) {
  const Measured nothing = judge_search(searched(-100), kAhead, std::nullopt);
  EXPECT_EQ(nothing.judgement, Judgement::undecided);
  EXPECT_FALSE(nothing.measurement);
  Search search(0, 100, 1);
  int asked = 0;
  while (const auto value = search.next()) search.note(++asked < 4);
  const Measured contradictory = judge_search(search, kAhead, std::nullopt);
  EXPECT_EQ(contradictory.judgement, Judgement::undecided);
  EXPECT_FALSE(contradictory.measurement);
}

Lab& measuring_lab() {
  static Lab one;
  return one;
}

double measured(const std::vector<CaseResult>& results, const std::string& id) {
  const CaseResult& result = result_of(results, id);
  EXPECT_EQ(result.status, Status::pass) << result.reason;
  EXPECT_EQ(result.measurements.size(), 1u) << id;
  if (result.measurements.empty()) return -1;
  EXPECT_EQ(result.measurements.front().id, result.key);
  return result.measurements.front().value;
}

TEST(Measure, finds_the_tolerance_and_the_limit_of_the_reference) {
  const auto results = measuring_lab().examine_reference({"saml.measurements"}, {"okta"});
  // Message times have whole seconds or milliseconds, and the edge is found to two seconds.
  for (const char* edge : {"not-before", "not-on-or-after", "confirmation-not-on-or-after"}) {
    EXPECT_NEAR(measured(results, std::string("saml.measurements.") + edge), 180, 3) << edge;
  }
  // Forms of 1 MiB hold 768 KiB before base64, less what stands around the padding.
  const double size = measured(results, "saml.measurements.largest-response");
  EXPECT_GE(size, 640);
  EXPECT_LE(size, 768);
}

TEST(Measure, a_target_that_never_looks_at_the_time_is_red) {
  const auto results =
      measuring_lab().examine_reference({"saml.measurements.not-before"}, {"generic"}, {"not-before"});
  EXPECT_EQ(results.front().status, Status::fail);
  EXPECT_THAT(results.front().reason, HasSubstr("accepted up to 3600 s, where the search ends"));
  ASSERT_EQ(results.front().measurements.size(), 1u);
  EXPECT_EQ(results.front().measurements.front().unit, "s or more");
}

}  // namespace
}  // namespace idproctor::run
