#include "harness/report/results_json.hpp"

#include <gtest/gtest.h>

#include "harness/report/case_json.hpp"
#include "sample_run.hpp"
#include "tools.hpp"

namespace idproctor::report {
namespace {

std::string problems(const Json& json) {
  return schema_problems(dump(json));
}

TEST(ResultsJson, SatisfiesItsSchema) {
  EXPECT_EQ(problems(results_json(sample_run())), "");
  EXPECT_EQ(problems(results_json(run_with({}))), "");
}

TEST(ResultsJson, SchemaRefusesWhatTheContractDoesNotName) {
  Json json = results_json(sample_run());
  json["cases"][0]["colour"] = "red";
  EXPECT_NE(problems(json).find("/cases/0"), std::string::npos);
  json = results_json(sample_run());
  json["cases"][1]["status"] = "maybe";
  EXPECT_NE(problems(json).find("/cases/1/status"), std::string::npos);
  json = results_json(sample_run());
  json["totals"].erase("skip");
  EXPECT_NE(problems(json).find("skip"), std::string::npos);
}

TEST(ResultsJson, CountsEveryStatus) {
  const Json totals = results_json(sample_run()).at("totals");
  EXPECT_EQ(totals.at("pass"), 2);
  EXPECT_EQ(totals.at("fail"), 2);
  EXPECT_EQ(totals.at("unexpected-pass"), 1);
  EXPECT_EQ(results_json(run_with({})).at("totals").at("pass"), 0);
}

TEST(ResultsJson, ACaseSurvivesTheWayThere) {
  for (const run::CaseResult& one : sample_run().cases) {
    const Json json = to_json(one);
    EXPECT_EQ(dump(to_json(case_from_json(json))), dump(json)) << one.key;
  }
  const run::CaseResult back = case_from_json(to_json(sample_run().cases.at(1)));
  EXPECT_EQ(back.status, run::Status::fail);
  EXPECT_EQ(back.evidence.at(1).observed, "victim@corp.example");
  EXPECT_EQ(back.duration, Milliseconds(148));
}

TEST(ResultsJson, ACaseThatLacksAMemberIsRefused) {
  Json json = to_json(sample_run().cases.at(0));
  json.erase("reason");
  EXPECT_THROW(case_from_json(json), Json::exception);
  json = to_json(sample_run().cases.at(0));
  json["status"] = "maybe";
  EXPECT_THROW(case_from_json(json), Json::exception);
}

TEST(ResultsJson, AnUnwritableFileIsSaidSo) {
  EXPECT_THROW(drive(*make_results_json("/nonexistent-folder/results.json"), sample_run()),
               std::runtime_error);
}

}  // namespace
}  // namespace idproctor::report
