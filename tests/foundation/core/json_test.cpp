#include "foundation/core/json.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using testing::HasSubstr;

std::string nested(int levels) {
  return std::string(levels, '[') + std::string(levels, ']');
}

TEST(JsonText, KeepsTheOrderOfKeys) {
  const auto json = parse_json(R"({"schemas": [], "id": 1, "active": true, "Operations": {"b": 1, "a": 2}})");
  ASSERT_EQ(error_of(json), "");
  EXPECT_EQ(dump(*json), R"({"schemas":[],"id":1,"active":true,"Operations":{"b":1,"a":2}})");
}

TEST(JsonText, NamesTheByteThatIsWrong) {
  EXPECT_THAT(error_of(parse_json(R"({"a": tru})")), HasSubstr("byte 10"));
  for (const char* wrong :
       {"", " ", "{", "[1,]", "{'a':1}", "{\"a\":1} x", "NaN", "// c\n1", "\"\xFF\"", "01"}) {
    EXPECT_FALSE(parse_json(wrong)) << wrong;
  }
}

TEST(JsonText, RefusesANumberThatNoDoubleHolds) {
  EXPECT_FALSE(parse_json(R"({"a": 1e999})"));
}

TEST(JsonText, LimitsTheDepth) {
  EXPECT_TRUE(parse_json(nested(200)));
  const auto deep = parse_json(nested(201));
  ASSERT_FALSE(deep);
  EXPECT_EQ(deep.error().kind, Error::Kind::too_large);
  EXPECT_FALSE(parse_json(std::string(1'000'000, '[')));
  EXPECT_TRUE(parse_json("\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\""))
      << "brackets inside of a string do not nest";
}

TEST(JsonPointer, FindsWhatIsThere) {
  const Json json = *parse_json(R"({"a": {"b": [10, {"c/d": "x", "~": null}]}, "": 5})");
  const auto text_at = [&](std::string_view pointer) {
    const Json* found = find(json, pointer);
    return found == nullptr ? std::string("absent") : to_text(*found);
  };
  EXPECT_EQ(text_at("/a/b/0"), "10");
  EXPECT_EQ(text_at("/a/b/1/c~1d"), "x");
  EXPECT_EQ(text_at("/a/b/1/~0"), "null");
  EXPECT_EQ(text_at("/"), "5");
  EXPECT_EQ(find(json, ""), &json);
}

TEST(JsonPointer, IsNullForWhatIsAbsent) {
  const Json json = *parse_json(R"({"a": [1, 2], "b": "text"})");
  for (const char* pointer :
       {"/c", "/a/2", "/a/-", "/a/x", "/a/01", "/a/0/b", "/b/0", "a", "/a/~2", "/a/99999999999999999999"}) {
    EXPECT_EQ(find(json, pointer), nullptr) << pointer;
  }
}

TEST(JsonText, WritesScalarsWithoutQuotes) {
  EXPECT_EQ(to_text(Json("a\"b")), "a\"b");
  EXPECT_EQ(to_text(Json(true)), "true");
  EXPECT_EQ(to_text(Json(nullptr)), "null");
  EXPECT_EQ(to_text(Json(42)), "42");
  EXPECT_EQ(to_text(*parse_json(R"({ "a" : [ 1 ] })")), R"({"a":[1]})");
}

TEST(JsonText, DumpsInvalidUtf8WithoutThrowing) {
  EXPECT_EQ(dump(Json("a\xFFz")), "\"a\xEF\xBF\xBDz\"");
  EXPECT_EQ(dump(Json::array({1, 2}), 1), "[\n 1,\n 2\n]");
}

}  // namespace
}  // namespace idproctor
