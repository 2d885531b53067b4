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

}  // namespace
}  // namespace idproctor::run
