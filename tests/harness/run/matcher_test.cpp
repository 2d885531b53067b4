#include "harness/observe/matcher.hpp"

#include <gtest/gtest.h>

namespace idproctor::observe {
namespace {

bool match(const char* matcher, const char* value) {
  const Json parsed = value == nullptr ? Json() : Json::parse(value);
  return matches(Json::parse(matcher), value == nullptr ? nullptr : &parsed);
}

TEST(Matcher, an_attribute_may_be_shown_as_a_list) {
  const Json one = Json::parse(R"(["a"])"), two = Json::parse(R"(["a","b"])"), plain = "a";
  EXPECT_TRUE(matches_attribute("a", &one));
  EXPECT_TRUE(matches_attribute("a", &plain));
  EXPECT_TRUE(matches_attribute(two, &two));
  EXPECT_FALSE(matches_attribute("b", &one));
  EXPECT_FALSE(matches_attribute("a", &two));
  EXPECT_FALSE(matches_attribute("a", nullptr));
}

TEST(Matcher, each_kind_with_a_right_and_a_wrong_value) {
  EXPECT_TRUE(match("7", "7"));
  EXPECT_FALSE(match("7", "\"7\""));
  EXPECT_FALSE(match("7", nullptr));
  EXPECT_TRUE(match(R"({"not":7})", "8"));
  EXPECT_FALSE(match(R"({"not":7})", "7"));
  EXPECT_TRUE(match(R"({"not":7})", nullptr));
  EXPECT_TRUE(match(R"({"one_of":[1,2]})", "2"));
  EXPECT_FALSE(match(R"({"one_of":[1,2]})", "3"));
  EXPECT_TRUE(match(R"({"one_of":["",{"absent":true}]})", nullptr));
  EXPECT_FALSE(match(R"({"one_of":["",{"type":"string"}]})", nullptr));
  EXPECT_TRUE(match(R"({"one_of":[1,{"absent":true}]})", nullptr));
  EXPECT_FALSE(match(R"({"one_of":[1,2]})", nullptr));
  EXPECT_TRUE(match(R"({"each":{"/a":{"type":"string"},"/b":{"one_of":[1,{"absent":true}]}}})",
                    R"([{"a":"x"},{"a":"y","b":1}])"));
  EXPECT_FALSE(match(R"({"each":{"/a":{"type":"string"}}})", R"([{"a":"x"},{"a":1}])"));
  EXPECT_FALSE(match(R"({"each":{"/a":{"type":"string"}}})", R"([{"a":"x"},{}])"));
  EXPECT_FALSE(match(R"({"each":{"/a":{"type":"string"}}})", R"({"a":"x"})"));
  EXPECT_TRUE(match(R"({"matches":"^a+$"})", "\"aaa\""));
  EXPECT_FALSE(match(R"({"matches":"^a+$"})", "\"ab\""));
  EXPECT_FALSE(match(R"({"matches":"(["})", "\"ab\""));
  EXPECT_TRUE(match(R"({"absent":true})", nullptr));
  EXPECT_TRUE(match(R"({"absent":true})", "null"));
  EXPECT_FALSE(match(R"({"absent":true})", "1"));
  EXPECT_TRUE(match(R"({"absent":false})", "1"));
  EXPECT_TRUE(match(R"({"contains":{"value":"x"}})", R"([{"value":"x","display":"X"}])"));
  EXPECT_FALSE(match(R"({"contains":{"value":"x"}})", R"([{"value":"y"}])"));
  EXPECT_TRUE(match(R"({"contains":"b"})", "\"abc\""));
  EXPECT_TRUE(match(R"({"count":2})", "[1,2]"));
  EXPECT_FALSE(match(R"({"count":2})", "[1]"));
  EXPECT_TRUE(match(R"({"type":"boolean"})", "false"));
  EXPECT_FALSE(match(R"({"type":"boolean"})", "\"false\""));
}

TEST(Matcher, names_the_first_difference) {
  const auto mismatch =
      first_mismatch({{"/active", Json(false)}, {"/name", Json("a")}}, Json::parse(R"({"active":true})"));
  ASSERT_TRUE(mismatch);
  EXPECT_EQ(mismatch->pointer, "/active");
  EXPECT_EQ(mismatch->expected, "false");
  EXPECT_EQ(mismatch->observed, "true");
  EXPECT_FALSE(first_mismatch({{"/active", Json(true)}}, Json::parse(R"({"active":true})")));
}

}  // namespace
}  // namespace idproctor::observe
