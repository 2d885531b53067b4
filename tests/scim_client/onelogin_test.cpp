// OneLogin against the log in goauthentik/authentik issue 11249 (2024-09-05) and its developer documentation.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char kOneLogin[] = "onelogin/scim.yaml";
const char kOneLoginId[] = "e90ef750-39cc-4062-8c35-ab6375bc455e";

/// The user of the log.
Json onelogin_user() {
  return {{"user",
           {{"userName", "onelogin-test-user01"},
            {"email", "test01@example.com"},
            {"givenName", "AAA Test"},
            {"familyName", " User 01"},
            {"id", kOneLoginId},
            {"active", true}}}};
}

const char kOneLoginFilter[] = "GET /Users?filter=userName+eq+%22onelogin-test-user01%22&";
const std::string kOneLoginPut =
    std::string("PUT /Users/") + kOneLoginId +
    "?\n"
    R"({"schemas":["urn:scim:schemas:core:2.0","urn:scim:schemas:extension:enterprise:2.0"],)"
    R"("userName":"onelogin-test-user01","name":{"familyName":" User 01","givenName":"AAA Test"},)"
    R"("emails":[{"value":"test01@example.com","type":"work","primary":true}]})";

// The two lines of the log: the query with its "&", then the user with the schemas of a draft.
TEST(OneLogin, LooksForAUserAndWritesIt) {
  FakeTarget target;
  target.answers(200, found(kOneLoginId)).answers(200, R"({"id":"x"})");
  EXPECT_TRUE(run(kOneLogin, target, "create", onelogin_user()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre(kOneLoginFilter, kOneLoginPut));
}

TEST(OneLogin, TakesA404ForNobody) {
  FakeTarget target;
  target.answers(404).answers(201, R"({"id":"u1"})");
  EXPECT_TRUE(run(kOneLogin, target, "create", onelogin_user()).succeeded);
  EXPECT_EQ(target.requests().back().method, "POST");
}

TEST(OneLogin, TestsWithAUserThatDoesNotExist) {
  for (const int status : {200, 404}) {
    FakeTarget target;
    target.answers(status, status == 200 ? kNobody : "");
    EXPECT_TRUE(run(kOneLogin, target, "test", Json{{"run", {{"guid", "7d420df3"}}}}).succeeded);
    EXPECT_THAT(target.sent(), ElementsAre("GET /Users?filter=userName+eq+%227d420df3%22&"));
  }
}

TEST(OneLogin, NamesNoUserAgent) {
  FakeTarget target;
  target.answers(204);
  run(kOneLogin, target, "delete", onelogin_user());
  EXPECT_FALSE(target.requests()[0].headers.has("User-Agent"));
  EXPECT_THAT(target.sent(), ElementsAre(std::string("DELETE /Users/") + kOneLoginId + "?"));
}

TEST(OneLogin, UpdatesWholeUsers) {
  FakeTarget target;
  target.answers(200, R"({"id":"x"})");
  EXPECT_TRUE(run(kOneLogin, target, "update", onelogin_user()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre(kOneLoginPut));
}

TEST(OneLogin, SuspendsAndRestoresByPut) {
  for (const auto& [operation, active] : {std::pair{"deactivate", false}, std::pair{"reactivate", true}}) {
    FakeTarget target;
    target.answers(200, R"({"id":"x"})");
    EXPECT_TRUE(run(kOneLogin, target, operation, onelogin_user()).succeeded);
    EXPECT_EQ(parse_json(target.requests()[0].body)->at("active").get<bool>(), active);
  }
}

// The PATCH of the log has 165 bytes; the members' ids are UUIDs.
TEST(OneLogin, AddsAMemberIn165Bytes) {
  FakeTarget target;
  target.answers(204);
  Json variables = test_group();
  variables["group"]["added"][0]["id"] = kOneLoginId;
  EXPECT_TRUE(run(kOneLogin, target, "group_add", variables).succeeded);
  EXPECT_EQ(target.requests()[0].method, "PATCH");
  EXPECT_TRUE(target.requests()[0].url.ends_with("/Groups/g1?"));
  EXPECT_EQ(target.requests()[0].headers.get("Content-Type"), "application/scim+json");
  EXPECT_EQ(target.requests()[0].body.size(), 165u);
}

TEST(OneLogin, ComparesTheGroupsThatThereAre) {
  FakeTarget target;
  target.answers(200, R"({"totalResults":1,"Resources":[{"id":"g9","displayName":"Test SCIMv2"}]})")
      .answers(204);
  EXPECT_TRUE(run(kOneLogin, target, "group_create", test_group()).succeeded);
  ASSERT_EQ(target.requests().size(), 2u);
  EXPECT_EQ(target.sent()[0], "GET /Groups?");
  EXPECT_TRUE(target.requests()[1].url.ends_with("/Groups/g9?"));
}

TEST(OneLogin, DeletesNoGroups) {
  FakeTarget target;
  EXPECT_TRUE(run(kOneLogin, target, "group_delete", test_group()).succeeded);
  EXPECT_THAT(target.sent(), IsEmpty());
}

}  // namespace
}  // namespace idproctor::scim
