#include "harness/report/exit_code.hpp"

#include <gtest/gtest.h>

#include "sample_run.hpp"

namespace idproctor::report {
namespace {

using run::Status;

int code(std::vector<Status> statuses, bool strict = false) {
  return exit_code(run_with(std::move(statuses)), strict);
}

TEST(ExitCode, IsZeroWhenNothingFailedAndSomethingWasDecided) {
  EXPECT_EQ(code({Status::pass}), 0);
  EXPECT_EQ(code({Status::pass, Status::skip, Status::warn, Status::known}), 0);
  EXPECT_EQ(code({Status::known}), 0);
}

TEST(ExitCode, IsOneWhenAnythingFailsWhateverElseThereIs) {
  EXPECT_EQ(code({Status::fail, Status::error, Status::inconclusive, Status::unexpected_pass}), 1);
}

TEST(ExitCode, IsFourWithoutAVerdict) {
  EXPECT_EQ(code({Status::pass, Status::error}), 4);
  EXPECT_EQ(code({Status::pass, Status::inconclusive, Status::unexpected_pass}), 4);
  EXPECT_EQ(code({Status::skip}), 4);
  EXPECT_EQ(code({}), 4);
}

TEST(ExitCode, IsFiveWhenOnlyTheBaselineIsOutOfDate) {
  EXPECT_EQ(code({Status::pass, Status::unexpected_pass}), 5);
}

TEST(ExitCode, StrictCountsABrokenShouldOrMayAndNotABrokenInterop) {
  run::RunResult result = run_with({Status::warn, Status::pass});
  for (const char* level : {"should", "may"}) {
    result.cases[0].level = level;
    EXPECT_EQ(exit_code(result, true), 1) << level;
    EXPECT_EQ(exit_code(result, false), 0) << level;
  }
  result.cases[0].level = "interop";
  EXPECT_EQ(exit_code(result, true), 0);
}

TEST(ExitCode, IsExplainedInASentence) {
  EXPECT_EQ(explain_exit_code(0, run_with({Status::pass})),
            "Nothing failed, and every case that was asked has a verdict.");
  EXPECT_EQ(explain_exit_code(1, run_with({Status::fail})), "1 case failed.");
  EXPECT_EQ(explain_exit_code(1, run_with({Status::fail, Status::fail})), "2 cases failed.");
  EXPECT_EQ(explain_exit_code(4, run_with({Status::skip})), "Nothing was decided.");
  EXPECT_EQ(explain_exit_code(4, run_with({Status::pass, Status::error, Status::inconclusive})),
            "Nothing failed, but 2 cases have no verdict.");
  EXPECT_EQ(explain_exit_code(5, run_with({Status::unexpected_pass})),
            "Nothing failed, but the baseline names 1 deviation that no longer happens.");
}

TEST(ExitCode, IsExplainedForAStoppedRun) {
  run::RunResult result = run_with({Status::pass});
  result.info.planned = 9;
  EXPECT_EQ(explain_exit_code(130, result),
            "Stopped by Ctrl-C after 1 of 9 cases; the results so far are kept.");
  EXPECT_EQ(explain_exit_code(143, result), "Terminated after 1 of 9 cases; the results so far are kept.");
}

TEST(ExitCode, SaysWhenAWarningCountedAsFailed) {
  run::RunResult result = run_with({Status::warn});
  result.cases[0].level = "should";
  result.info.strict = true;
  EXPECT_EQ(explain_exit_code(1, result), "1 warning counts as failed (--strict).");
}

}  // namespace
}  // namespace idproctor::report
