// Microsoft Entra ID with and without its flag, against Microsoft's tutorial and its page of known issues.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;

const char kPlain[] = "entra/scim.yaml";
const char kFlag[] = "entra/scim-flag.yaml";

#define PATCH_OP R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)"

Json entra_user() {
  return Json{{"user",
               {{"userName", "Test_User@testuser.com"},
                {"email", "work@testuser.com"},
                {"givenName", "givenName"},
                {"familyName", "familyName"},
                {"externalId", "0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef"}}}};
}

Json with_id() {
  return Json{{"user", {{"id", "5171a35d"}}}};
}

std::vector<std::string> sent_by_entra(const char* file, const char* operation, const Json& variables,
                                       std::vector<std::pair<int, std::string>> answers) {
  FakeTarget target;
  for (auto& [status, body] : answers) target.answers(status, body);
  const Outcome outcome = run(file, target, operation, variables);
  EXPECT_TRUE(outcome.succeeded) << file << " " << operation << ": " << outcome.reason;
  return target.sent();
}

TEST(Entra, TakesFivePeopleAtATimeOnDemand) {
  for (const char* file : {kPlain, kFlag}) {
    EXPECT_EQ(provider(file).on_demand, 5u) << file;
  }
  EXPECT_EQ(provider("okta/scim.yaml").on_demand, 0u) << "nothing is known of a limit";
}

const std::vector<std::pair<int, std::string>> kReadThenPatched = {{200, R"({"id":"x"})"}, {204, ""}};

// A server's log of a connection test: a random GUID, "+" for the spaces.
TEST(Entra, TestsTheConnectionWithAUserThatCannotExist) {
  const Json variables = {{"run", {{"guid", "7d420df3-9995-4831-a406-ecf8166f5f6a"}}}};
  for (const char* file : {kPlain, kFlag}) {
    EXPECT_THAT(sent_by_entra(file, "test", variables, {{200, kNobody}}),
                ElementsAre("GET /Users?filter=userName+eq+%227d420df3-9995-4831-a406-ecf8166f5f6a%22"));
    FakeTarget somebody;
    somebody.answers(200, found("u1"));
    EXPECT_FALSE(run(file, somebody, "test", variables).succeeded) << "the filter is not obeyed";
    FakeTarget not_found;
    not_found.answers(404, R"({"status":"404"})");
    EXPECT_FALSE(run(file, not_found, "test", variables).succeeded) << "only 200 will do";
  }
}

TEST(Entra, SendsNoUserAgentAndNoAccept) {
  FakeTarget target;
  target.answers(200, kNobody).answers(201, R"({"id":"u1"})");
  run(kPlain, target, "create", entra_user());
  using Field = http::Headers::Field;
  EXPECT_THAT(target.requests()[0].headers.fields(), ElementsAre(Field("Authorization", "Bearer secret")));
  EXPECT_THAT(target.requests()[1].headers.fields(),
              ElementsAre(Field("Authorization", "Bearer secret"),
                          Field("Content-Type", "application/scim+json; charset=utf-8")));
}

// The tutorial's "Create User".
TEST(Entra, CreatesAUserThatIsNotThere) {
  for (const char* file : {kPlain, kFlag}) {
    EXPECT_THAT(
        sent_by_entra(file, "create", entra_user(), {{200, kNobody}, {201, R"({"id":"48af03ac"})"}}),
        ElementsAre(
            "GET /Users?filter=userName+eq+%22Test_User%40testuser.com%22",
            "POST /Users\n"
            R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:User",)"
            R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"],)"
            R"("externalId":"0a21f0f2-8d2a-4f8e-bf98-7363c4aed4ef","userName":"Test_User@testuser.com",)"
            R"("active":true,"emails":[{"primary":true,"type":"work","value":"work@testuser.com"}],)"
            R"("meta":{"resourceType":"User"},"name":{"formatted":"givenName familyName",)"
            R"("familyName":"familyName","givenName":"givenName"},"roles":[]})"));
  }
}

TEST(Entra, PatchesAUserThatIsThereOnlyWhereItDiffers) {
  EXPECT_THAT(sent_by_entra(kPlain, "create", entra_user(), {{200, found("u1")}, {200, R"({"id":"u1"})"}}),
              ElementsAre("GET /Users?filter=userName+eq+%22Test_User%40testuser.com%22", "GET /Users/u1"));
  const Json differing = entra_user() | Json{{"user", {{"changes", {{"displayName", "Pvlo"}}}}}};
  EXPECT_THAT(
      sent_by_entra(kPlain, "create", differing, {{200, found("u1")}, {200, R"({"id":"u1"})"}, {204, ""}}),
      ElementsAre("GET /Users?filter=userName+eq+%22Test_User%40testuser.com%22", "GET /Users/u1",
                  "PATCH /Users/u1\n" PATCH_OP R"([{"op":"Replace","path":"displayName","value":"Pvlo"}]})"));
}

