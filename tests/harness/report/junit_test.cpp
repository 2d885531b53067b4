#include "harness/report/junit.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

using run::Status;
using testing::HasSubstr;
using testing::Not;

TEST(Junit, SatisfiesTheXsd) {
  EXPECT_EQ(junit_problems(junit_xml(sample_run())), "");
  EXPECT_EQ(junit_problems(junit_xml(run_with({}))), "");
}

TEST(Junit, XsdRefusesWhatReadersWouldNotUnderstand) {
  EXPECT_NE(junit_problems("<testsuites name='x'/>"), "");
  EXPECT_NE(junit_problems("<testsuites>"), "");
}

TEST(Junit, MapsEveryStatus) {
  EXPECT_THAT(junit_xml(run_with({Status::fail})), HasSubstr("failures=\"1\" errors=\"0\" skipped=\"0\""));
  for (Status status : {Status::error, Status::inconclusive, Status::unexpected_pass}) {
    EXPECT_THAT(junit_xml(run_with({status})), HasSubstr("failures=\"0\" errors=\"1\" skipped=\"0\""))
        << name(status);
  }
  for (Status status : {Status::skip, Status::known}) {
    EXPECT_THAT(junit_xml(run_with({status})), HasSubstr("failures=\"0\" errors=\"0\" skipped=\"1\""))
        << name(status);
  }
  for (Status status : {Status::pass, Status::warn}) {
    EXPECT_THAT(junit_xml(run_with({status})), HasSubstr("failures=\"0\" errors=\"0\" skipped=\"0\""))
        << name(status);
  }
  EXPECT_THAT(junit_xml(run_with({Status::warn})), HasSubstr("<system-out>warn\n"));
  EXPECT_THAT(junit_xml(run_with({Status::pass})), Not(HasSubstr("<system-out>")));
}

TEST(Junit, StrictMakesABrokenShouldAFailure) {
  run::RunResult result = run_with({Status::warn});
  result.cases[0].level = "should";
  EXPECT_THAT(junit_xml(result), HasSubstr("failures=\"0\""));
  result.info.strict = true;
  EXPECT_THAT(junit_xml(result), HasSubstr("failures=\"1\""));
}

TEST(Junit, OneSuiteForEachProvider) {
  run::RunResult result = run_with({Status::pass, Status::pass});
  result.cases[1].saml_provider = result.cases[1].scim_provider = "okta";
  EXPECT_THAT(junit_xml(result), HasSubstr("<testsuite name=\"smoke (generic)\" tests=\"1\""));
  EXPECT_THAT(junit_xml(result), HasSubstr("<testsuite name=\"smoke (okta)\" tests=\"1\""));
}

}  // namespace
}  // namespace idproctor::report
