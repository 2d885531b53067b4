#include <gtest/gtest.h>

#include <sstream>

#include "harness/report/console.hpp"
#include "harness/report/events.hpp"
#include "harness/report/har.hpp"
#include "harness/report/html.hpp"
#include "harness/report/junit.hpp"
#include "harness/report/results_json.hpp"
#include "harness/report/summary.hpp"
#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

std::string written_by(std::unique_ptr<Reporter> (*make)(std::filesystem::path)) {
  const TemporaryFolder folder;
  drive(*make(folder / "file"), sample_run());
  return contents(folder / "file");
}

std::string console_output(const ConsoleOptions& options) {
  std::ostringstream stream;
  drive(*make_console(stream, options, sample_clauses()), sample_run());
  return stream.str();
}

TEST(Golden, ResultsJson) {
  expect_golden("results.json", written_by(make_results_json));
}
TEST(Golden, Junit) {
  expect_golden("junit.xml", written_by(make_junit));
}
TEST(Golden, Events) {
  expect_golden("events.ndjson", written_by(make_events));
}
TEST(Golden, Har) {
  expect_golden("traffic.har", written_by(make_har));
}
TEST(Golden, Summary) {
  expect_golden("summary.md", written_by(make_summary));
}

TEST(Golden, Html) {
  const TemporaryFolder folder;
  drive(*make_html(folder / "report.html", sample_clauses()), sample_run());
  expect_golden("report.html", contents(folder / "report.html"));
}

TEST(Golden, ConsoleInALogFile) {
  ConsoleOptions options;
  options.out = "out";
  expect_golden("console.txt", console_output(options));
}

TEST(Golden, ConsoleOnATerminal) {
  ConsoleOptions options;
  options.terminal = options.colour = true;
  options.width = 72;
  expect_golden("console-terminal.txt", console_output(options));
}

}  // namespace
}  // namespace idproctor::report
