#include <gtest/gtest.h>

#include "tests/reference_sp/scim/provider.hpp"

// Each check of PATCH on and off: the right and the wrong answer.

namespace idproctor::reference {
namespace {

using Off = std::set<std::string, std::less<>>;

#define ENTERPRISE_URN "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
#define CORE_URN "urn:ietf:params:scim:schemas:core:2.0:User"

const char* const kCountess = R"({
  "userName": "ada", "title": "Countess", "name": {"givenName": "Ada", "familyName": "King"},
  "emails": [{"value": "work@a", "type": "work", "primary": true}, {"value": "home@a", "type": "home"}],
  ")" ENTERPRISE_URN R"(": {"department": "Engines", "manager": {"value": "m1"}}})";

// The mistake answers with success, as the right service does, and stores something else.
struct SilentMistake {
  const char* name;
  const char* check;
  const char* operations;
  const char* pointer;
  const char* right;  ///< JSON; empty when nothing is there
  const char* wrong;
};

class PatchMistake : public testing::TestWithParam<SilentMistake> {
 protected:
  static std::string stored(Off without) {
    Provider provider(std::move(without));
    const std::string id = provider.add_user(parse_json(kCountess).value());
    const Json operations = parse_json(GetParam().operations).value();
    const auto response = provider.send("PATCH", "/Users/" + id, Provider::operations(operations));
    EXPECT_EQ(response.status, 200) << response.body;
    const Json user = provider.get_user(id);
    const Json* found = find(user, GetParam().pointer);
    return found ? dump(*found) : "";
  }
};

TEST_P(PatchMistake, ShowsInWhatIsStored) {
  EXPECT_EQ(stored({}), GetParam().right);
  EXPECT_EQ(stored({GetParam().check}), GetParam().wrong);
}

