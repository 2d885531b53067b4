#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "harness/report/console.hpp"
#include "harness/report/events.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/har.hpp"
#include "harness/report/html.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/results_json.hpp"
#include "harness/report/summary.hpp"
#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Everything that has ever broken a report, in one text.
const std::string kHostile =
    std::string(
        "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>]]>--></style></pre>"
        "\x1b[2J\x1b]0;title\x07\r\n\t\x08\x7f\xC2\x9B"
        "31m\xE2\x80\xAE\xEF\xBF\xBE\xFF\xC3") +
    '\0' + "${env:SECRET} &amp; | `` [a](javascript:x) ::error::injected";

/// The text in every place that a target, or a scenario that quotes it, can reach.
run::RunResult hostile_run() {
  run::RunResult result = sample_run();
  result.info.target = kHostile;
  for (run::CaseResult& one : result.cases) {
    one.title = one.expected = one.reason = one.message = one.fix = kHostile;
    if (one.observed != "impersonated") one.observed = kHostile;
    one.clauses.push_back(kHostile);
    one.evidence.push_back({"wire", kHostile, kHostile, "x" + kHostile, kHostile});
    for (run::Exchange& exchange : one.exchanges) {
      exchange.what = exchange.error = kHostile;
      exchange.request.url += kHostile;
      exchange.request.headers.add("X-" + kHostile, kHostile);
      exchange.response = http::Response(200, kHostile, kHostile);
    }
  }
  return result;
}

/// Ten megabytes of it as a body and as a message.
run::RunResult huge_run() {
  run::RunResult result = sample_run();
  std::string huge;
  while (huge.size() < (10u << 20)) huge += kHostile;
  run::CaseResult& one = result.cases.at(1);
  one.message = one.reason = one.evidence.at(0).observed = huge;
  one.exchanges.at(0).request.body = "SAMLResponse=" + huge;
  one.exchanges.at(1).response->body = huge;
  one.exchanges.at(1).error = huge;
  return result;
}

template <class Make>
std::string file_of(Make make, const run::RunResult& result) {
  const TemporaryFolder folder;
  drive(*make(folder / "file"), result);
  return contents(folder / "file");
}

std::string html_of(const run::RunResult& result) {
  return file_of([](const std::filesystem::path& path) { return make_html(path, sample_clauses()); }, result);
}

void expect_no_controls(const std::string& text) {
  EXPECT_TRUE(is_utf8(text));
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    ASSERT_TRUE(byte == '\n' || byte == '\t' || (byte >= 0x20 && byte != 0x7F))
        << "byte " << int{byte} << " at " << i;
  }
  EXPECT_THAT(text, Not(HasSubstr("\xC2\x9B")));
  EXPECT_THAT(text, Not(HasSubstr("\xE2\x80\xAE")));
}

TEST(Hostile, ConsoleHasNoControlCharacters) {
  std::ostringstream stream;
  drive(*make_console(stream, {}, sample_clauses()), hostile_run());
  expect_no_controls(stream.str());
}

TEST(Hostile, NoLineOfTheConsoleIsACommandToGitHub) {
  run::RunResult result = run_with({run::Status::fail});
  result.cases[0].message = result.cases[0].reason = "\n::error::injected";
  std::ostringstream stream;
  drive(*make_console(stream, {}, {}), result);
  EXPECT_THAT(stream.str(), Not(HasSubstr("\n::")));
}

TEST(Hostile, HtmlHasNoForeignMarkup) {
  const std::string html = html_of(hostile_run());
  expect_no_controls(html);
  for (const char* forbidden : {"<script", "<img", "</style></pre>"})
    EXPECT_THAT(html, Not(HasSubstr(forbidden)));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;"));
}

TEST(Hostile, JunitIsValid) {
  const std::string xml = junit_xml(hostile_run());
  expect_no_controls(xml);
  EXPECT_EQ(junit_problems(xml), "");
}

TEST(Hostile, JsonIsValid) {
  const Json results = results_json(hostile_run());
  EXPECT_EQ(schema_problems(dump(results)), "");
  EXPECT_TRUE(parse_json(file_of(make_har, hostile_run())).has_value());
  const TemporaryFolder folder;
  drive(*make_events(folder / "events.ndjson"), hostile_run());
  const auto back = read_events(folder / "events.ndjson");
  ASSERT_TRUE(back.has_value()) << describe(back.error());
  EXPECT_EQ(back->cases.at(0).message, valid_utf8(kHostile));
}

TEST(Hostile, SummaryHasNoForeignMarkup) {
  const std::string markdown = summary_markdown(hostile_run());
  expect_no_controls(markdown);
  for (std::size_t i = 1; i < markdown.size(); ++i) {
    if (std::string_view("<>[]").find(markdown[i]) == std::string_view::npos) continue;
    const std::size_t backslashes = i - 1 - markdown.find_last_not_of('\\', i - 1);
    ASSERT_EQ(backslashes % 2, 1u) << "unescaped at " << i << ": " << markdown.substr(i, 40);
  }
}

TEST(Hostile, TenMegabytesStaySmall) {
  const run::RunResult result = huge_run();
  std::ostringstream stream;
  drive(*make_console(stream, {}, sample_clauses()), result);
  EXPECT_LT(stream.str().size(), 20'000u);
  EXPECT_LT(html_of(result).size(), 1'500'000u);
  EXPECT_LT(file_of(make_har, result).size(), 1'000'000u);
  EXPECT_LT(junit_xml(result).size(), 100'000u);
  EXPECT_LT(file_of(make_events, result).size(), 500'000u);
  EXPECT_LT(summary_markdown(result).size(), 20'000u);
}

}  // namespace
}  // namespace idproctor::report