Json changes() {
  return with_id() | Json{{"user",
                           {{"changes",
                             {{"employeeNumber", "Aklq"},
                              {"familyName", "Pkqf"},
                              {"givenName", "Gtfd"},
                              {"email", "TestBcwqnm@test.microsoft.com"},
                              {"displayName", "Pvlo"}}},
                            {"added", {{"nickName", "Babs"}}}}}};
}

// The page of known issues, "Requests to replace multiple attributes" and "to add a single-value string
// attribute".
TEST(Entra, UpdatesAttributeByAttribute) {
  EXPECT_THAT(
      sent_by_entra(kPlain, "update", changes(), kReadThenPatched),
      ElementsAre(
          "GET /Users/5171a35d",
          "PATCH /Users/5171a35d\n" PATCH_OP R"([{"op":"Replace","path":"displayName","value":"Pvlo"},)"
          R"({"op":"Replace","path":"emails[type eq \"work\"].value","value":"TestBcwqnm@test.microsoft.com"},)"
          R"({"op":"Replace","path":"name.givenName","value":"Gtfd"},)"
          R"({"op":"Replace","path":"name.familyName","value":"Pkqf"},)"
          R"({"op":"Replace","path":"urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber",)"
          R"("value":"Aklq"},{"op":"Add","path":"nickName","value":"Babs"}]})"));
}

TEST(EntraFlag, UpdatesSeveralAttributesInOneOperationWithoutAPath) {
  EXPECT_THAT(
      sent_by_entra(kFlag, "update", changes(), kReadThenPatched),
      ElementsAre(
          "GET /Users/5171a35d",
          "PATCH /Users/5171a35d\n" PATCH_OP
          R"([{"op":"replace","path":"emails[type eq \"work\"].value","value":"TestBcwqnm@test.microsoft.com"},)"
          R"({"op":"replace","value":{"displayName":"Pvlo","name.givenName":"Gtfd","name.familyName":"Pkqf",)"
          R"("urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:employeeNumber":"Aklq"}},)"
          R"({"op":"add","path":"nickName","value":"Babs"}]})"));
}

TEST(Entra, SendsNothingWhenNothingChanged) {
  EXPECT_THAT(sent_by_entra(kPlain, "update", with_id(), {{200, R"({"id":"x"})"}}),
              ElementsAre("GET /Users/5171a35d"));
  EXPECT_THAT(sent_by_entra(kFlag, "update", with_id(), {{200, R"({"id":"x"})"}}),
              ElementsAre("GET /Users/5171a35d"));
}

TEST(Entra, DisablesWithAStringAndWithTheFlagWithABoolean) {
  EXPECT_THAT(sent_by_entra(kPlain, "deactivate", with_id(), kReadThenPatched),
              ElementsAre("GET /Users/5171a35d", "PATCH /Users/5171a35d\n" PATCH_OP
                                                 R"([{"op":"Replace","path":"active","value":"False"}]})"));
  EXPECT_THAT(sent_by_entra(kFlag, "deactivate", with_id(), kReadThenPatched),
              ElementsAre("GET /Users/5171a35d", "PATCH /Users/5171a35d\n" PATCH_OP
                                                 R"([{"op":"replace","path":"active","value":false}]})"));
}

TEST(Entra, RestoresWithAStringAndWithTheFlagWithABoolean) {
  EXPECT_THAT(sent_by_entra(kPlain, "reactivate", with_id(), kReadThenPatched),
              ElementsAre("GET /Users/5171a35d", "PATCH /Users/5171a35d\n" PATCH_OP
                                                 R"([{"op":"Replace","path":"active","value":"True"}]})"));
  EXPECT_THAT(sent_by_entra(kFlag, "reactivate", with_id(), kReadThenPatched),
              ElementsAre("GET /Users/5171a35d", "PATCH /Users/5171a35d\n" PATCH_OP
                                                 R"([{"op":"replace","path":"active","value":true}]})"));
}

TEST(Entra, DeletesUsersAndGroups) {
  for (const char* file : {kPlain, kFlag}) {
    EXPECT_THAT(sent_by_entra(file, "delete", with_id(), {{204, ""}}), ElementsAre("DELETE /Users/5171a35d"));
    EXPECT_THAT(sent_by_entra(file, "group_delete", test_group(), {{204, ""}}),
                ElementsAre("DELETE /Groups/g1"));
  }
}