INSTANTIATE_TEST_SUITE_P(
    All, PatchMistake,
    testing::Values(
        SilentMistake{"PathCase", "patch-path-case", R"([{"op":"replace","path":"Title","value":"Dr"}])",
                      "/title", R"("Dr")", R"("Countess")"},
        SilentMistake{"SubAttributeCase", "patch-path-case",
                      R"([{"op":"replace","path":"name.givenname","value":"B"}])", "/name/givenName",
                      R"("B")", R"("Ada")"},
        SilentMistake{"SameCase", "patch-path-case",
                      R"([{"op":"replace","path":"name.givenName","value":"B"}])", "/name/givenName",
                      R"("B")", R"("B")"},
        SilentMistake{"Urn", "patch-path-urn",
                      R"([{"op":"replace","path":")" CORE_URN R"(:title","value":"Dr"}])", "/title",
                      R"("Dr")", R"("Countess")"},
        SilentMistake{"ExtensionPath", "patch-extension-path",
                      R"([{"op":"replace","path":")" ENTERPRISE_URN R"(:department","value":"D"}])",
                      "/" ENTERPRISE_URN "/department", R"("D")", R"("Engines")"},
        SilentMistake{"Brackets", "patch-brackets",
                      R"([{"op":"replace","path":"emails[type eq \"work\"].value","value":"n@a"}])",
                      "/emails/0/value", R"("n@a")", R"("work@a")"},
        SilentMistake{"BracketsOne", "patch-brackets-one",
                      R"([{"op":"replace","path":"emails[type eq \"work\"].value","value":"n@a"}])",
                      "/emails/1/value", R"("home@a")", R"("n@a")"},
        SilentMistake{"BracketsAll", "patch-brackets-all",
                      R"([{"op":"replace","path":"emails[value ew \"a\"].display","value":"n"}])",
                      "/emails/1/display", R"("n")", ""},
        SilentMistake{"BracketsAllFirst", "patch-brackets-all",
                      R"([{"op":"replace","path":"emails[value ew \"a\"].display","value":"n"}])",
                      "/emails/0/display", R"("n")", R"("n")"},
        SilentMistake{
            "BracketsWhole", "patch-brackets-whole",
            R"([{"op":"replace","path":"emails[value ew \"a\" and type eq \"home\"].value","value":"n@a"}])",
            "/emails/0/value", R"("work@a")", R"("n@a")"},
        SilentMistake{"DottedNames", "patch-dotted-names",
                      R"([{"op":"replace","value":{"title":"Dr","name.givenName":"B"}}])", "/name/givenName",
                      R"("B")", R"("Ada")"},
        SilentMistake{"QualifiedNames", "patch-dotted-names",
                      R"([{"op":"replace","value":{")" ENTERPRISE_URN R"(:department":"D"}}])",
                      "/" ENTERPRISE_URN "/department", R"("D")", R"("Engines")"},
        SilentMistake{"PlainNames", "patch-dotted-names", R"([{"op":"replace","value":{"title":"Dr"}}])",
                      "/title", R"("Dr")", R"("Dr")"},
        SilentMistake{"Merge", "patch-merge", R"([{"op":"replace","path":"name","value":{"givenName":"B"}}])",
                      "/name", R"({"familyName":"King","givenName":"B"})", R"({"givenName":"B"})"},
        SilentMistake{"Primary", "patch-primary",
                      R"([{"op":"replace","path":"emails[type eq \"home\"].primary","value":true}])",
                      "/emails/0/primary", "false", "true"},
        SilentMistake{"AddValues", "patch-add-values",
                      R"([{"op":"add","path":"emails","value":[{"value":"n@a"}]}])", "/emails/0/value",
                      R"("work@a")", R"("n@a")"},
        SilentMistake{"ValuesOnce", "patch-values-once",
                      R"([{"op":"add","path":"emails","value":[{"value":"home@a","type":"home"}]}])",
                      "/emails/2", "", R"({"value":"home@a","type":"home"})"},
        SilentMistake{"ReplaceValues", "patch-replace-values",
                      R"([{"op":"replace","path":"emails","value":[{"value":"n@a"}]}])", "/emails/0/value",
                      R"("n@a")", R"("work@a")"},
        SilentMistake{"RemoveAttribute", "patch-remove-attribute", R"([{"op":"remove","path":"title"}])",
                      "/title", "", R"("Countess")"},
        SilentMistake{"RemoveAll", "patch-remove-all", R"([{"op":"remove","path":"emails"}])",
                      "/emails/0/value", "", R"("work@a")"},
        SilentMistake{"RemoveSelected", "patch-remove-all",
                      R"([{"op":"remove","path":"emails[type eq \"work\"]"}])", "/emails/0/value",
                      R"("home@a")", R"("home@a")"},
        SilentMistake{"Null", "patch-null", R"([{"op":"replace","path":"title","value":null}])", "/title", "",
                      R"("Countess")"},
        SilentMistake{"Order", "patch-order",
                      R"([{"op":"remove","path":"title"},{"op":"add","path":"title","value":"Dr"}])",
                      "/title", R"("Dr")", ""},
        SilentMistake{"UserName", "user-name-changes",
                      R"([{"op":"replace","path":"userName","value":"augusta"}])", "/userName",
                      R"("augusta")", R"("ada")"}),
    [](const auto& test) { return test.param.name; });

// The mistake answers otherwise.
struct WrongAnswer {
  const char* name;
  const char* check;
  const char* body;
  int right, wrong;
};

#define PATCH_OP R"({"schemas":["urn:ietf:params:scim:api:messages:2.0:PatchOp"],"Operations":)"

class PatchAnswer : public testing::TestWithParam<WrongAnswer> {
 protected:
  static int status(Off without) {
    Provider provider(std::move(without));
    const std::string path = "/Users/" + provider.add_user(parse_json(kCountess).value());
    return provider.send("PATCH", path, std::string(GetParam().body)).status;
  }
};

TEST_P(PatchAnswer, IsAnother) {
  EXPECT_EQ(status({}), GetParam().right);
  EXPECT_EQ(status({GetParam().check}), GetParam().wrong);
}

