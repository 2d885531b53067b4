#include "harness/observe/round_trip.hpp"

#include <gmock/gmock.h>

namespace idproctor::observe {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::vector<std::string> lost(const char* sent, const char* stored) {
  return lost_on_the_way(parse_json(sent).value(), parse_json(stored).value());
}

TEST(RoundTrip, names_what_is_missing_and_what_is_another_value) {
  EXPECT_THAT(lost(R"({"title":"Guide","name":{"givenName":"A","familyName":"B"}})",
                   R"({"name":{"givenName":"A","familyName":"b"}})"),
              ElementsAre("/title", "/name/familyName"));
}

TEST(RoundTrip, is_content_with_more_than_was_sent) {
  EXPECT_THAT(lost(R"({"userName":"a"})", R"({"userName":"a","active":true,"meta":{}})"), IsEmpty());
}

TEST(RoundTrip, finds_each_value_of_a_list_in_any_order) {
  const char* sent = R"({"emails":[{"value":"a@x","type":"work"},{"value":"b@x"}]})";
  EXPECT_THAT(lost(sent, R"({"emails":[{"value":"b@x"},{"value":"a@x","type":"work","primary":true}]})"),
              IsEmpty());
  EXPECT_THAT(lost(sent, R"({"emails":[{"value":"b@x"},{"value":"a@x","type":"home"}]})"),
              ElementsAre("/emails/0"));
}

TEST(RoundTrip, does_not_ask_for_what_only_the_server_sets) {
  EXPECT_THAT(
      lost(R"({"id":"1","meta":{"version":"v"},"groups":[{"value":"g"}],"schemas":["x"],"password":"p",
                      "members":[{"value":"u","display":"Ann","$ref":"/Users/u"}]})",
           R"({"members":[{"value":"u"}]})"),
      IsEmpty());
}

TEST(RoundTrip, takes_null_and_empty_for_absent_and_the_text_true_for_true) {
  EXPECT_THAT(lost(R"({"title":null,"roles":[],"nickName":"","active":"True"})", R"({"active":true})"),
              IsEmpty());
  EXPECT_THAT(lost(R"({"active":"False"})", R"({"active":true})"), ElementsAre("/active"));
}

TEST(RoundTrip, compares_names_of_attributes_without_case_and_values_with_it) {
  EXPECT_THAT(lost(R"({"DisplayName":"Ann"})", R"({"displayName":"Ann"})"), IsEmpty());
  EXPECT_THAT(lost(R"({"displayName":"Ann"})", R"({"displayName":"ann"})"), ElementsAre("/displayName"));
}

TEST(RoundTrip, has_nothing_to_say_about_other_shapes) {
  EXPECT_THAT(lost("null", "{}"), IsEmpty());
  EXPECT_THAT(lost(R"({"title":"x"})", "[]"), ElementsAre("/title"));
  EXPECT_THAT(lost(R"({"emails":[{"value":"a"}]})", R"({"emails":{"value":"a"}})"), ElementsAre("/emails"));
}

}  // namespace
}  // namespace idproctor::observe
