#include "harness/report/summary.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_run.hpp"

namespace idproctor::report {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(Summary, ForeignTextIsNeitherMarkdownNorHtmlNorALink) {
  run::RunResult result = run_with({run::Status::fail});
  result.cases[0].reason = "| [x](https://evil.example) <img> `code` **b** www.evil.example @admin";
  const std::string markdown = summary_markdown(result);
  EXPECT_THAT(markdown, HasSubstr("\\| \\[x\\](https\\://evil.example) \\<img\\> \\`code\\` \\*\\*b\\*\\* "
                                  "www\\.evil.example \\@admin |"));
}

TEST(Summary, ListsFiftyFindingsAndCountsTheRest) {
  const std::string fifty = summary_markdown(run_with(std::vector<run::Status>(50, run::Status::fail)));
  EXPECT_THAT(fifty, Not(HasSubstr("more in report.html")));
  const std::string more = summary_markdown(run_with(std::vector<run::Status>(53, run::Status::fail)));
  EXPECT_THAT(more, HasSubstr("3 more in report.html"));
  EXPECT_THAT(more, Not(HasSubstr("smoke.case50@generic")));
}

TEST(Summary, AQuietRunIsShort) {
  const std::string markdown = summary_markdown(run_with({run::Status::pass}));
  EXPECT_THAT(markdown, Not(HasSubstr("| verdict |")));
  EXPECT_THAT(markdown, HasSubstr("Nothing failed"));
}

}  // namespace
}  // namespace idproctor::report
