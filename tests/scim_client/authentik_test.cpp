// authentik's outgoing provider, against its own tests: test_user.py (commit 07b41fff), test_membership.py
// (commit 00a69146).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;

const char kAuthentik[] = "authentik/scim.yaml";
const char kConfig[] = "GET /ServiceProviderConfig";
const char kPatches[] = R"({"patch":{"supported":true}})";
const char kDoesNotPatch[] = R"({"patch":{"supported":false}})";
const std::string kMembersPatch =
    R"(PATCH /Groups/g1
{"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)";

Json authentik_user() {
  return {{"user",
           {{"userName", "jdoe"},
            {"email", "jdoe@goauthentik.io"},
            {"givenName", "foo"},
            {"familyName", "bar"},
            {"displayName", "foo bar"},
            {"externalId", "5f1d"},
            {"id", "u1"},
            {"active", true}}}};
}

Json authentik_group() {
  return test_group() | Json{{"group", {{"externalId", "b1946ac9"}}}};
}

/// Without an order of keys: authentik's tests compare like this.
nlohmann::json body_of(const FakeTarget& target, std::size_t index) {
  return nlohmann::json::parse(target.requests()[index].body);
}

// test_user_create: GET, POST. The values are compared as JSON there, too.
TEST(Authentik, AsksForTheConfigurationAndCreatesWithoutLooking) {
  FakeTarget target;
  target.answers(200, "{}").answers(201, R"({"id":"u1"})");
  EXPECT_TRUE(run(kAuthentik, target, "create", authentik_user()).succeeded);
  ASSERT_EQ(target.requests().size(), 2u);
  EXPECT_EQ(target.sent()[0], kConfig);
  EXPECT_EQ(target.requests()[1].method, "POST");
  EXPECT_EQ(body_of(target, 1), nlohmann::json::parse(R"({
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"],
      "active": true,
      "emails": [{"primary": true, "type": "other", "value": "jdoe@goauthentik.io"}],
      "externalId": "5f1d",
      "name": {"familyName": "bar", "formatted": "foo bar", "givenName": "foo"},
      "displayName": "foo bar",
      "userName": "jdoe"})"));
}

// test_user_create_conflict_standard_resources_key: GET, POST, GET. The PUT is the next synchronization's.
TEST(Authentik, AdoptsAUserOnlyAfterAConflict) {
  FakeTarget target;
  target.answers(200, "{}").answers(409).answers(200, found("u7")).answers(200, R"({"id":"u7"})");
  const Outcome outcome = run(kAuthentik, target, "create", authentik_user());
  EXPECT_TRUE(outcome.succeeded) << outcome.reason;
  EXPECT_EQ(target.sent()[2], "GET /Users?filter=userName+eq+%22jdoe%22");
  EXPECT_TRUE(target.requests()[3].url.ends_with("/Users/u7"));
  EXPECT_EQ(outcome.memory["user"]["id"], "u7");
}

// test_user_create_update: the third request is a PUT.
TEST(Authentik, UpdatesAndDeactivatesByPutWithTheId) {
  for (const auto& [operation, active] : {std::pair{"update", true}, std::pair{"deactivate", false}}) {
    FakeTarget target;
    target.answers(200, R"({"id":"u1"})");
    EXPECT_TRUE(run(kAuthentik, target, operation, authentik_user()).succeeded);
    ASSERT_EQ(target.requests().size(), 1u);
    EXPECT_EQ(target.requests()[0].method, "PUT");
    EXPECT_EQ(body_of(target, 0)["id"], "u1");
    EXPECT_EQ(body_of(target, 0)["active"], active);
  }
}

// test_user_create_delete
TEST(Authentik, DeletesUsers) {
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run(kAuthentik, target, "delete", authentik_user()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Users/u1"));
}

// test_member_add: the group without members, then one operation for each member.
TEST(Authentik, CreatesAGroupAndPatchesItsMembers) {
  FakeTarget target;
  target.answers(200, kPatches).answers(201, R"({"id":"g1"})").answers(204);
  EXPECT_TRUE(run(kAuthentik, target, "group_create", authentik_group()).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre(kConfig,
                  "POST /Groups\n"
                  R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"b1946ac9",)"
                  R"("displayName":"Test SCIMv2"})",
                  kMembersPatch + R"([{"op":"add","path":"members","value":[{"value":"u1"}]}]})"));
}

// test_member_remove_last_without_patch: the members are in the POST, and no PATCH follows.
TEST(Authentik, CreatesAGroupWithItsMembersWhereNothingCanBePatched) {
  FakeTarget target;
  target.answers(200, kDoesNotPatch).answers(201, R"({"id":"g1"})");
  EXPECT_TRUE(run(kAuthentik, target, "group_create", authentik_group()).succeeded);
  ASSERT_EQ(target.requests().size(), 2u);
  EXPECT_EQ(body_of(target, 1), nlohmann::json::parse(R"({
      "schemas": ["urn:ietf:params:scim:schemas:core:2.0:Group"],
      "externalId": "b1946ac9",
      "displayName": "Test SCIMv2",
      "members": [{"value": "u1"}]})"));
}

TEST(Authentik, AdoptsAGroupAfterAConflict) {
  FakeTarget target;
  target.answers(200, kPatches).answers(409).answers(200, found("g1")).answers(204);
  EXPECT_TRUE(run(kAuthentik, target, "group_create", authentik_group()).succeeded);
  EXPECT_EQ(target.sent()[2], "GET /Groups?filter=displayName+eq+%22Test+SCIMv2%22");
  EXPECT_EQ(target.requests()[3].method, "PATCH");
}

// test_member_remove, first half and second half
TEST(Authentik, PatchesMembersOneByOneAndRemovesByFilter) {
  FakeTarget added, removed;
  added.answers(200, kPatches).answers(204);
  removed.answers(200, kPatches).answers(204);
  EXPECT_TRUE(run(kAuthentik, added, "group_add", authentik_group()).succeeded);
  EXPECT_TRUE(run(kAuthentik, removed, "group_remove", authentik_group()).succeeded);
  EXPECT_THAT(
      added.sent(),
      ElementsAre(kConfig, kMembersPatch + R"([{"op":"add","path":"members","value":[{"value":"u1"}]}]})"));
  EXPECT_THAT(
      removed.sent(),
      ElementsAre(kConfig, kMembersPatch + R"([{"op":"remove","path":"members[value eq \"u2\"]"}]})"));
}

