#include "harness/report/console.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "foundation/core/text.hpp"
#include "harness/report/wrap.hpp"
#include "sample_run.hpp"

namespace idproctor::report {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string output(const ConsoleOptions& options, const run::RunResult& result) {
  std::ostringstream stream;
  drive(*make_console(stream, options, sample_clauses()), result);
  return stream.str();
}

TEST(Console, WritesNoControlCharactersIntoALogFile) {
  for (const char c : output({}, sample_run())) {
    EXPECT_TRUE(c == '\n' || static_cast<unsigned char>(c) >= 0x20) << static_cast<int>(c);
  }
}

TEST(Console, StaysWithinTheWidth) {
  for (const std::size_t width : {72u, 80u, 100u, 160u}) {
    ConsoleOptions options;
    options.width = width;
    run::RunResult result = sample_run();
    result.cases[1].message = std::string(500, 'm');
    for (const std::string& line : split(output(options, result), '\n')) {
      // The headline is one sentence, which a terminal may break as it likes.
      if (line.starts_with("idproctor ")) continue;
      EXPECT_LE(columns(line), width) << line;
    }
  }
}

TEST(Console, APassingCaseTakesOneLine) {
  const std::string text = output({}, run_with(std::vector<run::Status>(5, run::Status::pass)));
  EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2 + 5 + 1 + 3) << text;
}

TEST(Console, OneReasonWhyNothingIsDecidedIsToldOnceAndCounted) {
  using run::Status;
  run::RunResult result =
      run_with({Status::error, Status::error, Status::inconclusive, Status::fail, Status::error});
  for (run::CaseResult& one : result.cases) one.reason = "connection refused";
  result.cases[4].reason = "the answer is no XML";
  const std::string text = output({}, result);
  const auto times = [&](const std::string& words) {
    int found = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(times("why       connection refused"), 2) << "the failure has its own block\n" << text;
  EXPECT_EQ(times("why       the answer is no XML"), 1);
  EXPECT_THAT(text, HasSubstr("\nundecided 3 cases: connection refused\n"));
  EXPECT_EQ(times("undecided"), 1) << "a reason that stands alone is told in its block";
}

TEST(Console, ProgressIsErasedBeforeAnythingElseIsWritten) {
  ConsoleOptions options;
  options.terminal = true;
  const std::string text = output(options, run_with({run::Status::pass}));
  EXPECT_THAT(text, HasSubstr("\r\x1b[K  0/1  smoke.case0@generic\r\x1b[Kpass  smoke.case"));
}

TEST(Console, ProgressNamesTheOldestOfThoseThatRun) {
  std::ostringstream stream;
  ConsoleOptions options;
  options.terminal = true;
  options.width = 60;
  const auto console = make_console(stream, options, {});
  const run::RunResult result = run_with({run::Status::fail, run::Status::pass, run::Status::pass});
  console->begin(result.info);
  console->case_started(result.cases[0].key);
  console->case_started(result.cases[1].key);
  console->case_started(result.cases[2].key);
  EXPECT_THAT(stream.str(), HasSubstr("  0/3  smoke.case0@generic and 2 more"));
  console->case_finished(result.cases[0]);
  EXPECT_THAT(stream.str(), HasSubstr("  1/3  1 finding  smoke.case1@generic and 1 more"));
}

TEST(Console, ImpersonationIsTheLoudestWord) {
  const std::string text = output({}, sample_run());
  EXPECT_THAT(text, HasSubstr("observed  IMPERSONATED"));
  EXPECT_THAT(text, HasSubstr("\nIMPERSONATED  saml.signature.unsigned@okta\n"));
  EXPECT_THAT(output({}, run_with({run::Status::fail})), Not(HasSubstr("IMPERSONATED")));
}

TEST(Console, ColoursOnlyWhereAsked) {
  ConsoleOptions options;
  EXPECT_THAT(output(options, sample_run()), Not(HasSubstr("\x1b[")));
  options.colour = true;
  EXPECT_THAT(output(options, sample_run()), HasSubstr("\x1b[1;31mFAIL"));
}

}  // namespace
}  // namespace idproctor::report
