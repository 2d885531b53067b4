// The two generic dialects, against RFC 7644.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const char kPatch[] = "generic/scim.yaml";
const char kPut[] = "generic/scim-put.yaml";

#define PATCH_OP R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)"

const char kGenericFilter[] = "GET /Users?filter=userName%20eq%20%22test.user%40okta.local%22";
const char kActiveUser[] =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User"],"externalId":"idp-1",)"
    R"("userName":"test.user@okta.local","name":{"givenName":"Test","familyName":"User"},)"
    R"("displayName":"Test User",)"
    R"("emails":[{"value":"test.user@okta.local","type":"work","primary":true}],"active":true})";

Json generic_user() {
  return test_user() | Json{{"user", {{"externalId", "idp-1"}, {"id", "u1"}}}};
}

std::vector<std::string> sent_by_generic(const char* file, const char* operation, const Json& variables,
                                         std::vector<std::pair<int, std::string>> answers) {
  FakeTarget target;
  for (auto& [status, body] : answers) target.answers(status, body);
  const Outcome outcome = run(file, target, operation, variables);
  EXPECT_TRUE(outcome.succeeded) << file << " " << operation << ": " << outcome.reason;
  EXPECT_TRUE(target.all_asked()) << file << " " << operation;
  return target.sent();
}

TEST(Generic, NamesIdproctor) {
  for (const char* file : {kPatch, kPut}) {
    FakeTarget target;
    target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
    run(file, target, "create", generic_user());
    using Field = http::Headers::Field;
    EXPECT_THAT(target.requests()[0].headers.fields(),
                ElementsAre(Field("Accept", "application/scim+json"), Field("User-Agent", "idproctor"),
                            Field("Authorization", "Bearer secret")));
    EXPECT_THAT(
        target.requests()[1].headers.fields(),
        ElementsAre(Field("Accept", "application/scim+json"), Field("Content-Type", "application/scim+json"),
                    Field("User-Agent", "idproctor"), Field("Authorization", "Bearer secret")));
  }
}

TEST(Generic, TestsAndDeletes) {
  for (const char* file : {kPatch, kPut}) {
    EXPECT_THAT(sent_by_generic(file, "test", Json::object(), {{200, kNobody}}),
                ElementsAre("GET /Users?startIndex=1&count=1"));
    EXPECT_THAT(sent_by_generic(file, "delete", generic_user(), {{204, ""}}),
                ElementsAre("DELETE /Users/u1"));
    EXPECT_THAT(sent_by_generic(file, "group_delete", test_group(), {{204, ""}}),
                ElementsAre("DELETE /Groups/g1"));
  }
}

TEST(Generic, CreatesAUserThatIsNotThere) {
  for (const char* file : {kPatch, kPut}) {
    EXPECT_THAT(sent_by_generic(file, "create", generic_user(), {{200, kNobody}, {201, R"({"id":"u9"})"}}),
                ElementsAre(kGenericFilter, std::string("POST /Users\n") + kActiveUser));
  }
}

// RFC 7644 3.3: "a successful creation … 201".
TEST(Generic, CallsACreationWithoutA201AFailure) {
  FakeTarget target;
  target.answers(200, kNobody).answers(200, R"({"id":"u1"})");
  const Outcome outcome = run(kPatch, target, "create", generic_user());
  EXPECT_FALSE(outcome.succeeded);
  EXPECT_THAT(outcome.reason, testing::HasSubstr("POST /Users answered 200 OK"));
}

TEST(Generic, BringsAUserThatIsThereUpToDate) {
  EXPECT_EQ(sent_by_generic(kPatch, "create", generic_user(), {{200, found("u5")}, {204, ""}})[1],
            "PATCH /Users/u5\n" PATCH_OP R"([{"op":"replace","value":{"externalId":"idp-1",)"
            R"("name":{"givenName":"Test","familyName":"User"},"displayName":"Test User",)"
            R"("emails":[{"value":"test.user@okta.local","type":"work","primary":true}],"active":true}}]})");
  EXPECT_EQ(sent_by_generic(kPut, "create", generic_user(), {{200, found("u5")}, {200, R"({"id":"u5"})"}})[1],
            std::string("PUT /Users/u5\n") + kActiveUser);
}

TEST(Generic, UpdatesByOneOperationForEachAttribute) {
  const Json variables =
      generic_user() |
      Json{{"user", {{"changes", {{"email", "new@x.example"}}}, {"added", {{"title", "Dr"}}}}}};
  EXPECT_THAT(
      sent_by_generic(kPatch, "update", variables, {{200, R"({"id":"u1"})"}}),
      ElementsAre("PATCH /Users/u1\n" PATCH_OP
                  R"([{"op":"replace","path":"emails[type eq \"work\"].value","value":"new@x.example"},)"
                  R"({"op":"add","path":"title","value":"Dr"}]})"));
}

