#include "harness/report/events.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "harness/report/results_json.hpp"
#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

using testing::HasSubstr;

Result<run::RunResult> read_text(const std::string& text) {
  const TemporaryFolder folder;
  EXPECT_TRUE(write_file(folder / "events.ndjson", text).has_value());
  return read_events(folder / "events.ndjson");
}

std::string sample_text() {
  const TemporaryFolder folder;
  drive(*make_events(folder / "events.ndjson"), sample_run());
  return contents(folder / "events.ndjson");
}

TEST(Events, ReadBackGiveTheSameResults) {
  const auto result = read_text(sample_text());
  ASSERT_TRUE(result.has_value()) << describe(result.error());
  EXPECT_EQ(dump(results_json(*result)), dump(results_json(sample_run())));
  EXPECT_EQ(result->info.planned, 10u);
  EXPECT_FALSE(result->info.stopped);
}

TEST(Events, AreOnDiskAsSoonAsTheyHappen) {
  const TemporaryFolder folder;
  const auto reporter = make_events(folder / "events.ndjson");
  const run::RunResult sample = sample_run();
  reporter->begin(sample.info);
  reporter->case_started(sample.cases[0].key);
  reporter->case_finished(sample.cases[0]);
  const auto result = read_events(folder / "events.ndjson");
  ASSERT_TRUE(result.has_value()) << describe(result.error());
  ASSERT_EQ(result->cases.size(), 1u);
  EXPECT_EQ(result->cases[0].key, sample.cases[0].key);
  EXPECT_TRUE(result->info.stopped) << "its end is missing";
}

TEST(Events, AKilledRunKeepsWhatWasMeasured) {
  run::RunResult sample = sample_run();
  sample.cases[0].measurements = sample.measurements;
  const TemporaryFolder folder;
  drive(*make_events(folder / "events.ndjson"), sample);
  const std::string text = contents(folder / "events.ndjson");
  const auto killed = read_text(text.substr(0, text.find("{\"event\":\"end\"")));
  ASSERT_TRUE(killed.has_value()) << describe(killed.error());
  EXPECT_EQ(killed->measurements.size(), sample.measurements.size());
  const auto whole = read_text(text);
  ASSERT_TRUE(whole.has_value()) << describe(whole.error());
  EXPECT_EQ(whole->measurements.size(), sample.measurements.size()) << "the end repeats, it does not add";
}

TEST(Events, AKilledRunCanBeReadWhereverItWasCut) {
  const std::string text = sample_text();
  const std::size_t first_line = text.find('\n') + 1;
  for (std::size_t length = first_line; length < text.size(); length += 97) {
    const auto result = read_text(text.substr(0, length));
    ASSERT_TRUE(result.has_value()) << length << ": " << describe(result.error());
    EXPECT_TRUE(result->info.stopped) << length;
  }
}

TEST(Events, ABrokenLineBeforeTheLastIsAnErrorWithItsPlace) {
  std::string text = sample_text();
  text.insert(text.find('\n') + 1, "{\"event\":\n");
  const auto result = read_text(text);
  ASSERT_TRUE(result.has_error());
  EXPECT_THAT(describe(result.error()), HasSubstr("events.ndjson:2"));
}

TEST(Events, WhatIsNoEventsFileIsRefused) {
  EXPECT_TRUE(read_text("").has_error());
  EXPECT_TRUE(read_text("hello\n").has_error());
  EXPECT_TRUE(read_text("{\"event\":\"end\"}\n").has_error());
  EXPECT_TRUE(read_text("{\"event\":\"begin\",\"schema\":\"idproctor.events/9\",\"run\":{}}\n").has_error());
  EXPECT_TRUE(read_events("/nonexistent/events.ndjson").has_error());
}

}  // namespace
}  // namespace idproctor::report