Json entra_group() {
  Json variables = test_group() | Json{{"group", {{"externalId", "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159"}}}};
  variables["group"]["members"] = Json::array();
  return variables;
}

// The tutorial's "Create Group" and "Get Group by displayName".
TEST(Entra, CreatesAGroupWithoutMembers) {
  for (const char* file : {kPlain, kFlag}) {
    EXPECT_THAT(
        sent_by_entra(file, "group_create", entra_group(), {{200, kNobody}, {201, R"({"id":"g1"})"}}),
        ElementsAre("GET /Groups?excludedAttributes=members&filter=displayName+eq+%22Test+SCIMv2%22",
                    "POST /Groups\n"
                    R"({"schemas":["urn:ietf:params:scim:schemas:core:2.0:Group",)"
                    R"("http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group"],)"
                    R"("externalId":"8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159","displayName":"Test SCIMv2",)"
                    R"("meta":{"resourceType":"Group"}})"));
  }
}

TEST(Entra, AddsTheMembersOfANewGroupAfterwards) {
  EXPECT_EQ(sent_by_entra(kPlain, "group_create", test_group(),
                          {{200, kNobody}, {201, R"({"id":"g1"})"}, {204, ""}})[2],
            "PATCH /Groups/g1\n" PATCH_OP
            R"([{"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"}]}]})");
}

const char kReadGroup[] = "GET /Groups/g1?excludedAttributes=members";

TEST(Entra, ChangesGroupsByPatch) {
  EXPECT_THAT(sent_by_entra(kPlain, "group_rename", test_group(), kReadThenPatched),
              ElementsAre(kReadGroup, "PATCH /Groups/g1\n" PATCH_OP
                                      R"([{"op":"Replace","path":"displayName","value":"Test SCIMv2"}]})"));
  EXPECT_THAT(
      sent_by_entra(kPlain, "group_add", test_group(), kReadThenPatched),
      ElementsAre(kReadGroup, "PATCH /Groups/g1\n" PATCH_OP
                              R"([{"op":"Add","path":"members","value":[{"$ref":null,"value":"u1"}]}]})"));
  EXPECT_THAT(
      sent_by_entra(kPlain, "group_remove", test_group(), kReadThenPatched),
      ElementsAre(kReadGroup, "PATCH /Groups/g1\n" PATCH_OP
                              R"([{"op":"Remove","path":"members","value":[{"$ref":null,"value":"u2"}]}]})"));
}

TEST(EntraFlag, RemovesAMemberByAFilterInThePath) {
  EXPECT_THAT(sent_by_entra(kFlag, "group_remove", test_group(), kReadThenPatched),
              ElementsAre(kReadGroup, "PATCH /Groups/g1\n" PATCH_OP
                                      R"([{"op":"remove","path":"members[value eq \"u2\"]"}]})"));
}

TEST(Entra, AddsSeveralMembersAtOnce) {
  Json variables = test_group();
  variables["group"]["added"].push_back({{"id", "u3"}});
  EXPECT_EQ(sent_by_entra(kPlain, "group_add", variables, kReadThenPatched)[1],
            "PATCH /Groups/g1\n" PATCH_OP R"([{"op":"Add","path":"members",)"
            R"("value":[{"$ref":null,"value":"u1"},{"$ref":null,"value":"u3"}]}]})");
}

TEST(Entra, SaysWhatItsLogsSay) {
  FakeTarget html;
  html.answers(200, "<html>login</html>");
  EXPECT_EQ(run(kPlain, html, "match", entra_user()).reason,
            "SystemForCrossDomainIdentityManagementServiceIncompatible: unable to parse the response from "
            "the third "
            "party application");
  FakeTarget two;
  two.answers(200, R"({"totalResults":2,"Resources":[{"id":"a"},{"id":"b"}]})");
  EXPECT_EQ(
      run(kPlain, two, "match", entra_user()).reason,
      "DuplicateTargetEntries: more than one resource was found with the configured matching attributes");
  FakeTarget gone;
  gone.answers(404, R"({"status":"404"})");
  EXPECT_THAT(run(kPlain, gone, "deactivate", with_id()).reason, testing::StartsWith("InvalidAnchor: "));
  FakeTarget conflict;
  conflict.answers(200, kNobody).answers(409, R"({"detail":"taken"})");
  EXPECT_EQ(run(kPlain, conflict, "create", entra_user()).reason,
            R"(StatusCode: Conflict. Web Response: {"detail":"taken"})");
}

}  // namespace
}  // namespace idproctor::scim