TEST(GenericPut, UpdatesByReplacingTheUserWithoutChangingItsState) {
  const Json variables = generic_user() | Json{{"user", {{"active", false}, {"other", {{"title", "Dr"}}}}}};
  const std::string inactive =
      replace_all(kActiveUser, R"("active":true})", R"("active":false,"title":"Dr"})");
  EXPECT_THAT(sent_by_generic(kPut, "update", variables, {{200, "{}"}}),
              ElementsAre("PUT /Users/u1\n" + inactive));
}

TEST(GenericPut, WhatOneUpdateBroughtStaysInTheNextWholeUser) {
  const Json update = generic_user() | Json{{"user", {{"changes", {{"title", "Dr"}}}}}};
  FakeTarget target;
  target.answers(200, "{}").answers(200, "{}").answers(200, "{}");
  const Outcome first = run(kPut, target, "update", update);
  EXPECT_EQ(dump(first.memory), R"({"user":{"other":{"title":"Dr"}}})");
  const Json later = generic_user() | first.memory;
  EXPECT_EQ(dump(run(kPut, target, "deactivate", later).memory), R"({"user":{"other":{"title":"Dr"}}})");
  run(kPut, target, "reactivate", later);
  EXPECT_THAT(target.requests().at(1).body, HasSubstr(R"("title":"Dr")"));
  EXPECT_THAT(target.requests().at(2).body, HasSubstr(R"("title":"Dr")"));
}

TEST(GenericPut, WhatARefusedUpdateWouldHaveBroughtIsForgotten) {
  FakeTarget target;
  target.answers(400, "{}");
  const Json update = generic_user() | Json{{"user", {{"changes", {{"title", "Dr"}}}}}};
  EXPECT_EQ(dump(run(kPut, target, "update", update).memory), "{}");
}

TEST(Generic, DeactivatesAndReactivates) {
  EXPECT_THAT(
      sent_by_generic(kPatch, "deactivate", generic_user(), {{204, ""}}),
      ElementsAre("PATCH /Users/u1\n" PATCH_OP R"([{"op":"replace","path":"active","value":false}]})"));
  EXPECT_THAT(
      sent_by_generic(kPatch, "reactivate", generic_user(), {{204, ""}}),
      ElementsAre("PATCH /Users/u1\n" PATCH_OP R"([{"op":"replace","path":"active","value":true}]})"));
  const std::string inactive = replace_all(kActiveUser, R"("active":true)", R"("active":false)");
  EXPECT_THAT(sent_by_generic(kPut, "deactivate", generic_user(), {{200, "{}"}}),
              ElementsAre("PUT /Users/u1\n" + inactive));
  EXPECT_THAT(sent_by_generic(kPut, "reactivate", generic_user(), {{200, "{}"}}),
              ElementsAre(std::string("PUT /Users/u1\n") + kActiveUser));
}

const char kGroupFilter[] = "GET /Groups?filter=displayName%20eq%20%22Test%20SCIMv2%22";
const char kGroup[] =
    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group"],"displayName":"Test SCIMv2",)"
    R"("members":[{"value":"u1"}]})";

TEST(Generic, CreatesGroups) {
  for (const char* file : {kPatch, kPut}) {
    EXPECT_THAT(
        sent_by_generic(file, "group_create", test_group(), {{200, kNobody}, {201, R"({"id":"g1"})"}}),
        ElementsAre(kGroupFilter, std::string("POST /Groups\n") + kGroup));
  }
  EXPECT_THAT(sent_by_generic(kPatch, "group_create", test_group(), {{200, found("g4")}, {204, ""}}),
              ElementsAre(kGroupFilter, "PATCH /Groups/g4\n" PATCH_OP
                                        R"([{"op":"replace","path":"members","value":[{"value":"u1"}]}]})"));
  EXPECT_THAT(sent_by_generic(kPut, "group_create", test_group(), {{200, found("g4")}, {200, "{}"}}),
              ElementsAre(kGroupFilter, std::string("PUT /Groups/g4\n") + kGroup));
}

TEST(Generic, ChangesGroupsByPatch) {
  EXPECT_THAT(sent_by_generic(kPatch, "group_rename", test_group(), {{204, ""}}),
              ElementsAre("PATCH /Groups/g1\n" PATCH_OP
                          R"([{"op":"replace","path":"displayName","value":"Test SCIMv2"}]})"));
  EXPECT_THAT(sent_by_generic(kPatch, "group_add", test_group(), {{204, ""}}),
              ElementsAre("PATCH /Groups/g1\n" PATCH_OP
                          R"([{"op":"add","path":"members","value":[{"value":"u1"}]}]})"));
  EXPECT_THAT(
      sent_by_generic(kPatch, "group_remove", test_group(), {{204, ""}}),
      ElementsAre("PATCH /Groups/g1\n" PATCH_OP R"([{"op":"remove","path":"members[value eq \"u2\"]"}]})"));
}

TEST(GenericPut, ChangesGroupsByReplacingThem) {
  for (const char* operation : {"group_rename", "group_add", "group_remove"}) {
    EXPECT_THAT(sent_by_generic(kPut, operation, test_group(), {{200, "{}"}}),
                ElementsAre(std::string("PUT /Groups/g1\n") + kGroup))
        << operation;
  }
}

}  // namespace
}  // namespace idproctor::scim
