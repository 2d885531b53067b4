#include "reference_sp/scim/patch.hpp"

#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

namespace idproctor::reference::scim {
namespace {

TEST(PatchPath, HasAnAttributeAFilterAndASubAttribute) {
  const auto path = parse_patch_path(R"(emails[type eq "w]\"rk"].value)");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->attribute.name, "emails");
  EXPECT_EQ(path->attribute.sub, "value");
  ASSERT_TRUE(path->filter);
  EXPECT_EQ(path->filter->value, "w]\"rk");
}

TEST(PatchPath, MayBeQualified) {
  const auto path = parse_patch_path("urn:ietf:params:scim:schemas:core:2.0:User:name.givenName");
  ASSERT_TRUE(path);
  EXPECT_EQ(path->attribute.urn, "urn:ietf:params:scim:schemas:core:2.0:User");
  EXPECT_EQ(path->attribute.name, "name");
  EXPECT_EQ(path->attribute.sub, "givenName");
}

TEST(PatchPath, IsRefusedWhenItIsNone) {
  for (const char* text : {"", "/name", "a.b.c", "emails[", "emails[type]", "emails[type eq \"a\"", "a b",
                           "emails[type pr]value", "emails[type pr].", "emails.value[type pr]",
                           "emails[type pr]]", "[type pr]", "a[b pr][c pr]", "urn:", "name.", ".name"}) {
    EXPECT_FALSE(parse_patch_path(text)) << text;
  }
}

// One user, one or more operations, and what is left of the user.
struct Patched {
  const char* name;
  const char* operations;
  const char* pointer;   ///< into the user
  const char* expected;  ///< JSON; empty when nothing is there
};

const char* const ada = R"({
  "userName": "ada", "externalId": "x", "title": "Countess", "displayName": "Ada", "active": true,
  "name": {"givenName": "Ada", "familyName": "King"},
  "emails": [{"value": "ada@work.example", "type": "work", "primary": true},
             {"value": "ada@home.example", "type": "home"}],
  "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User": {
    "department": "Engines", "employeeNumber": "1", "manager": {"value": "m1", "$ref": "../Users/m1"}}})";

#define ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

class UserPatch : public testing::TestWithParam<Patched> {};

