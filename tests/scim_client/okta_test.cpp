// Okta's wizard app, against its developer documentation (SCIM 2.0 reference) and two public logs of tenants.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char kOkta[] = "okta/scim.yaml";

const char kOktaFilter[] =
    "GET /Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100";

Json okta_user() {
  return test_user() | Json{{"user", {{"externalId", "00ujl29u0le5T6Aj10h7"}, {"password", "1mz050nq"}}}};
}

TEST(Okta, TestsTheConnectionWithTwoUsers) {
  FakeTarget target;
  target.answers(200, kNobody);
  EXPECT_TRUE(run(kOkta, target, "test", Json::object()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Users?startIndex=1&count=2"));
}

TEST(Okta, SendsItsHeadersInItsOrderAndContentTypeOnlyWithABody) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  run(kOkta, target, "create", okta_user());
  using Field = http::Headers::Field;
  EXPECT_THAT(target.requests()[0].headers.fields(),
              ElementsAre(Field("Accept", "application/scim+json"), Field("Accept-Charset", "utf-8"),
                          Field("User-Agent", "Okta SCIM Client 1.0.0"),
                          Field("Authorization", "Bearer secret"), Field("Accept-Encoding", "gzip,deflate")));
  EXPECT_THAT(target.requests()[1].headers.fields(),
              ElementsAre(Field("Accept", "application/scim+json"), Field("Accept-Charset", "utf-8"),
                          Field("Content-Type", "application/scim+json; charset=utf-8"),
                          Field("User-Agent", "Okta SCIM Client 1.0.0"),
                          Field("Authorization", "Bearer secret"), Field("Accept-Encoding", "gzip,deflate")));
}

// The documentation's example of POST /Users, byte for byte but for its white space.
TEST(Okta, CreatesAUserThatIsNotThere) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"23a35c27"})");
  const Outcome outcome = run(kOkta, target, "create", okta_user());
  EXPECT_TRUE(outcome.succeeded) << outcome.reason;
  EXPECT_EQ(dump(outcome.memory), R"({"user":{"id":"23a35c27"}})");
  EXPECT_THAT(
      target.sent(),
      ElementsAre(
          kOktaFilter,
          "POST /Users\n"
          R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local",)"
          R"("name":{"givenName":"Test","familyName":"User"},)"
          R"("emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],)"
          R"("displayName":"Test User","locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],)"
          R"("password":"1mz050nq","active":true})"));
}

TEST(Okta, TakesA404ForNobody) {
  FakeTarget target;
  target.answers(404, R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:Error"],"status":404})")
      .answers(201, R"({"id":"u1"})");
  EXPECT_TRUE(run(kOkta, target, "create", okta_user()).succeeded);
  EXPECT_EQ(target.requests().back().method, "POST");
}

// A tenant's PUT after GET: its own data over the server's resource, whose id, meta and name.formatted
// return.
TEST(Okta, MergesItsDataOverAUserThatIsThere) {
  FakeTarget target;
  target.answers(200, found("5fc0c238"))
      .answers(
          200,
          R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"5fc0c238","externalId":"old",)"
          R"("userName":"octocat@github.com","name":{"givenName":"Mona","familyName":"Octocat",)"
          R"("formatted":"Mona Octocat"},"emails":[{"value":"octocat@github.com","primary":true}],)"
          R"("active":false,"meta":{"resourceType":"User"}})")
      .answers(200, R"({"id":"5fc0c238"})");
  const Outcome outcome = run(kOkta, target, "create", okta_user());
  EXPECT_TRUE(outcome.succeeded) << outcome.reason;
  EXPECT_EQ(dump(outcome.memory), R"({"user":{"id":"5fc0c238"}})");
  EXPECT_THAT(
      target.sent(),
      ElementsAre(
          kOktaFilter, "GET /Users/5fc0c238",
          "PUT /Users/5fc0c238\n"
          R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"id":"5fc0c238",)"
          R"("externalId":"00ujl29u0le5T6Aj10h7","userName":"test.user@okta.local",)"
          R"("name":{"givenName":"Test","familyName":"User","formatted":"Mona Octocat"},)"
          R"("emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],"active":true,)"
          R"("meta":{"resourceType":"User"},"displayName":"Test User","locale":"en-US","groups":[]})"));
}

TEST(Okta, UpdatesByReadingAndWritingTheWholeUser) {
  FakeTarget target;
  target.answers(200, R"({"id":"u1","title":"kept","displayName":"Old"})").answers(200, R"({"id":"u1"})");
  const Json variables =
      okta_user() | Json{{"user", {{"id", "u1"}, {"changes", {{"displayName", "Test User"}}}}}};
  EXPECT_TRUE(run(kOkta, target, "update", variables).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre("GET /Users/u1",
                  "PUT /Users/u1\n"
                  R"({"id":"u1","title":"kept","displayName":"Test User",)"
                  R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],)"
                  R"("userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},)"
                  R"("emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],)"
                  R"("locale":"en-US","externalId":"00ujl29u0le5T6Aj10h7","groups":[],"active":true})"));
}