// test_member_remove_last_without_patch: PUT, GET, with the members that are left.
TEST(Authentik, WritesTheWholeGroupWhereNothingCanBePatched) {
  for (const char* operation : {"group_add", "group_remove", "group_rename"}) {
    FakeTarget target;
    target.answers(404).answers(204).answers(200, R"({"id":"g1"})");
    EXPECT_TRUE(run(kAuthentik, target, operation, authentik_group()).succeeded) << operation;
    EXPECT_THAT(
        target.sent(),
        ElementsAre(kConfig,
                    "PUT /Groups/g1\n"
                    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"id":"g1",)"
                    R"("externalId":"b1946ac9","displayName":"Test SCIMv2","members":[{"value":"u1"}]})",
                    "GET /Groups/g1"))
        << operation;
  }
}

// groups.py, _update_patch_general, then patch_compare_users; no id since pull request 23950.
TEST(Authentik, RenamesByAValueWithoutPathAndReadsTheGroup) {
  FakeTarget target;
  target.answers(200, kPatches).answers(204).answers(200, R"({"id":"g1"})");
  EXPECT_TRUE(run(kAuthentik, target, "group_rename", authentik_group()).succeeded);
  EXPECT_THAT(target.sent(),
              ElementsAre(kConfig,
                          kMembersPatch +
                              R"([{"op":"replace","value":{"schemas":)"
                              R"(["urn:ietf:params:scim:schemas:core:2.0:Group"],"externalId":"b1946ac9",)"
                              R"("displayName":"Test SCIMv2"}}]})",
                          "GET /Groups/g1"));
}

}  // namespace
}  // namespace idproctor::scim
