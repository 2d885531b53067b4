#include "foundation/core/keys.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;

const KeyTable kCase{"case",
                     {{"id", Kind::text, "what it is called", true},
                      {"clauses", Kind::texts, "which clauses ask for it"},
                      {"exclusive", Kind::flag, "runs alone"},
                      {"weight", Kind::number, "how heavy"},
                      {"within", Kind::duration, "the deadline"},
                      {"steps", Kind::list, "what to do", false, "step"},
                      {"login", Kind::map, "one login", false, "step"},
                      {"expect", Kind::any, "what should happen"}}};
const KeyTable kStep{"step", {{"user", Kind::text, "who", true}}};

std::string check(const std::string& text, const KeyTable& table = kCase) {
  const auto yaml = parse_yaml(text, "case.yaml");
  if (!yaml) return "not YAML: " + error_of(yaml);
  return error_of(check_keys(yaml->root, yaml->file, table));
}

TEST(Keys, AcceptsWhatTheTableHas) {
  EXPECT_EQ(check("id: a\nclauses: [x, y]\nexclusive: true\nweight: 1.5\nwithin: 5s\nsteps: []\nlogin: "
                  "{}\nexpect: ~"),
            "");
  EXPECT_EQ(check("id: 5\nclauses: x"), "");
}

TEST(Keys, NamesThePlaceAndTheNearestKey) {
  EXPECT_THAT(check("id: a\nclause: [x]"),
              AllOf(StartsWith("case.yaml:2:1: "), HasSubstr("'clause' is no key of 'case'"),
                    HasSubstr("did you mean 'clauses'?")));
}

TEST(Keys, ListsTheKeysWhenNoneIsNear) {
  EXPECT_THAT(check("id: a\nencryption: x"),
              AllOf(HasSubstr("it has id, clauses, exclusive"), testing::Not(HasSubstr("did you mean"))));
}

TEST(Keys, RefusesAnotherKind) {
  const std::pair<const char*, const char*> wrong[] = {
      {"id: [a]", "case.yaml:1:5: 'id' must be a text"},
      {"id: a\nclauses: {b: c}", "case.yaml:2:10: 'clauses' must be a text or a list of texts"},
      {"id: a\nclauses: [{b: c}]", "case.yaml:2:10: 'clauses' must be a text or a list of texts"},
      {"id: a\nexclusive: yes please", "case.yaml:2:12: 'exclusive' must be true or false"},
      {"id: a\nexclusive: \"true\"", "case.yaml:2:12: 'exclusive' must be true or false"},
      {"id: a\nweight: heavy", "case.yaml:2:9: 'weight' must be a number"},
      {"id: a\nwithin: 5", "case.yaml:2:9: 'within' must be a duration like 90s or 5m"},
      {"id: a\nsteps: one", "case.yaml:2:8: 'steps' must be a list"},
      {"id: a\nlogin: alice", "case.yaml:2:8: 'login' must be a map of keys"},
  };
  for (const auto& [text, message] : wrong) EXPECT_EQ(check(text), message);
}

TEST(Keys, AsksForWhatIsRequired) {
  EXPECT_EQ(check("exclusive: true"), "case.yaml:1:1: 'case' needs the key 'id'");
  EXPECT_THAT(check("[a, b]"), HasSubstr("'case' must be a map of keys"));
  EXPECT_THAT(check(""), HasSubstr("'case' must be a map of keys"));
}

TEST(Keys, LetsAnOpenTableHaveOtherNames) {
  KeyTable open = kStep;
  open.open = true;
  EXPECT_EQ(check("user: alice\nX-Header: 1", open), "");
  EXPECT_NE(check("user: [alice]", open), "");
  EXPECT_NE(check("user: alice\nX-Header: 1", kStep), "");
}

TEST(Keys, MakesASchemaForEditors) {
  const Json schema = json_schema({kCase, kStep}, "idproctor scenario");
  const auto text_at = [&](std::string_view pointer) {
    const Json* found = find(schema, pointer);
    return found == nullptr ? std::string("absent") : to_text(*found);
  };
  EXPECT_EQ(text_at("/$schema"), "https://json-schema.org/draft/2020-12/schema");
  EXPECT_EQ(text_at("/title"), "idproctor scenario");
  EXPECT_EQ(text_at("/type"), "object");
  EXPECT_EQ(text_at("/required"), R"(["id"])");
  EXPECT_EQ(text_at("/additionalProperties"), "false");
  EXPECT_EQ(text_at("/properties/exclusive/type"), "boolean");
  EXPECT_EQ(text_at("/properties/exclusive/description"), "runs alone");
  EXPECT_EQ(text_at("/properties/weight/type"), "number");
  EXPECT_EQ(text_at("/properties/clauses/type"), R"(["string","array"])");
  EXPECT_EQ(text_at("/properties/id/type"), R"(["string","number","boolean"])");
  EXPECT_EQ(text_at("/properties/steps/items/$ref"), "#/$defs/step");
  EXPECT_EQ(text_at("/properties/login/$ref"), "#/$defs/step");
  EXPECT_EQ(text_at("/properties/expect/type"), "absent");
  EXPECT_EQ(text_at("/$defs/step/properties/user/description"), "who");
}

TEST(Keys, OpenTablesMakeOpenSchemas) {
  KeyTable open = kStep;
  open.open = true;
  EXPECT_EQ(find(json_schema({open}, "x"), "/additionalProperties"), nullptr);
}

TEST(Keys, WriteTheirReference) {
  EXPECT_EQ(
      key_reference({kStep}),
      "### `step`\n\n| key | value | meaning |\n|---|---|---|\n| `user` (required) | a text | who |\n\n");
}

}  // namespace
}  // namespace idproctor