TEST(Okta, DeactivatesByWritingTheUserBackInactive) {
  FakeTarget target;
  target.answers(200, R"({"id":"u1","userName":"test.user@okta.local","active":true,"meta":{"version":"1"}})")
      .answers(204);
  const Json variables = Json{{"user", {{"id", "u1"}}}};
  EXPECT_TRUE(run(kOkta, target, "deactivate", variables).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre("GET /Users/u1",
                  "PUT /Users/u1\n"
                  R"({"id":"u1","userName":"test.user@okta.local","active":false,"meta":{"version":"1"}})"));
}

TEST(Okta, ReactivatesByAssigningAnew) {
  FakeTarget target;
  target.answers(200, found("u1"))
      .answers(200, R"({"id":"u1","active":false})")
      .answers(200, R"({"id":"u1"})");
  EXPECT_TRUE(run(kOkta, target, "reactivate", okta_user()).succeeded);
  ASSERT_EQ(target.requests().size(), 3u);
  EXPECT_EQ(target.requests()[2].method, "PUT");
  EXPECT_TRUE(parse_json(target.requests()[2].body)->at("active").get<bool>());
}

TEST(Okta, NeverDeletesUsers) {
  FakeTarget target;
  const Outcome outcome = run(kOkta, target, "delete", okta_user());
  EXPECT_TRUE(outcome.succeeded);
  EXPECT_THAT(target.sent(), IsEmpty());
}

// The tenant's log: filter, POST with members, GET, PUT with the same members.
TEST(Okta, PushesAGroupAndReadsItBack) {
  FakeTarget target;
  target.answers(200, kNobody)
      .answers(201, R"({"id":"g1"})")
      .answers(200, R"({"id":"g1","displayName":"Test SCIMv2","members":[]})")
      .answers(200, R"({"id":"g1"})");
  const Outcome outcome = run(kOkta, target, "group_create", test_group());
  EXPECT_TRUE(outcome.succeeded) << outcome.reason;
  EXPECT_EQ(dump(outcome.memory), R"({"group":{"id":"g1"}})");
  EXPECT_THAT(
      target.sent(),
      ElementsAre("GET /Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22&startIndex=1&count=100",
                  "POST /Groups\n"
                  R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2",)"
                  R"("members":[{"value":"u1","display":"test.user@okta.local"}]})",
                  "GET /Groups/g1",
                  "PUT /Groups/g1\n"
                  R"({"id":"g1","displayName":"Test SCIMv2",)"
                  R"("members":[{"value":"u1","display":"test.user@okta.local"}],)"
                  R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"]})"));
}

TEST(Okta, ChangesGroupsByWritingAllMembers) {
  for (const char* operation : {"group_rename", "group_add", "group_remove"}) {
    FakeTarget target;
    target.answers(200, R"({"id":"g1"})").answers(204);
    EXPECT_TRUE(run(kOkta, target, operation, test_group()).succeeded) << operation;
    EXPECT_THAT(target.sent(),
                ElementsAre("GET /Groups/g1",
                            "PUT /Groups/g1\n"
                            R"({"id":"g1","schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],)"
                            R"("displayName":"Test SCIMv2",)"
                            R"("members":[{"value":"u1","display":"test.user@okta.local"}]})"))
        << operation;
  }
}

TEST(Okta, DeletesAGroupThatIsUnlinked) {
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run(kOkta, target, "group_delete", test_group()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Groups/g1"));
}

TEST(Okta, ImportsPageByPageAsFarAsTotalResultsSays) {
  FakeTarget target;
  const std::string page = R"({"totalResults":201,"Resources":[{"id":"x"}]})";
  target.answers(200, page).answers(200, page).answers(200, page);
  EXPECT_TRUE(run(kOkta, target, "import", Json::object()).succeeded);
  EXPECT_THAT(target.sent(),
              ElementsAre("GET /Users?startIndex=1&count=100", "GET /Users?startIndex=101&count=100",
                          "GET /Users?startIndex=201&count=100"));
}

TEST(Okta, SaysWhatItsAdministratorReads) {
  FakeTarget empty;
  empty.answers(200, kNobody).answers(201);
  const Json variables = okta_user() | Json{{"run", {{"app", "Example"}}}};
  EXPECT_EQ(run(kOkta, empty, "create", variables).reason,
            "Automatic provisioning of user test.user@okta.local to app Example failed: "
            "Error while creating user Test User: Create new user returned empty user.");

  FakeTarget gateway;
  gateway.answers(502, "error code: 502");
  EXPECT_EQ(run(kOkta, gateway, "match", variables).reason,
            "Bad Gateway. Errors reported by remote server: Invalid JSON: Unrecognized token 'error'");

  FakeTarget conflict;
  conflict.answers(200, kNobody).answers(409, R"({"detail":"User already exists in the database."})");
  const Outcome refused = run(kOkta, conflict, "create", variables);
  EXPECT_FALSE(refused.succeeded);
  EXPECT_EQ(refused.reason,
            "Conflict. Errors reported by remote server: User already exists in the database.");
}

}  // namespace
}  // namespace idproctor::scim
