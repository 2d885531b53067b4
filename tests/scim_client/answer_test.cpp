// Answers as servers really give them, and as hostile ones could: each is an Outcome with a reason.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/deflate.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

const char kAnswering[] = "generic/scim.yaml";

Outcome match(int status, const std::string& body) {
  FakeTarget target;
  target.answers(status, body);
  return run(kAnswering, target, "match", test_user());
}

Outcome create(int status, const std::string& body) {
  FakeTarget target;
  target.answers(200, kNobody).answers(status, body);
  return run(kAnswering, target, "create", test_user());
}

struct Row {
  std::string body, reason;
};

TEST(Answer, OfAMatchThatIsNoListResponse) {
  const std::vector<Row> rows = {
      {"", "answered 200 OK without a body"},
      {" \r\n\t", "answered 200 OK without a body"},
      {"<html><body>Sign in</body></html>", "not JSON: <html><body>Sign in</body></html>"},
      {"[]", "the answer is an array, not an object"},
      {"null", "the answer is null, not an object"},
      {"42", "the answer is a number, not an object"},
      {"{}", "totalResults is missing"},
      {R"({"Resources":[]})", "totalResults is missing"},
      {R"({"totalResults":"0","Resources":[]})", "totalResults is a string, not an integer"},
      {R"({"totalResults":0.5,"Resources":[]})", "totalResults is a number, not an integer"},
      {R"({"totalResults":1})", "totalResults is 1, but Resources is missing"},
      {R"({"totalResults":1,"Resources":{"id":"u1"}})", "Resources is an object, not an array"},
      {R"({"totalResults":1,"Resources":["u1"]})", "the matching resource has no /id"},
      {R"({"totalResults":1,"Resources":[null]})", "the matching resource has no /id"},
      {R"({"totalResults":1,"Resources":[{"userName":"x"}]})", "the matching resource has no /id"},
      {R"({"totalResults":1,"Resources":[{"id":17}]})",
       "/id of the matching resource is a number, not a string"},
      {R"({"totalResults":1,"Resources":[{"id":""}]})", "/id of the matching resource is empty"},
      {R"({"totalResults":1,"Resources":[{"id":"\ud800"}]})", "not JSON"},
      {"{\"totalResults\":1,\"Resources\":[{\"id\":\"\xFF\xFE\"}]}", "not JSON"},
      {R"({"totalResults":1,"Resources":[{"id":"u1")", "not JSON"},
      {std::string(100'000, '['), "levels"},
  };
  for (const Row& row : rows) {
    const Outcome outcome = match(200, row.body);
    EXPECT_FALSE(outcome.succeeded) << row.body.substr(0, 80);
    EXPECT_THAT(outcome.reason, HasSubstr(row.reason)) << row.body.substr(0, 80);
    EXPECT_EQ(dump(outcome.memory), "{}");
  }
  EXPECT_TRUE(match(200, R"({"totalResults":0})").succeeded) << "Resources may be missing when it is empty";
}

TEST(Answer, OfACreationWithoutAnId) {
  const std::vector<Row> rows = {
      {"", "answered 201 Created without a body"},
      {"[]", "the answer is an array, not an object"},
      {"\"u1\"", "the answer is a string, not an object"},
      {"{}", "the answer has no /id"},
      {R"({"id":null})", "/id of the answer is null, not a string"},
      {R"({"id":{"value":"u1"}})", "/id of the answer is an object, not a string"},
      {"<!DOCTYPE html>", "not JSON"},
  };
  for (const Row& row : rows) {
    const Outcome outcome = create(201, row.body);
    EXPECT_FALSE(outcome.succeeded) << row.body;
    EXPECT_THAT(outcome.reason, HasSubstr(row.reason)) << row.body;
    EXPECT_THAT(outcome.reason, StartsWith("POST /Users ")) << row.body;
  }
}

TEST(Answer, WithAnErrorIsQuotedShortAndPrintable) {
  const Outcome error = create(400, R"({"schemas":[],"detail":"bad\u001b[31m value","status":"400"})");
  EXPECT_EQ(error.reason, "POST /Users answered 400 Bad Request: bad\\x1B[31m value");
  const Outcome html = create(503, "<h1>" + std::string(10 << 20, 'x'));
  EXPECT_FALSE(html.succeeded);
  EXPECT_LT(html.reason.size(), 400u);
  EXPECT_THAT(html.reason, HasSubstr("10485564 bytes more"));
  EXPECT_FALSE(create(400, R"({"detail":{"deep":[1]}})").succeeded);
  EXPECT_FALSE(create(302, "").succeeded);
  EXPECT_FALSE(create(999, "").succeeded);
}

TEST(Answer, OfTwoMegabytesIsRead) {
  const std::string padding(2 << 20, ' ');
  EXPECT_TRUE(create(201, R"({"id":"u1")" + padding + "}").succeeded);
}

TEST(Answer, WithAKeyTwiceIsReadAsClientsDoAndNoted) {
  const Outcome outcome = create(201, R"({"id":"first","name":{"id":"other"},"id":"last"})");
  EXPECT_TRUE(outcome.succeeded);
  EXPECT_EQ(dump(outcome.memory), R"({"user":{"id":"last"}})");
  EXPECT_EQ(outcome.exchanges[1].note, R"(the key "id" stands twice in the answer; the last one counts)");
  EXPECT_EQ(create(201, R"({"id":"u1","name":{"id":"other"}})").exchanges[1].note, "");
}

TEST(Answer, WithSeveralMatchesIsNoted) {
  const Outcome outcome = match(200, R"({"totalResults":2,"Resources":[{"id":"a"},{"id":"b"}]})");
  EXPECT_TRUE(outcome.succeeded);
  EXPECT_EQ(dump(outcome.memory), R"({"user":{"id":"a"}})");
  EXPECT_EQ(outcome.exchanges[0].note, "2 resources match; the first one is taken");
}

TEST(Answer, OfAPatchMayHaveAnyBodyButOddOnesAreNoted) {
  FakeTarget target;
  target.answers(200, "OK");
  const Outcome outcome = run(kAnswering, target, "deactivate", Json{{"user", {{"id", "u1"}}}});
  EXPECT_TRUE(outcome.succeeded);
  EXPECT_THAT(outcome.exchanges[0].note, HasSubstr("the answer's body is not JSON"));
}

http::Response encoded(const std::string& encoding, std::string body) {
  http::Response response(201, "application/scim+json", std::move(body));
  response.headers.set("Content-Encoding", encoding);
  return response;
}

Outcome create(http::Response response) {
  FakeTarget target;
  target.answers(200, kNobody).answers(std::move(response));
  return run("okta/scim.yaml", target, "create", test_user());
}

TEST(Answer, IsDecodedWhereTheClientAskedForCompression) {
  const std::string raw = deflate_raw(R"({"id":"u1"})");
  const std::string gzip = std::string("\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03", 10) +
                           std::string("name\0", 5) + raw + std::string(8, '\0');
  const std::string zlib = "\x78\x9c" + raw + std::string(4, '\0');
  for (const http::Response& response :
       {encoded("gzip", gzip), encoded("X-GZip", gzip), encoded("deflate", zlib), encoded("deflate", raw),
        encoded("identity", R"({"id":"u1"})")}) {
    const Outcome outcome = create(response);
    EXPECT_TRUE(outcome.succeeded) << response.headers.get("Content-Encoding") << ": " << outcome.reason;
    EXPECT_EQ(outcome.exchanges.back().response.body, R"({"id":"u1"})");
  }
}

TEST(Answer, ThatDoesNotDecodeIsAFailure) {
  const std::string gzip_start("\x1f\x8b\x08\x1c\x00\x00\x00\x00\x00\x03\xff\xff", 12);
  for (const http::Response& response :
       {encoded("gzip", R"({"id":"u1"})"), encoded("gzip", gzip_start), encoded("gzip", "\x1f"),
        encoded("br", R"({"id":"u1"})"), encoded("deflate", "x"), encoded("gzip, gzip", "x")}) {
    const Outcome outcome = create(response);
    EXPECT_FALSE(outcome.succeeded) << response.headers.get("Content-Encoding");
    EXPECT_THAT(outcome.exchanges.back().note, HasSubstr("Content-Encoding"));
  }
}

TEST(Answer, ThatInflatesWithoutEndIsAFailure) {
  const std::string bomb = deflate_raw(std::string(20 << 20, ' '));
  const Outcome outcome = create(encoded("deflate", bomb));
  EXPECT_FALSE(outcome.succeeded);
  EXPECT_THAT(outcome.exchanges.back().note, HasSubstr("inflates to more than"));
}

}  // namespace
}  // namespace idproctor::scim
