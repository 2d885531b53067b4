#include "harness/run/observation.hpp"

#include <gtest/gtest.h>

namespace idproctor::run {
namespace {

using observe::Who;

Who somebody(const std::string& identity) {
  return {Who::Kind::somebody, identity, {}};
}

TEST(Observation, is_a_matter_of_identity) {
  const std::vector<std::string> alice{"alice@example.com"};
  EXPECT_EQ(judge(somebody("alice@example.com"), alice), Observed::accepted);
  EXPECT_EQ(judge(somebody("Alice@Example.com"), alice), Observed::accepted);
  EXPECT_EQ(judge(somebody("victim@example.com"), alice), Observed::impersonated);
  EXPECT_EQ(judge(somebody("alice"), alice), Observed::altered);
  EXPECT_EQ(judge(somebody(""), alice), Observed::altered);
  EXPECT_EQ(judge(somebody("alice@example.com.evil.example"), alice), Observed::altered);
  EXPECT_EQ(judge(somebody("alice@example.com"), {}), Observed::impersonated);
  EXPECT_EQ(judge({Who::Kind::nobody, {}, {}}, alice), Observed::rejected);
  EXPECT_EQ(judge({Who::Kind::unclear, {}, "why"}, alice), Observed::unknown);
}

TEST(Observation, another_normal_form_is_altered_and_a_look_alike_is_somebody_else) {
  EXPECT_EQ(judge(somebody("zo\u00E9@example.com"), {"zoe\u0301@example.com"}), Observed::altered);
  EXPECT_EQ(judge(somebody("victim@example.com"), {"vic\u200Btim@example.com"}), Observed::altered);
  EXPECT_EQ(judge(somebody("victim@example.com"), {"v\u0456ctim@example.com"}), Observed::impersonated);
  EXPECT_EQ(judge(somebody("\u738B"), {"\u674E"}), Observed::impersonated);
}

}  // namespace
}  // namespace idproctor::run
