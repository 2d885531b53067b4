// Okta's app of the integration network, against its developer documentation (SCIM 2.0 reference).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const char kOktaPatch[] = "okta/scim-patch.yaml";

const char kOktaPatchFilter[] =
    "GET /Users?filter=userName%20eq%20%22test.user%40okta.local%22&startIndex=1&count=100";

#define PATCH_OP R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)"

Json okta_with_id() {
  return test_user() | Json{{"user", {{"id", "u1"}}}};
}

TEST(OktaPatch, CreatesAUserThatIsNotThereWithoutWhatTheUserDoesNotHave) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  Json variables = test_user();
  variables["user"].erase("displayName");
  EXPECT_TRUE(run(kOktaPatch, target, "create", variables).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre(
          kOktaPatchFilter,
          "POST /Users\n"
          R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"userName":"test.user@okta.local",)"
          R"("name":{"givenName":"Test","familyName":"User"},)"
          R"("emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],)"
          R"("locale":"en-US","groups":[],"active":true})"));
}

TEST(OktaPatch, WritesTheWholeProfile) {
  FakeTarget target;
  target.answers(200, R"({"id":"u1","name":{"middleName":""}})").answers(200, R"({"id":"u1"})");
  EXPECT_TRUE(run(kOktaPatch, target, "update", okta_with_id()).succeeded);
  EXPECT_THAT(target.sent(),
              ElementsAre("GET /Users/u1",
                          "PUT /Users/u1\n"
                          R"({"id":"u1","name":{"middleName":"","givenName":"Test","familyName":"User"},)"
                          R"("schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],)"
                          R"("userName":"test.user@okta.local",)"
                          R"("emails":[{"primary":true,"value":"test.user@okta.local","type":"work"}],)"
                          R"("displayName":"Test User","locale":"en-US","groups":[],"active":true})"));
}

TEST(OktaPatch, DeactivatesByPatchWithoutAPath) {
  for (const int status : {200, 204}) {
    FakeTarget target;
    target.answers(status, status == 200 ? R"({"id":"u1","active":false})" : "");
    EXPECT_TRUE(run(kOktaPatch, target, "deactivate", okta_with_id()).succeeded);
    EXPECT_THAT(target.sent(),
                ElementsAre("PATCH /Users/u1\n" PATCH_OP R"([{"op":"replace","value":{"active":false}}]})"));
  }
}

TEST(OktaPatch, ReactivatesTheUserThatItFinds) {
  FakeTarget target;
  target.answers(200, found("u7")).answers(204);
  EXPECT_TRUE(run(kOktaPatch, target, "reactivate", test_user()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre(kOktaPatchFilter, "PATCH /Users/u7\n" PATCH_OP
                                                           R"([{"op":"replace","value":{"active":true}}]})"));
}

TEST(OktaPatch, NeverDeletesUsers) {
  FakeTarget target;
  EXPECT_TRUE(run(kOktaPatch, target, "delete", okta_with_id()).succeeded);
  EXPECT_THAT(target.sent(), IsEmpty());
}

TEST(OktaPatch, CreatesAGroupEmptyAndThenPushesItsMembers) {
  FakeTarget target;
  target.answers(404).answers(201, R"({"id":"g1"})").answers(204);
  EXPECT_TRUE(run(kOktaPatch, target, "group_create", test_group()).succeeded);
  EXPECT_THAT(
      target.sent(),
      ElementsAre(
          "GET /Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22&startIndex=1&count=100",
          "POST /Groups\n"
          R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2","members":[]})",
          "PATCH /Groups/g1\n" PATCH_OP
          R"([{"op":"replace","path":"members","value":[{"value":"u1","display":"test.user@okta.local"}]}]})"));
}

TEST(OktaPatch, PushesNoMembersOfAnEmptyGroup) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"g1"})");
  Json variables = test_group();
  variables["group"]["members"] = Json::array();
  EXPECT_TRUE(run(kOktaPatch, target, "group_create", variables).succeeded);
  EXPECT_EQ(target.requests().size(), 2u);
}

const char kRename[] =
    "PATCH /Groups/g1\n" PATCH_OP R"([{"op":"replace","value":{"id":"g1","displayName":"Test SCIMv2"}}]})";

TEST(OktaPatch, RenamesAGroup) {
  FakeTarget target;
  target.answers(200, R"({"id":"g1"})");
  EXPECT_TRUE(run(kOktaPatch, target, "group_rename", test_group()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre(kRename));
}

TEST(OktaPatch, SendsTheNameWithEachChangeOfMembership) {
  FakeTarget added;
  added.answers(204).answers(204);
  EXPECT_TRUE(run(kOktaPatch, added, "group_add", test_group()).succeeded);
  EXPECT_THAT(added.sent(),
              ElementsAre(kRename, "PATCH /Groups/g1\n" PATCH_OP R"([{"op":"add","path":"members",)"
                                   R"("value":[{"value":"u1","display":"test.user@okta.local"}]}]})"));
  FakeTarget removed;
  removed.answers(204).answers(204);
  EXPECT_TRUE(run(kOktaPatch, removed, "group_remove", test_group()).succeeded);
  EXPECT_THAT(removed.sent(),
              ElementsAre(kRename, "PATCH /Groups/g1\n" PATCH_OP
                                   R"([{"op":"remove","path":"members[value eq \"u2\"]"}]})"));
}

TEST(OktaPatch, DeletesAGroup) {
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run(kOktaPatch, target, "group_delete", test_group()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Groups/g1"));
}

}  // namespace
}  // namespace idproctor::scim
