#include "harness/report/junit.hpp"

#include <map>
#include <utility>
#include <vector>

#include "foundation/core/text.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/labels.hpp"
#include "harness/report/output_file.hpp"

namespace idproctor::report {

namespace {

using Cases = std::vector<const run::CaseResult*>;
enum class Outcome { success, failure, error, skipped };

Outcome outcome_of(const run::CaseResult& result, bool strict) {
  if (fails(result, strict)) return Outcome::failure;
  switch (result.status) {
    case run::Status::skip:
    case run::Status::known:
      return Outcome::skipped;
    case run::Status::error:
    case run::Status::inconclusive:
    case run::Status::unexpected_pass:
      return Outcome::error;
    case run::Status::pass:
    case run::Status::warn:
    case run::Status::fail:
      return Outcome::success;
  }
  return Outcome::error;
}

std::string attribute(const char* name, std::string_view value) {
  std::string text = replace_all(markup(value), "\n", "&#10;");  // a bare line break would be read as a space
  return std::string(" ") + name + "=\"" + replace_all(std::move(text), "\t", "&#9;") + "\"";
}

/// The counts that both testsuites and testsuite carry.
std::string counts(const Cases& cases, bool strict) {
  int failures = 0, errors = 0, skipped = 0;
  Milliseconds time{};
  for (const run::CaseResult* one : cases) {
    const Outcome outcome = outcome_of(*one, strict);
    failures += outcome == Outcome::failure;
    errors += outcome == Outcome::error;
    skipped += outcome == Outcome::skipped;
    time += one->duration;
  }
  return attribute("tests", std::to_string(cases.size())) + attribute("failures", std::to_string(failures)) +
         attribute("errors", std::to_string(errors)) + attribute("skipped", std::to_string(skipped)) +
         attribute("time", seconds(time));
}

void add_line(std::string& text, const char* name, std::string_view value) {
  if (!value.empty()) text += std::string(name) + ": " + markup(value) + "\n";
}

/// What a person wants to read when they click on the test; already escaped.
std::string details(const run::CaseResult& result) {
  std::string text;
  add_line(text, "title", result.title);
  add_line(text, "expected", result.expected);
  add_line(text, "observed", result.observed);
  add_line(text, "reason", result.reason);
  for (const run::Evidence* item : deciding(result.evidence)) {
    std::string line = item->layer + ", " + item->rung + ": expected " + one_line(item->expected) +
                       ", observed " + one_line(item->observed);
    if (!item->exchange.empty()) line += " (" + item->exchange + " in traffic.har)";
    add_line(text, "evidence", line);
  }
  add_line(text, "clauses", join(result.clauses, ", "));
  add_line(text, "the target said", one_line(result.message));
  add_line(text, "fix", result.fix);
  return text;
}

std::string headline(const run::CaseResult& result) {
  if (!result.reason.empty()) return result.reason;
  return "expected " + result.expected + ", observed " + result.observed;
}

std::string element(const char* name, const run::CaseResult& result) {
  const bool breach = std::string_view(name) == "failure" && !result.observed.empty();
  return std::string("      <") + name +
         attribute("type", breach ? result.observed : run::name(result.status)) +
         attribute("message", headline(result)) + ">" + details(result) + "</" + name + ">\n";
}

std::string content(const run::CaseResult& result, bool strict) {
  switch (outcome_of(result, strict)) {
    case Outcome::failure:
      return element("failure", result);
    case Outcome::error:
      return element("error", result);
    case Outcome::skipped: {
      const std::string prefix = result.status == run::Status::known ? "known: " : "";
      return "      <skipped" + attribute("message", prefix + headline(result)) + "/>\n";
    }
    case Outcome::success:
      break;
  }
  if (result.status != run::Status::warn) return {};
  return "      <system-out>warn\n" + details(result) + "</system-out>\n";
}

std::string testcase(const run::CaseResult& result, bool strict) {
  std::string xml = "    <testcase" + attribute("classname", suite_of(result.id)) +
                    attribute("name", result.key) + attribute("time", seconds(result.duration));
  if (!result.file.empty())
    xml += attribute("file", result.file) + attribute("line", std::to_string(result.line));
  const std::string inside = content(result, strict);
  return xml + (inside.empty() ? "/>\n" : ">\n" + inside + "    </testcase>\n");
}

class Junit : public Reporter {
 public:
  explicit Junit(std::filesystem::path path) : path_(std::move(path)) {}
  void end(const run::RunResult& result) override { write_whole(path_, junit_xml(result)); }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::string junit_xml(const run::RunResult& result) {
  Cases all;
  std::map<std::pair<std::string, std::string>, Cases> suites;
  for (const run::CaseResult& one : result.cases) {
    all.push_back(&one);
    suites[{suite_of(one.id), provider_of(one)}].push_back(&one);
  }
  const bool strict = result.info.strict;
  std::string xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites" +
                    attribute("name", "idproctor") + counts(all, strict) + ">\n";
  for (const auto& [name, cases] : suites) {
    xml += "  <testsuite" + attribute("name", name.first + " (" + name.second + ")") + counts(cases, strict) +
           attribute("timestamp", format_time(result.info.started, 0)) + ">\n";
    for (const run::CaseResult* one : cases) xml += testcase(*one, strict);
    xml += "  </testsuite>\n";
  }
  return xml + "</testsuites>\n";
}

std::unique_ptr<Reporter> make_junit(std::filesystem::path path) {
  return std::make_unique<Junit>(std::move(path));
}

}  // namespace idproctor::report
