// PingFederate's and PingOne's provisioners, against what their documentation says.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::AnyOf;
using testing::ElementsAre;

const char kPingFederate[] = "pingfederate/scim.yaml";
const char kPingOne[] = "pingone/scim.yaml";

Json ping_user() {
  return test_user() | Json{{"user", {{"externalId", "idp-1"}, {"id", "u1"}}}};
}

// "PATCH: Users: No; Groups: Yes" (PingFederate); "does not support patch updates" (PingOne, 2023)
TEST(Ping, PatchesNoUsers) {
  for (const char* file : {kPingFederate, kPingOne}) {
    for (const auto& call : provider(file).calls) {
      if (call->path.starts_with("/Users")) {
        EXPECT_THAT(call->method, AnyOf("GET", "POST", "PUT", "DELETE")) << file;
      }
    }
  }
}

// "userName eq <userName_value>"
TEST(Ping, LooksForUsersByUserName) {
  for (const char* file : {kPingFederate, kPingOne}) {
    FakeTarget target;
    target.answers(200, found("u1")).answers(200, R"({"id":"u1"})");
    EXPECT_TRUE(run(file, target, "create", ping_user()).succeeded);
    EXPECT_EQ(target.sent()[0], "GET /Users?filter=userName%20eq%20%22test.user%40okta.local%22");
    EXPECT_EQ(target.requests()[1].method, "PUT");
  }
}

TEST(Ping, DisablesByPut) {
  for (const char* file : {kPingFederate, kPingOne}) {
    FakeTarget target;
    target.answers(200, R"({"id":"u1"})");
    EXPECT_TRUE(run(file, target, "deactivate", ping_user()).succeeded);
    EXPECT_EQ(target.requests()[0].method, "PUT");
    EXPECT_FALSE(parse_json(target.requests()[0].body)->at("active").get<bool>());
  }
}

// "The connector allows group filtering by retrieving all groups and finding a match."
TEST(PingFederate, ReadsAllGroupsForTheOneThatIsMeant) {
  FakeTarget target;
  target.answers(200, R"({"totalResults":101,"Resources":[{"id":"g8","displayName":"Other"}]})")
      .answers(200, R"({"totalResults":101,"Resources":[{"id":"g9","displayName":"Test SCIMv2"}]})")
      .answers(204);
  EXPECT_TRUE(run(kPingFederate, target, "group_create", test_group()).succeeded);
  EXPECT_EQ(target.sent()[0], "GET /Groups?startIndex=1&count=100");
  EXPECT_EQ(target.sent()[1], "GET /Groups?startIndex=101&count=100");
  EXPECT_EQ(target.requests()[2].method, "PATCH");
  EXPECT_TRUE(target.requests()[2].url.ends_with("/Groups/g9"));
}

// "only required attributes, such as displayName and members, are supported"
TEST(PingFederate, GivesGroupsNoExternalId) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"g1"})");
  const Json variables = test_group() | Json{{"group", {{"externalId", "idp-2"}}}};
  EXPECT_TRUE(run(kPingFederate, target, "group_create", variables).succeeded);
  EXPECT_THAT(target.sent().back(),
              "POST /Groups\n"
              R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2",)"
              R"("members":[{"value":"u1"}]})");
}

TEST(PingFederate, PatchesAndDeletesGroups) {
  for (const char* operation : {"group_rename", "group_add", "group_remove"}) {
    FakeTarget target;
    target.answers(204);
    EXPECT_TRUE(run(kPingFederate, target, operation, test_group()).succeeded);
    EXPECT_EQ(target.requests()[0].method, "PATCH") << operation;
  }
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run(kPingFederate, target, "group_delete", test_group()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Groups/g1"));
}

// "400 invalid filter when a group's name has a special character"
TEST(PingOne, LooksForGroupsByAFilter) {
  FakeTarget target;
  target.answers(200, kNobody);
  EXPECT_TRUE(run(kPingOne, target, "match_group", test_group()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22"));
}

}  // namespace
}  // namespace idproctor::scim
