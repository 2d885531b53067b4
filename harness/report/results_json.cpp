#include "harness/report/results_json.hpp"

#include "harness/report/case_json.hpp"
#include "harness/report/output_file.hpp"
#include "harness/report/provider_verdicts.hpp"

namespace idproctor::report {

namespace {

Json to_json(const ProviderVerdict& verdict) {
  return {{"provider", verdict.id},
          {"title", verdict.title},
          {"works", verdict.works()},
          {"otherwise", verdict.otherwise},
          {"undecided", verdict.undecided}};
}

class ResultsJson : public Reporter {
 public:
  explicit ResultsJson(std::filesystem::path path) : path_(std::move(path)) {}
  void end(const run::RunResult& result) override {
    write_whole(path_, dump(results_json(result), 2) + "\n");
  }

 private:
  std::filesystem::path path_;
};

}  // namespace

Json results_json(const run::RunResult& result) {
  const run::RunInfo& info = result.info;
  Json cases = Json::array(), measurements = Json::array(), totals = Json::object();
  Json dialects = Json::array();
  for (const run::SpokenDialect& one : info.dialects) dialects.push_back(to_json(one));
  Json scim_dialects = Json::array(), verdicts = Json::array();
  for (const run::SpokenDialect& one : info.scim_dialects) scim_dialects.push_back(to_json(one));
  for (const ProviderVerdict& one : provider_verdicts(result)) verdicts.push_back(to_json(one));
  for (const run::CaseResult& one : result.cases) cases.push_back(to_json(one));
  for (const run::Measurement& one : result.measurements) measurements.push_back(to_json(one));
  const auto counted = run::totals(result.cases);
  for (run::Status status : run::all_statuses()) totals[run::name(status)] = counted.at(status);
  return {{"schema", "idproctor.results/1"},
          {"run",
           {{"id", info.id},
            {"seed", info.seed},
            {"started", format_time(info.started)},
            {"duration_ms", info.duration.count()},
            {"version", info.version},
            {"exit_code", info.exit_code},
            {"shard", info.shard},
            {"strict", info.strict},
            {"dialects", std::move(dialects)},
            {"scim_dialects", std::move(scim_dialects)}}},
          {"target", {{"name", info.target}}},
          {"scim_verdicts", std::move(verdicts)},
          {"cases", std::move(cases)},
          {"measurements", std::move(measurements)},
          {"totals", std::move(totals)}};
}

std::unique_ptr<Reporter> make_results_json(std::filesystem::path path) {
  return std::make_unique<ResultsJson>(std::move(path));
}

}  // namespace idproctor::report