TEST_P(UserPatch, LeavesThis) {
  Provider provider;
  const std::string id = provider.add_user(parse_json(ada).value());
  const auto response =
      provider.send("PATCH", "/Users/" + id, Provider::operations(parse_json(GetParam().operations).value()));
  ASSERT_EQ(response.status, 200) << response.body;
  const Json user = provider.get_user(id);
  EXPECT_EQ(Provider::json(response), user);
  const Json* found = find(user, GetParam().pointer);
  if (*GetParam().expected == '\0') {
    EXPECT_EQ(found, nullptr) << *found;
  } else {
    ASSERT_NE(found, nullptr) << user;
    EXPECT_EQ(nlohmann::json::parse(dump(*found)), nlohmann::json::parse(GetParam().expected));
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, UserPatch,
    testing::Values(
        Patched{"ReplacesSimple", R"([{"op":"replace","path":"title","value":"Dr"}])", "/title", R"("Dr")"},
        Patched{"AddsSimple", R"([{"op":"add","path":"nickName","value":"A"}])", "/nickName", R"("A")"},
        Patched{"OpAndPathWithoutCase", R"([{"op":"rEpLaCe","path":"TITLE","value":"Dr"}])", "/title",
                R"("Dr")"},
        Patched{"MemberNamesWithoutCase", R"([{"Op":"Replace","Path":"Title","Value":"Dr"}])", "/title",
                R"("Dr")"},
        Patched{
            "QualifiedPath",
            R"([{"op":"replace","path":"urn:ietf:params:scim:schemas:core:2.0:User:name.givenName","value":"B"}])",
            "/name", R"({"givenName":"B","familyName":"King"})"},
        Patched{"Renames", R"([{"op":"Replace","path":"userName","value":"augusta"}])", "/userName",
                R"("augusta")"},
        Patched{"RenamesToAnotherCase", R"([{"op":"replace","path":"userName","value":"ADA"}])", "/userName",
                R"("ADA")"},
        Patched{"ReplacesSub", R"([{"op":"replace","path":"name.familyName","value":"L"}])", "/name",
                R"({"givenName":"Ada","familyName":"L"})"},
        Patched{"ComplexIsMerged", R"([{"op":"replace","path":"name","value":{"givenName":"B"}}])", "/name",
                R"({"givenName":"B","familyName":"King"})"},
        Patched{"ComplexLosesWhatIsNull", R"([{"op":"replace","path":"name","value":{"givenName":null}}])",
                "/name", R"({"familyName":"King"})"},
        Patched{"RemovesSimple", R"([{"op":"Remove","path":"title"}])", "/title", ""},
        Patched{"NullUnassigns", R"([{"op":"replace","path":"title","value":null}])", "/title", ""},
        Patched{"AddingNullChangesNothing", R"([{"op":"add","path":"title","value":null}])", "/title",
                R"("Countess")"},
        Patched{"RemovesSub", R"([{"op":"remove","path":"name.givenName"}])", "/name",
                R"({"familyName":"King"})"},
        Patched{"RemovesTheLastSub",
                R"([{"op":"remove","path":"name.givenName"},{"op":"remove","path":"name.familyName"}])",
                "/name", ""},
        Patched{"InOrder",
                R"([{"op":"remove","path":"title"},{"op":"add","path":"title","value":"A"},
                    {"op":"replace","path":"title","value":"B"}])",
                "/title", R"("B")"},
        // active, in all the shapes that are sent
        Patched{"ActiveFalse", R"([{"op":"replace","path":"active","value":false}])", "/active", "false"},
        Patched{"ActiveTextFalse", R"([{"op":"Replace","path":"active","value":"False"}])", "/active",
                "false"},
        Patched{
            "ActiveTextTrue",
            R"([{"op":"replace","path":"active","value":false},{"op":"Replace","path":"active","value":"True"}])",
            "/active", "true"},
        Patched{"ActiveWithoutPath", R"([{"op":"replace","value":{"active":false}}])", "/active", "false"},
        Patched{"ActiveTextWithoutPath", R"([{"op":"Replace","value":{"Active":"false"}}])", "/active",
                "false"},
        // without path
        Patched{"EmptyPathIsNone", R"([{"op":"replace","path":"","value":{"title":"Dr"}}])", "/title",
                R"("Dr")"},
        Patched{"WithoutPathMerges", R"([{"op":"replace","value":{"name":{"givenName":"B"}}}])", "/name",
                R"({"givenName":"B","familyName":"King"})"},
        Patched{"DottedKeys", R"([{"op":"replace","value":{"name.givenName":"B","displayName":"C"}}])",
                "/name", R"({"givenName":"B","familyName":"King"})"},
        Patched{"QualifiedKeys", R"([{"op":"replace","value":{")" ENTERPRISE R"(:employeeNumber":"7"}}])",
                "/" ENTERPRISE "/employeeNumber", R"("7")"},
        Patched{"NestedExtension", R"([{"op":"add","value":{")" ENTERPRISE R"(":{"employeeNumber":"7"}}}])",
                "/" ENTERPRISE, R"({"department":"Engines","employeeNumber":"7",
                                    "manager":{"value":"m1","$ref":"../Users/m1"}})"},
        Patched{
            "ReadOnlyIsSentAlong",
            R"([{"op":"replace","value":{"schemas":["x"],"meta":{"created":"y"},"groups":[],"title":"Dr"}}])",
            "/title", R"("Dr")"},
        // several values
        Patched{
            "ReplacesOneValue", R"([{"op":"Replace","path":"emails[type eq \"work\"].value","value":"n@w"}])",
            "/emails",
            R"([{"value":"n@w","type":"work","primary":true},{"value":"ada@home.example","type":"home"}])"},
        Patched{"AddReplacesTheValueThatIsThere",
                R"([{"op":"Add","path":"emails[type eq \"home\"].value","value":"n@h"}])", "/emails/1/value",
                R"("n@h")"},
        Patched{"AddCreatesTheValue",
                R"([{"op":"Add","path":"emails[type eq \"other\"].value","value":"n@o"}])", "/emails/2",
                R"({"value":"n@o","type":"other"})"},
        Patched{"ReplaceCreatesTheValue",
                R"([{"op":"Replace","path":"emails[type eq \"other\"].value","value":"n@o"}])", "/emails/2",
                R"({"value":"n@o","type":"other"})"},
        Patched{"CreatesInAnEmptyAttribute",
                R"([{"op":"Add","path":"phoneNumbers[type eq \"work\"].value","value":"1"}])",
                "/phoneNumbers", R"([{"value":"1","type":"work"}])"},
        Patched{"PrimaryAsText", R"([{"op":"Add","path":"emails[type eq \"home\"].primary","value":"True"}])",
                "/emails",
                R"([{"value":"ada@work.example","type":"work","primary":false},
                    {"value":"ada@home.example","type":"home","primary":true}])"},
        Patched{"AddsWithASecondPrimary",
                R"([{"op":"add","path":"emails","value":[{"value":"c@o","type":"other","primary":true}]}])",
                "/emails/0/primary", "false"},
        Patched{"AddsNoDuplicate",
                R"([{"op":"add","path":"emails","value":[{"value":"ada@home.example","type":"home"}]}])",
                "/emails",
                R"([{"value":"ada@work.example","type":"work","primary":true},
                    {"value":"ada@home.example","type":"home"}])"},
        Patched{"AddsOneObject", R"([{"op":"add","path":"emails","value":{"value":"c@o","type":"other"}}])",
                "/emails/2/value", R"("c@o")"},
        Patched{"ReplacesAll", R"([{"op":"replace","path":"emails","value":[{"value":"c@o"}]}])", "/emails",
                R"([{"value":"c@o"}])"},
        Patched{"MergesTheSelectedValue",
                R"([{"op":"replace","path":"emails[type eq \"home\"]","value":{"display":"Home"}}])",
                "/emails/1", R"({"value":"ada@home.example","display":"Home","type":"home"})"},
        Patched{"RemovesTheSelectedValue", R"([{"op":"remove","path":"emails[type eq \"home\"]"}])",
                "/emails", R"([{"value":"ada@work.example","type":"work","primary":true}])"},
        Patched{"RemovesByTwoConditions",
                R"([{"op":"remove","path":"emails[type eq \"work\" and value ew \"example\"]"}])", "/emails",
                R"([{"value":"ada@home.example","type":"home"}])"},
        Patched{"RemovesNothingThatIsNotThere", R"([{"op":"remove","path":"emails[type eq \"other\"]"}])",
                "/emails/1/type", R"("home")"},
        Patched{"RemovesASubAttribute", R"([{"op":"remove","path":"emails[type eq \"work\"].primary"}])",
                "/emails/0", R"({"value":"ada@work.example","type":"work"})"},
        Patched{"AValueWithoutValueIsNothing", R"([{"op":"remove","path":"emails[type eq \"work\"].value"}])",
                "/emails", R"([{"value":"ada@home.example","type":"home"}])"},
        Patched{"RemovesNamedValues",
                R"([{"op":"Remove","path":"emails","value":[{"value":"ada@home.example"}]}])", "/emails",
                R"([{"value":"ada@work.example","type":"work","primary":true}])"},
        Patched{"RemovesAllValues", R"([{"op":"remove","path":"emails"}])", "/emails", ""},
        // the extension
        Patched{"ExtensionAttribute",
                R"([{"op":"Replace","path":")" ENTERPRISE R"(:department","value":"D"}])",
                "/" ENTERPRISE "/department", R"("D")"},
        Patched{"ExtensionAsAWhole", R"([{"op":"remove","path":")" ENTERPRISE R"("}])", "/schemas",
                R"(["urn:ietf:params:scim:schemas:core:2.0:User"])"},
        Patched{"ManagerText", R"([{"op":"Add","path":")" ENTERPRISE R"(:manager","value":"m2"}])",
                "/" ENTERPRISE "/manager", R"({"value":"m2"})"},
        Patched{"ManagerObject",
                R"([{"op":"Add","path":")" ENTERPRISE R"(:manager","value":{"value":"m2"}}])",
                "/" ENTERPRISE "/manager", R"({"value":"m2"})"},
        Patched{"ManagerListWithoutUrn",
                R"([{"op":"Add","path":"manager","value":[{"$ref":"http://h/Users/m2","value":"m2"}]}])",
                "/" ENTERPRISE "/manager", R"({"value":"m2","$ref":"http://h/Users/m2"})"},
        Patched{"ManagerValue", R"([{"op":"replace","path":"manager.value","value":"m2"}])",
                "/" ENTERPRISE "/manager", R"({"value":"m2"})"},
        Patched{"ManagerRemoved", R"([{"op":"Remove","path":")" ENTERPRISE R"(:manager"}])",
                "/" ENTERPRISE "/manager", ""},
        Patched{"ManagerEmptied", R"([{"op":"Replace","path":")" ENTERPRISE R"(:manager","value":""}])",
                "/" ENTERPRISE "/manager", ""},
        Patched{"PasswordIsNotKept", R"([{"op":"replace","path":"password","value":"s3cret"}])", "/password",
                ""}),
    [](const auto& test) { return test.param.name; });

