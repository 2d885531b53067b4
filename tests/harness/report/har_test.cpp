#include "harness/report/har.hpp"

#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

Json parsed(const std::filesystem::path& path) {
  const Result<Json> json = parse_json(contents(path));
  EXPECT_TRUE(json.has_value());
  return json.has_value() ? *json : Json();
}

TEST(Har, HasWhatTheFormatRequires) {
  const TemporaryFolder folder;
  drive(*make_har(folder / "traffic.har"), sample_run());
  const Json log = parsed(folder / "traffic.har").at("log");
  EXPECT_EQ(log.at("version"), "1.2");
  EXPECT_EQ(log.at("creator").at("name"), "idproctor");
  ASSERT_EQ(log.at("entries").size(), 3u);
  for (const Json& entry : log.at("entries")) {
    for (const char* member : {"startedDateTime", "time", "request", "response", "cache", "timings"}) {
      EXPECT_TRUE(entry.contains(member)) << member;
    }
    for (const char* member :
         {"method", "url", "httpVersion", "cookies", "headers", "queryString", "headersSize", "bodySize"}) {
      EXPECT_TRUE(entry.at("request").contains(member)) << member;
    }
    for (const char* member : {"status", "statusText", "httpVersion", "cookies", "headers", "content",
                               "redirectURL", "headersSize", "bodySize"}) {
      EXPECT_TRUE(entry.at("response").contains(member)) << member;
    }
  }
}

TEST(Har, ARunWithoutTrafficAndAStoppedRunAreValid) {
  const TemporaryFolder folder;
  drive(*make_har(folder / "none.har"), run_with({run::Status::skip}));
  EXPECT_TRUE(parsed(folder / "none.har").at("log").at("entries").empty());

  run::RunResult sample = sample_run();
  sample.info.stopped = true;
  const auto reporter = make_har(folder / "stopped.har");
  reporter->begin(sample.info);
  reporter->case_finished(sample.cases[1]);
  reporter->case_started("never.finished@okta");
  EXPECT_FALSE(std::filesystem::exists(folder / "stopped.har"));
  reporter->end(sample);
  EXPECT_EQ(parsed(folder / "stopped.har").at("log").at("entries").size(), 2u);
  EXPECT_FALSE(std::filesystem::exists(folder / "stopped.har.part"));
}

TEST(Har, BytesThatAreNoTextBecomeBase64) {
  run::Exchange exchange;
  exchange.request.body = "\xFF\xFE";
  exchange.response = http::Response(200, "image/png", "\x89PNG");
  const Json entry = har_entry(exchange, "k");
  EXPECT_EQ(entry.at("request").at("postData").at("text"), base64_encode("\xFF\xFE"));
  EXPECT_EQ(entry.at("request").at("postData").at("comment"), "base64: the bytes are not valid UTF-8");
  EXPECT_EQ(entry.at("response").at("content").at("encoding"), "base64");
  EXPECT_EQ(entry.at("response").at("content").at("text"), base64_encode("\x89PNG"));
}

TEST(Har, TextIsLeftAsText) {
  run::Exchange exchange;
  exchange.response = http::Response(200, "text/plain", "gr\xC3\xBC\xC3\x9F dich");
  const Json content = har_entry(exchange, "k").at("response").at("content");
  EXPECT_EQ(content.at("text"), "gr\xC3\xBC\xC3\x9F dich");
  EXPECT_FALSE(content.contains("encoding"));
  EXPECT_FALSE(content.contains("comment"));
}

TEST(Har, LongBodiesAreCutWithAComment) {
  run::Exchange exchange;
  exchange.request.body.assign(100'000, 'a');
  exchange.response = http::Response(200, "text/plain", std::string(70'000, 'b'));
  const Json entry = har_entry(exchange, "k");
  EXPECT_EQ(entry.at("request").at("bodySize"), 100'000);
  EXPECT_EQ(entry.at("request").at("postData").at("text").get<std::string>().size(), 65'536u);
  EXPECT_EQ(entry.at("request").at("postData").at("comment"), "cut: the first 65536 of 100000 bytes");
  EXPECT_EQ(entry.at("response").at("content").at("comment"), "cut: the first 65536 of 70000 bytes");
}

TEST(Har, AMissingAnswerHasStatusZeroAndTheError) {
  run::Exchange exchange;
  exchange.error = "refused";
  const Json response = har_entry(exchange, "k").at("response");
  EXPECT_EQ(response.at("status"), 0);
  EXPECT_EQ(response.at("_error"), "refused");
}

}  // namespace
}  // namespace idproctor::report
