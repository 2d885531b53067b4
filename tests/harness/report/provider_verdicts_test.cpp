#include "harness/report/provider_verdicts.hpp"

#include <gmock/gmock.h>

namespace idproctor::report {
namespace {

using run::Status;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

run::CaseResult asked(const std::string& dialect, Status status, const std::string& otherwise) {
  run::CaseResult result;
  result.scim_provider = dialect;
  result.status = status;
  result.otherwise = otherwise;
  return result;
}

TEST(ProviderVerdicts, TellOneClientFromAnother) {
  run::RunResult result;
  result.info.scim_dialects = {{"okta", "Okta", "2026-08", {}},
                               {"entra", "Microsoft Entra ID", "2026-08", {}}};
  result.cases = {asked("okta", Status::pass, "users stay active"),
                  asked("entra", Status::fail, "users stay active"),
                  asked("entra", Status::warn, "names are lost")};
  const auto verdicts = provider_verdicts(result);
  ASSERT_THAT(verdicts, SizeIs(2));
  EXPECT_EQ(verdicts[0].title, "Okta");
  EXPECT_EQ(verdicts[0].in_words(), "works");
  EXPECT_FALSE(verdicts[1].works());
  EXPECT_THAT(verdicts[1].otherwise, ElementsAre("users stay active", "names are lost"));
  EXPECT_EQ(verdicts[1].in_words(), "users stay active; names are lost");
}

TEST(ProviderVerdicts, KnowWhatWasNotDecided) {
  run::RunResult result;
  result.cases = {asked("okta", Status::pass, "a"), asked("okta", Status::error, "b"),
                  asked("okta", Status::inconclusive, "c")};
  const auto verdicts = provider_verdicts(result);
  EXPECT_FALSE(verdicts.at(0).works());
  EXPECT_EQ(verdicts.at(0).in_words(), "2 cases were not decided");
}

TEST(ProviderVerdicts, ADeviationThatTheBaselineKnowsIsStillOne) {
  run::RunResult result;
  result.cases = {asked("okta", Status::known, "users stay active")};
  EXPECT_EQ(provider_verdicts(result).at(0).in_words(), "users stay active");
}

TEST(ProviderVerdicts, PassOverOtherCasesAndWhatWasNotAsked) {
  run::RunResult result;
  result.cases = {asked("okta", Status::fail, ""), asked("okta", Status::skip, "users stay")};
  EXPECT_THAT(provider_verdicts(result), IsEmpty());
}

}  // namespace
}  // namespace idproctor::report