struct Refused {
  const char* name;
  const char* operations;
  const char* type;
};

class RefusedPatch : public testing::TestWithParam<Refused> {};

TEST_P(RefusedPatch, ChangesNothing) {
  Provider provider;
  const std::string id = provider.add_user(parse_json(ada).value());
  const Json before = provider.get_user(id);
  provider.clock.advance(Milliseconds(1000));
  // A valid operation stands before the wrong one: all or nothing.
  Json list = parse_json(GetParam().operations).value();
  if (list.is_array() && !list.empty()) {
    list.insert(list.begin(), Json{{"op", "replace"}, {"path", "displayName"}, {"value", "changed"}});
  }
  const auto response = provider.send("PATCH", "/Users/" + id, Provider::operations(list));
  EXPECT_EQ(response.status, 400) << response.body;
  EXPECT_EQ(Provider::json(response).value("scimType", ""), GetParam().type) << response.body;
  EXPECT_EQ(provider.get_user(id), before);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedPatch,
    testing::Values(
        Refused{"NoOperations", R"([])", "invalidSyntax"}, Refused{"NotAList", R"({})", "invalidSyntax"},
        Refused{"UnknownOp", R"([{"op":"delete","path":"title"}])", "invalidSyntax"},
        Refused{"EmptyOp", R"([{"op":"","path":"title"}])", "invalidSyntax"},
        Refused{"NoOp", R"([{"path":"title","value":"x"}])", "invalidSyntax"},
        Refused{"NotAnObject", R"(["replace"])", "invalidSyntax"},
        Refused{"UnknownPath", R"([{"op":"replace","path":"shoeSize","value":"44"}])", "invalidPath"},
        Refused{"UnknownSub", R"([{"op":"replace","path":"name.nick","value":"x"}])", "invalidPath"},
        Refused{"UnknownUrn", R"([{"op":"replace","path":"urn:x:2.0:User:title","value":"x"}])",
                "invalidPath"},
        Refused{"UnknownKey", R"([{"op":"replace","value":{"shoeSize":"44"}}])", "invalidPath"},
        Refused{"NotAPath", R"([{"op":"replace","path":"/title","value":"x"}])", "invalidPath"},
        Refused{"PathOfWrongType", R"([{"op":"replace","path":5,"value":"x"}])", "invalidPath"},
        Refused{"BrokenFilter", R"([{"op":"remove","path":"emails[type eq"}])", "invalidPath"},
        Refused{"UnknownInFilter", R"([{"op":"remove","path":"emails[colour eq \"x\"]"}])", "invalidFilter"},
        Refused{"FilterOnOneValue",
                R"([{"op":"replace","path":"name[givenName eq \"Ada\"].givenName","value":"x"}])",
                "invalidPath"},
        Refused{"RemoveWithoutPath", R"([{"op":"remove"}])", "noTarget"},
        Refused{"ReplaceNoSuchValue",
                R"([{"op":"replace","path":"emails[type eq \"other\"]","value":{"value":"x"}}])", "noTarget"},
        Refused{"CreateFromAnOpenFilter",
                R"([{"op":"add","path":"emails[type co \"oth\"].value","value":"x"}])", "noTarget"},
        Refused{"AmbiguousSub", R"([{"op":"replace","path":"emails.value","value":"x"}])", "invalidPath"},
        Refused{"Id", R"([{"op":"replace","path":"id","value":"x"}])", "mutability"},
        Refused{"IdWithoutPath", R"([{"op":"replace","value":{"id":"x"}}])", "mutability"},
        Refused{"Meta", R"([{"op":"replace","path":"meta.created","value":"x"}])", "mutability"},
        Refused{"Groups", R"([{"op":"add","path":"groups","value":[{"value":"x"}]}])", "mutability"},
        Refused{"ManagerName", R"([{"op":"add","path":"manager.displayName","value":"x"}])", "mutability"},
        Refused{"RemoveRequired", R"([{"op":"remove","path":"userName"}])", "mutability"},
        Refused{"NullRequired", R"([{"op":"replace","path":"userName","value":null}])", "mutability"},
        Refused{"EmptyUserName", R"([{"op":"replace","path":"userName","value":" "}])", "invalidValue"},
        Refused{"RemoveActive", R"([{"op":"remove","path":"active"}])", "mutability"},
        Refused{"ActiveList", R"([{"op":"replace","path":"active","value":[false]}])", "invalidValue"},
        Refused{"ActiveNumber", R"([{"op":"replace","path":"active","value":0}])", "invalidValue"},
        Refused{"ActiveWord", R"([{"op":"replace","path":"active","value":"no"}])", "invalidValue"},
        Refused{"WrongType", R"([{"op":"replace","path":"title","value":{"a":1}}])", "invalidValue"},
        Refused{"WrongTypeOfValue", R"([{"op":"add","path":"emails","value":[7]}])", "invalidValue"},
        Refused{"ValueWithoutPathIsText", R"([{"op":"replace","value":"x"}])", "invalidValue"},
        Refused{"NoValue", R"([{"op":"replace"}])", "invalidValue"},
        Refused{"ExtensionOfWrongType", R"([{"op":"replace","path":")" ENTERPRISE R"(","value":"x"}])",
                "invalidValue"}),
    [](const auto& test) { return test.param.name; });

