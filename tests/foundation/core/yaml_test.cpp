#include "foundation/core/yaml.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

std::string error_in(const std::string& text) {
  return error_of(parse_yaml(text, "f.yaml"));
}

std::string as_json(const std::string& text) {
  const auto yaml = parse_yaml(text, "f.yaml");
  return yaml ? dump(to_json(yaml->root)) : "error: " + error_of(yaml);
}

TEST(YamlText, KnowsItsPlaces) {
  const auto yaml = parse_yaml("suite: a\ncases:\n  - id: b\n", "f.yaml");
  ASSERT_EQ(error_of(yaml), "");
  EXPECT_EQ(yaml->file, "f.yaml");
  EXPECT_EQ(place("f.yaml", yaml->root["cases"][0]["id"]), "f.yaml:3:9");
  EXPECT_EQ(place("f.yaml", yaml->root), "f.yaml:1:1");
}

TEST(YamlText, RefusesDuplicateKeysAtAnyLevel) {
  EXPECT_EQ(error_in("a: 1\nb: 2\na: 3"), "f.yaml:3:1: the key 'a' stands here twice");
  EXPECT_EQ(error_in("x:\n  - {a: 1, \"a\": 2}"), "f.yaml:2:12: the key 'a' stands here twice");
  EXPECT_EQ(error_in("x: {a: 1}\ny: {a: 1}"), "");
}

TEST(YamlText, NamesThePlaceOfABrokenSyntax) {
  EXPECT_THAT(error_in("a: 1\nb: [1, 2\n"), StartsWith("f.yaml:"));
  EXPECT_THAT(error_in("a: 1\n  b: 2"), StartsWith("f.yaml:2:"));
  EXPECT_THAT(error_in("a: *nobody"), StartsWith("f.yaml:1:"));
  EXPECT_THAT(error_in("? [a, b]\n: 1"), HasSubstr("key must be a plain word"));
}

TEST(YamlText, HasOneDocument) {
  EXPECT_EQ(error_in("---\na: 1\n"), "");
  EXPECT_THAT(error_in("a: 1\n---\nb: 2\n"), StartsWith("f.yaml:3:1: "));
}

TEST(YamlText, LimitsTheDepth) {
  const auto brackets = [](int levels) { return std::string(levels, '[') + std::string(levels, ']'); };
  EXPECT_EQ(error_in(brackets(90)), "");
  EXPECT_THAT(error_in(brackets(120)), HasSubstr("100 levels"));
  EXPECT_NE(error_in(std::string(100'000, '[')), "");
  EXPECT_NE(error_in(std::string(100'000, '{')), "");
  EXPECT_NE(error_in("# " + std::string(50'000, ']') + "\n" + std::string(50'000, '[')), "");
  std::string dashes, colons, indented, questions;
  for (int i = 0; i < 20'000; ++i) dashes += "- ", colons += ": ", questions += "? ";
  for (int i = 0; i < 300; ++i) indented += std::string(i, ' ') + "a:\n";
  EXPECT_NE(error_in(dashes), "");
  EXPECT_NE(error_in(colons), "");
  EXPECT_NE(error_in(questions), "");
  EXPECT_THAT(error_in(indented), HasSubstr("100 levels"));
}

// JSON is YAML, and JSON is often one line.
TEST(YamlText, TakesAWideLineThatIsNotDeep) {
  std::string json = "{";
  for (int i = 0; i < 300; ++i) json += (i == 0 ? "\"k" : ", \"k") + std::to_string(i) + "\": \"- a: b\"";
  EXPECT_EQ(error_in(json + "}"), "");
}

TEST(YamlText, RefusesAnAliasBomb) {
  std::string bomb = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n";
  for (int i = 1; i < 12; ++i) {
    const std::string below = "*a" + std::to_string(i - 1);
    std::string list = below;
    for (int k = 1; k < 10; ++k) list += ", " + below;
    bomb += "a" + std::to_string(i) + ": &a" + std::to_string(i) + " [" + list + "]\n";
  }
  EXPECT_THAT(error_in(bomb), HasSubstr("200,000 entries"));
  EXPECT_EQ(error_in("a: &a [1, 2]\nb: *a\nc: *a"), "") << "an alias alone is fine";
}

TEST(YamlText, RefusesAnAliasOfItself) {
  EXPECT_NE(error_in("&a [*a]"), "");
  EXPECT_NE(error_in("a: &x\n  b: *x\n"), "");
}

TEST(YamlScalars, PlainOnesHaveTypes) {
  EXPECT_EQ(as_json("[1, -5, 2.5, 1e3, true, False, null, ~, ]"), "[1,-5,2.5,1000.0,true,false,null,null]");
  EXPECT_EQ(as_json("[yes, off, 1.2.3, 12 monkeys, 2026-11-22, 10s, nan]"),
            R"(["yes","off","1.2.3","12 monkeys","2026-11-22","10s","nan"])");
}

TEST(YamlScalars, QuotedOnesStayText) {
  EXPECT_EQ(as_json(R"(["1", 'true', "null", "", '~'])"), R"(["1","true","null","","~"])");
  EXPECT_EQ(as_json("a: |\n  5\nb: >-\n  true\n"), R"({"a":"5\n","b":"true"})");
}

TEST(YamlScalars, KeysKeepTheirOrder) {
  EXPECT_EQ(as_json("schemas: [a]\nid: 1\nactive: {b: 1, a: 2}"),
            R"({"schemas":["a"],"id":1,"active":{"b":1,"a":2}})");
}

TEST(YamlFile, SaysWhichFileIsMissing) {
  EXPECT_THAT(error_of(load_yaml(testing::TempDir() + "no-such.yaml")), HasSubstr("no-such.yaml"));
}

TEST(YamlText, TakesAnEmptyDocument) {
  EXPECT_EQ(as_json(""), "null");
}

}  // namespace
}  // namespace idproctor
