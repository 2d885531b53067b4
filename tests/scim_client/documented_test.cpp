// Clients of which documents name the requests but show few bodies: CyberArk, Google, Rippling, SailPoint.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::IsSubsetOf;

Json documented_user() {
  return test_user() | Json{{"user", {{"externalId", "idp-1"}, {"id", "u1"}}}};
}

std::set<std::string> requests_of(const std::string& file) {
  std::set<std::string> names;
  for (const auto& call : provider(file).calls) names.insert(call->name());
  return names;
}

// "SCIM API Requirements", the column of SCIM 2.0, whole.
TEST(CyberArk, SendsNothingButWhatItLists) {
  EXPECT_THAT(requests_of("cyberark/scim.yaml"),
              testing::UnorderedElementsAre(
                  "GET /Users?count=1", "GET /Users?filter=userName eq \"${user.userName}\"",
                  "GET /Users/${user.id}", "POST /Users", "PUT /Users/${user.id}", "GET /Groups",
                  "GET /Groups/${group.id}", "POST /Groups", "PATCH /Groups/${group.id}",
                  "GET /ServiceProviderConfig", "GET /ResourceTypes/User", "GET /ResourceTypes/Group"));
  EXPECT_TRUE(provider("cyberark/scim.yaml").operations.at("delete").empty());
}

TEST(CyberArk, ReadsAUserBeforeItIsWritten) {
  FakeTarget target;
  target.answers(200, R"({"id":"u1"})").answers(200, R"({"id":"u1"})");
  EXPECT_TRUE(run("cyberark/scim.yaml", target, "deactivate", documented_user()).succeeded);
  EXPECT_EQ(target.sent()[0], "GET /Users/u1");
  EXPECT_EQ(target.requests()[1].method, "PUT");
}

// "automated user provisioning … active, suspended, or deleted users only"
TEST(Google, ProvisionsUsersButNoGroups) {
  for (const char* operation :
       {"group_create", "group_rename", "group_add", "group_remove", "group_delete"}) {
    FakeTarget target;
    EXPECT_TRUE(run("google/scim.yaml", target, operation, test_group()).succeeded);
    EXPECT_THAT(target.sent(), IsEmpty()) << operation;
  }
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run("google/scim.yaml", target, "delete", documented_user()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("DELETE /Users/u1"));
}

TEST(Google, ProbesWithOneUser) {
  FakeTarget target;
  target.answers(200, kNobody);
  EXPECT_TRUE(run("google/scim.yaml", target, "test", Json::object()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Users?count=1"));
}

// "groups, pagination, delete groups and PATCH groups"; the probe of the connection.
TEST(Rippling, HasWhatItsSwitchesSay) {
  const std::set<std::string> documented = {"GET /ServiceProviderConfig", "PATCH /Groups/${group.id}",
                                            "POST /Groups", "DELETE /Groups/${group.id}",
                                            "GET /Users?startIndex=${page.start}&count=100"};
  EXPECT_THAT(documented, IsSubsetOf(requests_of("rippling/scim.yaml")));
  for (const auto& call : provider("rippling/scim.yaml").calls) {
    EXPECT_EQ(call->source.empty(), !documented.contains(call->name())) << call->name();
  }
}

// The forum's server received [{"op":"add","value":{"active":false}}].
TEST(SailPoint, DisablesByAdding) {
  FakeTarget target;
  target.answers(204);
  EXPECT_TRUE(run("sailpoint/scim.yaml", target, "deactivate", documented_user()).succeeded);
  EXPECT_EQ(parse_json(target.requests()[0].body)->at("Operations").dump(),
            R"([{"op":"add","value":{"active":false}}])");
}

// "requires the following endpoints"
TEST(SailPoint, ReadsTheTargetsDescription) {
  FakeTarget target;
  for (int i = 0; i < 5; ++i) target.answers(200, "{}");
  EXPECT_TRUE(run("sailpoint/scim.yaml", target, "test", Json::object()).succeeded);
  EXPECT_THAT(target.sent(), ElementsAre("GET /ServiceProviderConfig", "GET /ResourceTypes", "GET /Schemas",
                                         "GET /ResourceTypes/User", "GET /ResourceTypes/Group"));
}

}  // namespace
}  // namespace idproctor::scim
