// JumpCloud against the samples in ShiftControl-io/scim-v2-rust (commit a0ee98cb) and its support page.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;

const char kJumpCloud[] = "jumpcloud/scim.yaml";

#define PATCH_OP R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)"

Json jumpcloud_user() {
  return {{"user",
           {{"userName", "john.doe@example.com"},
            {"email", "john.doe@example.io"},
            {"givenName", "John"},
            {"familyName", "Doe"},
            {"displayName", "John Doe"},
            {"externalId", "664447f5c0c418f2d05e5318"},
            {"id", "d500eedc"},
            {"active", true}}}};
}

// The sample without what our user does not have: address and telephone.
TEST(JumpCloud, CreatesAUserWithTheEnterpriseSchemaAndNothingOfIt) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  EXPECT_TRUE(run(kJumpCloud, target, "create", jumpcloud_user()).succeeded);
  EXPECT_EQ(target.sent()[1],
            "POST /Users\n"
            R"({"active":true,"displayName":"John Doe",)"
            R"("emails":[{"primary":true,"type":"work","value":"john.doe@example.io"}],)"
            R"("externalId":"664447f5c0c418f2d05e5318","locale":"en-US",)"
            R"("name":{"familyName":"Doe","givenName":"John"},"preferredLanguage":"en-US",)"
            R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
            R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],)"
            R"("userName":"john.doe@example.com"})");
}

// The full PUT sample without photo, title and department, which our user does not have.
TEST(JumpCloud, WritesTheWholeUserWithEmptyArraysAndItsId) {
  FakeTarget target;
  target.answers(200, R"({"id":"d500eedc"})");
  EXPECT_TRUE(run(kJumpCloud, target, "update", jumpcloud_user()).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre("PUT /Users/d500eedc\n"
                  R"({"active":true,"addresses":[],"displayName":"John Doe",)"
                  R"("emails":[{"primary":true,"type":"work","value":"john.doe@example.io"}],)"
                  R"("externalId":"664447f5c0c418f2d05e5318","id":"d500eedc","locale":"en-US",)"
                  R"("name":{"familyName":"Doe","givenName":"John"},"phoneNumbers":[],)"
                  R"("preferredLanguage":"en-US",)"
                  R"("schemas":["urn:ietf:params:scim:schemas:extension:enterprise:2.0:User",)"
                  R"("urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"john.doe@example.com"})"));
}

TEST(JumpCloud, PutsAnInactiveUser) {
  FakeTarget target;
  target.answers(200, R"({"id":"d500eedc"})");
  EXPECT_TRUE(run(kJumpCloud, target, "deactivate", jumpcloud_user()).succeeded);
  EXPECT_FALSE(parse_json(target.requests()[0].body)->at("active").get<bool>());
}

// "A test user and test group are created … Both will be deleted if the DELETE method is supported …"
TEST(JumpCloud, ActivatesByCreatingAndDeletingAUserAndAGroup) {
  FakeTarget target;
  target.answers(201, R"({"id":"u9"})").answers(201, R"({"id":"g9"})").answers(204).answers(204);
  EXPECT_TRUE(run(kJumpCloud, target, "test", Json{{"run", {{"guid", "7d42"}}}}).succeeded);
  ASSERT_EQ(target.sent().size(), 4u);
  EXPECT_EQ(target.sent()[2], "DELETE /Groups/g9");
  EXPECT_EQ(target.sent()[3], "DELETE /Users/u9");
}

// "… If the DELETE method is not supported for users, then the test user will be deactivated"
TEST(JumpCloud, DeactivatesTheTestUserThatCannotBeDeleted) {
  for (const int status : {405, 501}) {
    FakeTarget target;
    target.answers(201, R"({"id":"u9"})").answers(201, R"({"id":"g9"})").answers(204).answers(status);
    target.answers(200, R"({"id":"u9"})");
    EXPECT_TRUE(run(kJumpCloud, target, "test", Json{{"run", {{"guid", "7d42"}}}}).succeeded);
    ASSERT_EQ(target.requests().size(), 5u);
    EXPECT_EQ(target.requests()[4].method, "PUT");
    EXPECT_FALSE(parse_json(target.requests()[4].body)->at("active").get<bool>());
  }
}

// "value=[{value:uid}] without an RFC filter"
TEST(JumpCloud, ChangesMembershipByValue) {
  FakeTarget added, removed;
  added.answers(204);
  removed.answers(204);
  EXPECT_TRUE(run(kJumpCloud, added, "group_add", test_group()).succeeded);
  EXPECT_TRUE(run(kJumpCloud, removed, "group_remove", test_group()).succeeded);
  EXPECT_THAT(added.sent(), ElementsAre("PATCH /Groups/g1\n" PATCH_OP
                                        R"([{"op":"add","path":"members","value":[{"value":"u1"}]}]})"));
  EXPECT_THAT(removed.sent(), ElementsAre("PATCH /Groups/g1\n" PATCH_OP
                                          R"([{"op":"remove","path":"members","value":[{"value":"u2"}]}]})"));
}

TEST(JumpCloud, DeletesUsersAndGroups) {
  FakeTarget user, group;
  user.answers(204);
  group.answers(204);
  EXPECT_TRUE(run(kJumpCloud, user, "delete", jumpcloud_user()).succeeded);
  EXPECT_TRUE(run(kJumpCloud, group, "group_delete", test_group()).succeeded);
  EXPECT_THAT(user.sent(), ElementsAre("DELETE /Users/d500eedc"));
  EXPECT_THAT(group.sent(), ElementsAre("DELETE /Groups/g1"));
}

}  // namespace
}  // namespace idproctor::scim
