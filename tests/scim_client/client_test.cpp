// What the engine does whatever the dialect is.
#include "scim_client/client.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Json with_id(const std::string& id) {
  return test_user() | Json{{"user", {{"id", id}}}};
}

TEST(Client, PutsPathsBeforeTheQueryOfTheBaseUrl) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  Client client(provider("generic/scim.yaml"), Target("https://app.example/scim/?tenant=7&x", "secret"),
                target.send());
  ASSERT_TRUE(run(client, "create", test_user()));
  EXPECT_EQ(target.requests()[0].url,
            "https://app.example/scim/Users?tenant=7&x&filter=userName%20eq%20%22test.user%40okta.local%22");
  EXPECT_EQ(target.requests()[1].url, "https://app.example/scim/Users?tenant=7&x");
}

TEST(Client, SendsAnotherAuthorizationWhereTheTargetHasOne) {
  FakeTarget target;
  target.answers(204);
  Target basic{std::string(kBase), "secret"};
  basic.authorization_header = "Basic dXNlcjpwYXNz";
  Client client(provider("generic/scim.yaml"), basic, target.send());
  ASSERT_TRUE(run(client, "delete", with_id("u1")));
  EXPECT_EQ(target.requests()[0].headers.get("Authorization"), "Basic dXNlcjpwYXNz");
}

TEST(Client, EncodesIdsOfForeignOrigin) {
  FakeTarget target;
  target.answers(204);
  run("generic/scim.yaml", target, "delete", with_id("../Groups/g1?a b#%\xC3\xA9"));
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Users/..%2FGroups%2Fg1%3Fa%20b%23%25%C3%A9"));
}

TEST(Client, EscapesQuotesInAFilter) {
  FakeTarget target;
  target.answers(200, kNobody);
  Json variables = test_user();
  variables["user"]["userName"] = R"(a"b\c)";
  run("generic/scim.yaml", target, "match", variables);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Users?filter=userName%20eq%20%22a%5C%22b%5C%5Cc%22"));
}

TEST(Client, WritesPlusForSpacesInValuesToo) {
  FakeTarget target;
  target.answers(200, kNobody);
  Json variables = test_user();
  variables["user"]["userName"] = "a b+c";
  run("entra/scim.yaml", target, "match", variables);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Users?filter=userName+eq+%22a+b%2Bc%22"));
}

TEST(Client, FailsForAMissingVariableAndNamesIt) {
  FakeTarget target;
  Client client(provider("generic/scim.yaml"), Target(std::string(kBase), "secret"), target.send());
  const auto outcome = run(client, "delete", test_user());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, Error::Kind::invalid);
  EXPECT_EQ(outcome.error().message, "DELETE /Users/${user.id}: ${user.id} has no value");
  EXPECT_TRUE(target.requests().empty());
}

TEST(Client, FailsForAnOperationThatTheDialectDoesNotHave) {
  FakeTarget target;
  Client client(provider("entra/scim.yaml"), Target(std::string(kBase), "secret"), target.send());
  const auto outcome = run(client, "import", Json::object());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, Error::Kind::unsupported);
  EXPECT_EQ(outcome.error().message, "entra has no operation 'import'");
}

TEST(Client, PassesOnThatNoAnswerCame) {
  FakeTarget target;
  target.answers(200, kNobody).does_not_answer(Error{Error::Kind::timeout, "10 s passed", {}});
  Client client(provider("generic/scim.yaml"), Target(std::string(kBase), "secret"), target.send());
  const auto outcome = run(client, "create", test_user());
  ASSERT_FALSE(outcome);
  EXPECT_EQ(outcome.error().kind, Error::Kind::timeout);
}

