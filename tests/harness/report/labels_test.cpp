#include "harness/report/labels.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_run.hpp"

namespace idproctor::report {
namespace {

TEST(Labels, SuiteIsTheFrontOfTheId) {
  EXPECT_EQ(suite_of("saml.audience.mismatch"), "saml.audience");
  EXPECT_EQ(suite_of("saml.audience.mismatch.port"), "saml.audience");
  EXPECT_EQ(suite_of("smoke.login"), "smoke");
  EXPECT_EQ(suite_of("odd"), "odd");
}

TEST(Labels, ProviderNamesBothHalvesWhereTheyDiffer) {
  run::CaseResult one;
  one.saml_provider = "duo";
  EXPECT_EQ(provider_of(one), "duo");
  one.scim_provider = "duo";
  EXPECT_EQ(provider_of(one), "duo");
  one.scim_provider = "generic";
  EXPECT_EQ(provider_of(one), "duo+generic");
  one.saml_provider = "";
  EXPECT_EQ(provider_of(one), "generic");
}

TEST(Labels, DurationsReadWell) {
  EXPECT_EQ(format_duration(Milliseconds(0)), "0 ms");
  EXPECT_EQ(format_duration(Milliseconds(999)), "999 ms");
  EXPECT_EQ(format_duration(Milliseconds(1250)), "1.2 s");
  EXPECT_EQ(format_duration(Milliseconds(125'900)), "2 min 5 s");
  EXPECT_EQ(seconds(Milliseconds(12)), "0.012");
  EXPECT_EQ(seconds(Milliseconds(61'000)), "61.000");
}

TEST(Labels, NumbersAreShort) {
  EXPECT_EQ(format_number(180), "180");
  EXPECT_EQ(format_number(0.25), "0.25");
  EXPECT_EQ(format_number(-1.5), "-1.5");
}

TEST(Labels, TheLoudestFindingComesFirst) {
  using run::Status;
  run::RunResult result =
      run_with({Status::known, Status::warn, Status::unexpected_pass, Status::inconclusive, Status::error,
                Status::fail, Status::fail, Status::fail, Status::fail, Status::pass, Status::skip});
  result.cases[6].observed = "altered";
  result.cases[7].observed = "broken";
  result.cases[8].observed = "impersonated";
  std::vector<std::string> order;
  for (const run::CaseResult* one : loudest_first(result.cases)) order.push_back(one->key.substr(10, 1));
  EXPECT_THAT(order, testing::ElementsAre("8", "7", "6", "5", "4", "3", "2", "1", "0"));
}

TEST(Labels, DecidingEvidenceIsWhatDiffers) {
  const std::vector<run::Evidence> same{{"wire", "status", "200", "200", ""}};
  const std::vector<run::Evidence> mixed{{"wire", "status", "200", "200", ""},
                                         {"state", "SCIM GET", "x", "y", ""}};
  ASSERT_EQ(deciding(same).size(), 1u);
  ASSERT_EQ(deciding(mixed).size(), 1u);
  EXPECT_EQ(deciding(mixed)[0]->rung, "SCIM GET");
}

}  // namespace
}  // namespace idproctor::report
