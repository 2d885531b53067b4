#include "harness/report/events.hpp"

#include <fstream>

#include "foundation/core/json.hpp"
#include "harness/report/case_json.hpp"
#include "harness/report/output_file.hpp"

namespace idproctor::report {

namespace {

constexpr const char* kSchema = "idproctor.events/1";

Json to_json(const run::RunInfo& info) {
  Json dialects = Json::array();
  for (const run::SpokenDialect& one : info.dialects) dialects.push_back(report::to_json(one));
  Json scim_dialects = Json::array();
  for (const run::SpokenDialect& one : info.scim_dialects) scim_dialects.push_back(report::to_json(one));
  return {{"id", info.id},
          {"seed", info.seed},
          {"started", format_time(info.started)},
          {"duration_ms", info.duration.count()},
          {"version", info.version},
          {"exit_code", info.exit_code},
          {"shard", info.shard},
          {"strict", info.strict},
          {"target", info.target},
          {"planned", info.planned},
          {"stopped", info.stopped},
          {"dialects", std::move(dialects)},
          {"scim_dialects", std::move(scim_dialects)}};
}

Json list(const std::vector<run::Measurement>& measurements) {
  Json list = Json::array();
  for (const run::Measurement& one : measurements) list.push_back(report::to_json(one));
  return list;
}

Result<run::RunInfo> info_from_json(const Json& json) {
  const Result<Time> started = parse_time(json.at("started").get<std::string>());
  if (started.has_error()) return started.error();
  run::RunInfo info;
  info.id = json.at("id").get<std::string>();
  info.seed = json.at("seed").get<std::string>();
  info.started = *started;
  info.duration = Milliseconds(json.at("duration_ms").get<long long>());
  info.version = json.at("version").get<std::string>();
  info.exit_code = json.at("exit_code").get<int>();
  info.shard = json.at("shard").get<std::string>();
  info.strict = json.at("strict").get<bool>();
  info.target = json.at("target").get<std::string>();
  info.planned = json.at("planned").get<std::size_t>();
  info.stopped = json.at("stopped").get<bool>();
  for (const Json& one : json.at("dialects")) info.dialects.push_back(dialect_from_json(one));
  for (const Json& one : json.at("scim_dialects")) info.scim_dialects.push_back(dialect_from_json(one));
  return info;
}

class Events : public Reporter {
 public:
  explicit Events(std::filesystem::path path) : file_(std::move(path)) {}

  void begin(const run::RunInfo& info) override {
    write({{"event", "begin"}, {"schema", kSchema}, {"run", to_json(info)}});
  }
  void case_started(const std::string& key) override { write({{"event", "case_started"}, {"key", key}}); }
  void case_finished(const run::CaseResult& result) override {
    Json event{{"event", "case_finished"}, {"case", report::to_json(result)}};
    if (!result.measurements.empty()) event["measurements"] = list(result.measurements);
    write(event);
  }
  void end(const run::RunResult& result) override {
    write({{"event", "end"}, {"run", to_json(result.info)}, {"measurements", list(result.measurements)}});
  }

 private:
  void write(const Json& event) {
    file_.write(dump(event) + "\n");
    file_.flush();
  }

  OutputFile file_;
};

/// Adds one event to what was read so far. Throws Json::exception when it lacks something.
Result<> apply(const Json& event, run::RunResult& result) {
  const std::string kind = event.at("event").get<std::string>();
  if (kind == "begin" && event.at("schema").get<std::string>() != kSchema) {
    return invalid("another version of events than " + std::string(kSchema));
  }
  if (kind == "begin" || kind == "end") {
    Result<run::RunInfo> info = info_from_json(event.at("run"));
    if (info.has_error()) return info.error();
    result.info = std::move(*info);
    if (kind == "begin") result.info.stopped = true;  // until its end is found
  }
  if (kind == "case_finished") result.cases.push_back(case_from_json(event.at("case")));
  // The end repeats them all, in order.
  if (kind == "end") result.measurements.clear();
  if (kind == "end" || event.contains("measurements")) {
    for (const Json& one : event.at("measurements"))
      result.measurements.push_back(measurement_from_json(one));
  }
  return {};
}

Result<> apply_line(const std::string& line, run::RunResult& result) {
  const Result<Json> event = parse_json(line);
  if (event.has_error()) return event.error();
  try {
    return apply(*event, result);
  } catch (const Json::exception& error) {
    return invalid(std::string("not an event: ") + error.what());
  }
}

}  // namespace

std::unique_ptr<Reporter> make_events(std::filesystem::path path) {
  return std::make_unique<Events>(std::move(path));
}

Result<run::RunResult> read_events(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return invalid("cannot be read", path.string());
  run::RunResult result;
  std::string line;
  int number = 1;
  for (; std::getline(file, line); ++number) {
    const std::string place = path.string() + ":" + std::to_string(number);
    if (number == 1 && line.find("\"event\":\"begin\"") == std::string::npos) {
      return invalid("does not start with the begin event of a run", place);
    }
    const bool cut_short = file.eof();  // no line break at its end
    const Result<> applied = apply_line(line, result);
    if (applied.has_error() && !(cut_short && number > 1)) return invalid(applied.error().message, place);
  }
  if (number == 1) return invalid("is empty", path.string());
  return result;
}

}  // namespace idproctor::report
