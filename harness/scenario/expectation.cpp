#include <array>

#include "foundation/core/text.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

constexpr std::array kVerdicts{"accepted", "rejected", "safe", "either", "measured", "alive", "ended"};
constexpr std::array kMatchers{"not", "one_of", "matches", "absent", "contains", "count", "type", "each"};

bool is_status(const std::string& text) {
  return text.size() == 3 && text[0] >= '1' && text[0] <= '5' &&
         (text.substr(1) == "xx" || text.find_first_not_of("0123456789") == std::string::npos);
}

Result<std::string> read_verdict(const YAML::Node& node, const std::string& file) {
  const std::string& word = node.Scalar();
  if (std::find(kVerdicts.begin(), kVerdicts.end(), word) != kVerdicts.end()) return word;
  return invalid("'" + word + "' is none of accepted, rejected, safe, either, measured, alive, ended",
                 place(file, node));
}

}  // namespace

Result<Matchers> read_matchers(const YAML::Node& node, const std::string& file) {
  Matchers matchers;
  for (const auto& entry : node) {
    if (entry.second.IsMap()) {
      for (const auto& matcher : entry.second) {
        const std::string& name = matcher.first.Scalar();
        if (std::find(kMatchers.begin(), kMatchers.end(), name) == kMatchers.end()) {
          return invalid(
              "'" + name + "' is none of not, one_of, matches, absent, contains, count, type, each",
              place(file, matcher.first));
        }
      }
    }
    matchers.emplace_back(entry.first.Scalar(), to_json(entry.second));
  }
  return matchers;
}

Result<Expectation> read_expectation(const YAML::Node& node, const std::string& file) {
  Expectation expectation;
  expectation.where = place(file, node);
  if (node.IsScalar()) {
    auto verdict = read_verdict(node, file);
    if (!verdict) return verdict.error();
    expectation.verdict = *verdict;
    return expectation;
  }
  if (auto keys = check_keys(node, file, kExpectKeys); !keys) return keys.error();
  if (node["login"]) {
    auto verdict = read_verdict(node["login"], file);
    if (!verdict) return verdict.error();
    expectation.verdict = *verdict;
  }
  expectation.diagnosis = text_of(node, "diagnosis");
  if (node["attribute"]) expectation.attribute = to_json(node["attribute"]);
  expectation.landed_here = node["landed"].IsDefined();
  if (expectation.landed_here && text_of(node, "landed") != "here") {
    return invalid("a login lands 'here' or where nobody looks", place(file, node["landed"]));
  }
  expectation.escaped = text_of(node, "page") == "escaped";
  expectation.tells_error = text_of(node, "page") == "error";
  if (node["page"] && !expectation.escaped && !expectation.tells_error) {
    return invalid("a page shows a value 'escaped', or tells an 'error'", place(file, node["page"]));
  }
  expectation.status = texts(node["status"]);
  for (const std::string& status : expectation.status) {
    if (!is_status(status))
      return invalid("'" + status + "' is no HTTP status like 201 or 4xx", place(file, node["status"]));
  }
  const std::pair<const char*, Matchers*> parts[] = {{"header", &expectation.header},
                                                     {"body", &expectation.body},
                                                     {"message", &expectation.message},
                                                     {"state", &expectation.state}};
  for (const auto& [key, matchers] : parts) {
    if (!node[key]) continue;
    auto read = read_matchers(node[key], file);
    if (!read) return read.error();
    *matchers = *read;
  }
  auto awaited = read_awaited(node, file);
  if (!awaited) return awaited.error();
  expectation.application = std::move(awaited->application);
  expectation.events = std::move(awaited->events);
  expectation.no_secrets = node["no_secrets"] && node["no_secrets"].as<bool>();
  return expectation;
}

}  // namespace idproctor::scenario