TEST(Client, EndsAnOperationAtTheFirstFailureAndKeepsWhatHappened) {
  FakeTarget target;
  target.answers(500, R"({"detail":"no"})");
  const Outcome outcome = run("okta/scim.yaml", target, "deactivate", with_id("u1"));
  EXPECT_FALSE(outcome.succeeded);
  ASSERT_EQ(outcome.exchanges.size(), 1u);
  EXPECT_FALSE(outcome.exchanges[0].accepted);
  EXPECT_EQ(outcome.exchanges[0].note, "GET /Users/${user.id} answered 500 Internal Server Error: no");
  EXPECT_EQ(outcome.exchanges[0].request.url, std::string(kBase) + "/Users/u1");
  EXPECT_EQ(outcome.exchanges[0].response.status, 500);
}

TEST(Client, SaysWhereEachExchangeIsWritten) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  const Outcome outcome = run("okta/scim.yaml", target, "reactivate", test_user());
  ASSERT_EQ(outcome.exchanges.size(), 2u);
  EXPECT_EQ(outcome.exchanges[0].operation, "match");
  EXPECT_EQ(outcome.exchanges[1].operation, "create");
}

TEST(Client, SendsFurtherChangesInWholeUsersAsWell) {
  FakeTarget target;
  target.answers(200, R"({"id":"u1","title":"Old"})").answers(200, R"({"id":"u1"})");
  const Json changes = *parse_json(
      R"({"user":{"changes":{"title":"Dr","name.middleName":"X","department":"Sales","displayName":"ignored here",)"
      R"("phoneNumbers[type eq \"work\"].value":"1"}}})");
  run("okta/scim.yaml", target, "update", with_id("u1") | changes);
  const Json body = *parse_json(target.requests().back().body);
  EXPECT_EQ(body["title"], "Dr");
  EXPECT_EQ(body["displayName"], "Test User");
  EXPECT_EQ(dump(body["name"]), R"({"givenName":"Test","familyName":"User","middleName":"X"})");
  EXPECT_EQ(dump(body["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"]),
            R"({"department":"Sales"})");
  EXPECT_FALSE(body.contains("phoneNumbers[type eq \"work\"].value"));
}

TEST(Client, StopsAnImportThatNeverEnds) {
  FakeTarget target;
  target.answers(200, R"({"totalResults":9000000000000000000,"Resources":[{"id":"a"}]})")
      .answers(200, R"({"totalResults":9000000000000000000,"Resources":[]})");
  EXPECT_TRUE(run("okta/scim.yaml", target, "import", Json::object()).succeeded);
  EXPECT_EQ(target.requests().size(), 2u);
}

TEST(Client, SendsARawRequestWithTheDialectsHeaders) {
  FakeTarget target;
  target.answers(400, R"({"detail":"no"})").answers(200, "[]");
  Client client(provider("okta/scim.yaml"), Target(std::string(kBase) + "?t=1", "secret"), target.send());
  RawRequest raw("PATCH", "/Users/u1?x=a b");
  raw.body = "{not json";
  raw.headers = {{"User-Agent", ""}, {"X-Extra", "1"}, {"accept", "text/html"}};
  const auto refused = request(client, raw);
  ASSERT_TRUE(refused);
  EXPECT_FALSE(refused->succeeded);
  EXPECT_EQ(target.requests()[0].url, std::string(kBase) + "/Users/u1?t=1&x=a%20b");
  EXPECT_EQ(target.requests()[0].body, "{not json");
  EXPECT_EQ(target.requests()[0].headers.get("Accept"), "text/html");
  EXPECT_EQ(target.requests()[0].headers.get("Content-Type"), "application/scim+json; charset=utf-8");
  EXPECT_EQ(target.requests()[0].headers.get("X-Extra"), "1");
  EXPECT_FALSE(target.requests()[0].headers.has("User-Agent"));
  const auto answered = request(client, RawRequest("GET", "/Schemas"));
  ASSERT_TRUE(answered);
  EXPECT_TRUE(answered->succeeded);
  EXPECT_FALSE(target.requests()[1].headers.has("Content-Type"));
}

}  // namespace
}  // namespace idproctor::scim