INSTANTIATE_TEST_SUITE_P(
    All, PatchAnswer,
    testing::Values(
        WrongAnswer{"NoOperations", "patch-message", "{}", 400, 500},
        WrongAnswer{"OperationsAText", "patch-message", PATCH_OP R"("replace"})", 400, 500},
        WrongAnswer{"NoOp", "patch-message", PATCH_OP R"([{"path":"title"}]})", 400, 500},
        WrongAnswer{"NoSchemas", "patch-message",
                    R"({"Operations":[{"op":"replace","path":"title","value":"Dr"}]})", 200, 500},
        WrongAnswer{"AGoodMessage", "patch-message",
                    PATCH_OP R"([{"op":"replace","path":"title","value":"Dr"}]})", 200, 200},
        WrongAnswer{"UnknownOperation", "patch-operation-known",
                    PATCH_OP R"([{"op":"move","path":"title"}]})", 400, 200},
        WrongAnswer{"UnknownPath", "patch-path-known",
                    PATCH_OP R"([{"op":"replace","path":"shoeSize","value":"44"}]})", 400, 200},
        WrongAnswer{"NoPathAtAll", "patch-path-known",
                    PATCH_OP R"([{"op":"replace","path":"emails[","value":"44"}]})", 400, 400},
        WrongAnswer{"NoTarget", "patch-no-target", PATCH_OP R"([{"op":"remove"}]})", 400, 200},
        WrongAnswer{"Required", "patch-required", PATCH_OP R"([{"op":"remove","path":"userName"}]})", 400,
                    200},
        WrongAnswer{"ReadOnly", "patch-read-only", PATCH_OP R"([{"op":"replace","path":"id","value":"1"}]})",
                    400, 200},
        WrongAnswer{"NoChange", "patch-no-change",
                    PATCH_OP R"([{"op":"replace","path":"title","value":"Countess"}]})", 200, 400},
        WrongAnswer{"CreatesValue", "patch-creates-value",
                    PATCH_OP R"([{"op":"add","path":"emails[type eq \"other\"].value","value":"n@a"}]})", 200,
                    400},
        WrongAnswer{"ManagerText", "manager-forms",
                    PATCH_OP R"([{"op":"add","path":"manager","value":"m2"}]})", 200, 400},
        WrongAnswer{"ManagerList", "manager-forms",
                    PATCH_OP R"([{"op":"add","path":"manager","value":[{"value":"m2"}]}]})", 200, 400},
        WrongAnswer{"ManagerObject", "manager-forms",
                    PATCH_OP R"([{"op":"add","path":"manager","value":{"value":"m2"}}]})", 200, 200}),
    [](const auto& test) { return test.param.name; });

TEST(Without, PatchAtomicStoresWhatCameBefore) {
  const Json operations{{{"op", "replace"}, {"path", "title"}, {"value", "Dr"}},
                        {{"op", "replace"}, {"path", "shoeSize"}, {"value", "44"}}};
  for (const bool atomic : {true, false}) {
    Provider provider(atomic ? Off{} : Off{"patch-atomic"});
    const std::string id = provider.add_user(parse_json(kCountess).value());
    EXPECT_EQ(provider.send("PATCH", "/Users/" + id, Provider::operations(operations)).status, 400);
    EXPECT_EQ(provider.get_user(id)["title"], atomic ? "Countess" : "Dr");
  }
}

TEST(Without, PatchUnknownResourceAnswersSuccess) {
  const Json operation{{"op", "replace"}, {"path", "title"}, {"value", "Dr"}};
  EXPECT_EQ(Provider().patch("/Users/nobody", operation).status, 404);
  Provider provider({"patch-unknown-resource"});
  EXPECT_EQ(provider.patch("/Users/nobody", operation).status, 204);
  EXPECT_EQ(provider.send("GET", "/Users/nobody").status, 404);
}

TEST(Without, ActiveBooleanTakesAListForTrue) {
  for (const bool right : {true, false}) {
    Provider provider(right ? Off{} : Off{"active-boolean"});
    const std::string id = provider.add_user(Json{{"userName", "ada"}, {"active", false}});
    provider.patch("/Users/" + id, {{"op", "replace"}, {"path", "active"}, {"value", {false}}});
    EXPECT_EQ(provider.get_user(id)["active"], !right);
  }
}

TEST(Without, ReactivationKeepsForgetsTheName) {
  for (const bool right : {true, false}) {
    Provider provider(right ? Off{} : Off{"reactivation-keeps"});
    const std::string id = provider.add_user(parse_json(kCountess).value());
    const std::string path = "/Users/" + id;
    provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", false}});
    EXPECT_TRUE(provider.get_user(id).contains("name"));
    provider.patch(path, {{"op", "replace"}, {"path", "active"}, {"value", true}});
    EXPECT_EQ(provider.get_user(id).contains("name"), right);
  }
}

}  // namespace
}  // namespace idproctor::reference
