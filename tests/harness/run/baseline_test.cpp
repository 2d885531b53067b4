#include "harness/run/baseline.hpp"

#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::run {
namespace {

CaseResult result(Status status, const std::string& observed) {
  CaseResult one;
  one.key = "saml.audience.mismatch@okta";
  one.status = status;
  one.observed = observed;
  return one;
}

TEST(Baseline, knows_a_deviation_and_notices_when_it_is_gone) {
  const Baseline baseline{{"saml.audience.mismatch@okta", "accepted"}};
  CaseResult same = result(Status::fail, "accepted"), other = result(Status::fail, "impersonated"),
             gone = result(Status::pass, "rejected");
  apply(baseline, same);
  apply(baseline, other);
  apply(baseline, gone);
  EXPECT_EQ(same.status, Status::known);
  EXPECT_EQ(other.status, Status::fail);  // worse than what was known
  EXPECT_EQ(gone.status, Status::unexpected_pass);
}

TEST(Baseline, comes_back_from_its_file) {
  const TemporaryFolder folder;
  const std::filesystem::path file = folder / "baseline.json";
  ASSERT_TRUE(write_baseline(file.string(), {result(Status::fail, "accepted")}));
  EXPECT_EQ(read_baseline(file.string()).value(), (Baseline{{"saml.audience.mismatch@okta", "accepted"}}));
  ASSERT_TRUE(write_file(file, "[]"));
  EXPECT_FALSE(read_baseline(file.string()));
}

}  // namespace
}  // namespace idproctor::run