TEST(Patch, RefusesTheNameOfAnother) {
  Provider provider;
  provider.add_user("ada");
  const std::string id = provider.add_user("bea");
  const auto response =
      provider.patch("/Users/" + id, {{"op", "replace"}, {"path", "userName"}, {"value", "ADA"}});
  EXPECT_EQ(response.status, 409);
  EXPECT_EQ(Provider::json(response)["scimType"], "uniqueness");
  EXPECT_EQ(provider.get_user(id)["userName"], "bea");
}

TEST(Patch, TakesAMessageWithoutSchemasButNotOneOfAnotherKind) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  const Json list = Json::array({{{"op", "replace"}, {"path", "title"}, {"value", "Dr"}}});
  EXPECT_EQ(provider.send("PATCH", "/Users/" + id, Json{{"operations", list}}).status, 200);
  const Json wrong{{"schemas", {"urn:ietf:params:scim:api:messages:2.0:BulkRequest"}}, {"Operations", list}};
  EXPECT_EQ(provider.send("PATCH", "/Users/" + id, wrong).status, 400);
  EXPECT_EQ(provider.send("PATCH", "/Users/nobody", Provider::operations(list)).status, 404);
}

TEST(Patch, OfTheSameValueChangesNothingAtAll) {
  Provider provider;
  const std::string id = provider.add_user("ada");
  const Json operation{{"op", "replace"}, {"path", "title"}, {"value", "Dr"}};
  provider.patch("/Users/" + id, operation);
  const Json before = provider.get_user(id);
  provider.clock.advance(Milliseconds(1000));
  EXPECT_EQ(provider.patch("/Users/" + id, operation).status, 200);
  EXPECT_EQ(provider.get_user(id), before);
  provider.patch("/Users/" + id, {{"op", "replace"}, {"path", "title"}, {"value", "Prof"}});
  EXPECT_NE(provider.get_user(id)["meta"]["lastModified"], before["meta"]["lastModified"]);
  EXPECT_EQ(provider.get_user(id)["meta"]["created"], before["meta"]["created"]);
}

}  // namespace
}  // namespace idproctor::reference::scim
