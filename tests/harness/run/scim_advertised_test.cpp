#include "harness/run/scim_advertised.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace idproctor::run {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ScimAdvertised advertised(const char* text) {
  return parse_scim_advertised(parse_json(text).value());
}

TEST(ScimAdvertised, is_what_the_service_provider_config_says) {
  const auto found = advertised(R"({"bulk":{"supported":true,"maxOperations":7,"maxPayloadSize":99},
    "filter":{"supported":true},"sort":{"supported":false},"etag":{"supported":true},
    "pagination":{"cursor":true,"index":true}})");
  EXPECT_THAT(found.features, ElementsAre("scim_bulk", "scim_bulk_limits", "scim_cursor", "scim_etag",
                                          "scim_filter", "scim_patch"));
  EXPECT_EQ(found.limits.at("max_operations"), 7u);
  EXPECT_EQ(found.limits.at("max_payload_size"), 99u);
}

TEST(ScimAdvertised, has_limits_that_a_case_can_reach) {
  const auto far = advertised(R"({"bulk":{"supported":true,"maxOperations":7,"maxPayloadSize":99000000}})");
  EXPECT_THAT(far.features, ElementsAre("scim_bulk", "scim_patch"));
}

TEST(ScimAdvertised, is_nothing_where_types_are_wrong) {
  EXPECT_THAT(advertised(R"({"sort":true,"etag":{"supported":"true"},"filter":[],"pagination":7})").features,
              ElementsAre("scim_patch"));
  EXPECT_THAT(advertised(R"([])").features, ElementsAre("scim_patch"));
  EXPECT_THAT(advertised(R"(null)").limits, IsEmpty());
  const auto without_limit =
      advertised(R"({"bulk":{"supported":true,"maxOperations":-1,"maxPayloadSize":"9"}})");
  EXPECT_THAT(without_limit.features, ElementsAre("scim_patch"));
  EXPECT_THAT(without_limit.limits, IsEmpty());
}

TEST(ScimAdvertised, has_patch_until_it_says_no) {
  EXPECT_THAT(ScimAdvertised().features, ElementsAre("scim_patch"));
  EXPECT_THAT(advertised(R"({"patch":{"supported":true}})").features, ElementsAre("scim_patch"));
  EXPECT_THAT(advertised(R"({"patch":{"supported":false}})").features, IsEmpty());
}

}  // namespace
}  // namespace idproctor::run
