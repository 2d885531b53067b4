#include "harness/report/case_json.hpp"

#include <algorithm>
#include <cmath>

#include "foundation/core/text.hpp"
#include "harness/report/foreign_text.hpp"

namespace idproctor::report {

namespace {

constexpr std::size_t kJsonTextLimit = 16 << 10;

std::string bounded(const std::string& text) {
  const std::string_view front = cut(text, kJsonTextLimit);
  if (front.size() == text.size()) return text;
  return std::string(front) + " ... (" + std::to_string(text.size() - front.size()) + " bytes more)";
}

run::Status status_from(const std::string& word) {
  const auto& all = run::all_statuses();
  const auto found = std::ranges::find_if(all, [&](run::Status status) { return run::name(status) == word; });
  if (found == all.end()) throw Json::other_error::create(500, "unknown status", nullptr);
  return *found;
}

std::string text_at(const Json& json, const char* member) {
  return json.at(member).get<std::string>();
}

}  // namespace

Json to_json(const run::CaseResult& result) {
  Json evidence = Json::array();
  for (const run::Evidence& item : result.evidence) {
    evidence.push_back({{"layer", item.layer},
                        {"rung", item.rung},
                        {"expected", bounded(item.expected)},
                        {"observed", bounded(item.observed)},
                        {"exchange", item.exchange},
                        {"holds", item.holds}});
  }
  Json json{{"key", result.key},
            {"id", result.id},
            {"provider", {{"saml", result.saml_provider}, {"scim", result.scim_provider}}},
            {"title", result.title},
            {"level", result.level},
            {"clauses", result.clauses},
            {"status", run::name(result.status)},
            {"expected", bounded(result.expected)},
            {"observed", bounded(result.observed)},
            {"control", {{"status", result.control.status}, {"exchange", result.control.exchange}}},
            {"evidence", std::move(evidence)},
            {"reason", bounded(result.reason)},
            {"message", bounded(result.message)},
            {"fix", bounded(result.fix)},
            {"file", result.file},
            {"line", result.line},
            {"duration_ms", result.duration.count()}};
  if (!result.otherwise.empty()) json["otherwise"] = result.otherwise;
  return json;
}

run::CaseResult case_from_json(const Json& json) {
  run::CaseResult result;
  result.key = text_at(json, "key");
  result.id = text_at(json, "id");
  result.saml_provider = text_at(json.at("provider"), "saml");
  result.scim_provider = text_at(json.at("provider"), "scim");
  result.title = text_at(json, "title");
  result.level = text_at(json, "level");
  result.clauses = json.at("clauses").get<std::vector<std::string>>();
  result.status = status_from(text_at(json, "status"));
  result.expected = text_at(json, "expected");
  result.observed = text_at(json, "observed");
  result.control = {text_at(json.at("control"), "status"), text_at(json.at("control"), "exchange")};
  for (const Json& item : json.at("evidence")) {
    result.evidence.push_back({text_at(item, "layer"), text_at(item, "rung"), text_at(item, "expected"),
                               text_at(item, "observed"), text_at(item, "exchange"),
                               item.value("holds", true)});
  }
  result.reason = text_at(json, "reason");
  result.message = text_at(json, "message");
  result.fix = text_at(json, "fix");
  result.file = text_at(json, "file");
  result.line = json.at("line").get<int>();
  result.duration = Milliseconds(json.at("duration_ms").get<long long>());
  result.otherwise = json.value("otherwise", "");
  return result;
}

Json to_json(const run::Measurement& measurement) {
  constexpr double kExactIntegers =
      9007199254740992;  // 2^53: whole numbers up to here are written without ".0"
  Json value = measurement.value;
  if (std::trunc(measurement.value) == measurement.value && std::abs(measurement.value) <= kExactIntegers) {
    value = static_cast<long long>(measurement.value);
  }
  return {{"id", measurement.id}, {"value", std::move(value)}, {"unit", measurement.unit}};
}

run::Measurement measurement_from_json(const Json& json) {
  return {text_at(json, "id"), json.at("value").get<double>(), text_at(json, "unit")};
}

Json to_json(const run::SpokenDialect& dialect) {
  return {{"id", dialect.id},
          {"title", dialect.title},
          {"as_of", dialect.as_of},
          {"unmeasured", dialect.unmeasured}};
}

run::SpokenDialect dialect_from_json(const Json& json) {
  return {text_at(json, "id"), text_at(json, "title"), text_at(json, "as_of"),
          json.at("unmeasured").get<std::vector<std::string>>()};
}

}  // namespace idproctor::report
