#include "harness/report/summary.hpp"

#include "foundation/core/text.hpp"
#include "harness/report/exit_code.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/labels.hpp"
#include "harness/report/output_file.hpp"
#include "harness/report/provider_verdicts.hpp"

namespace idproctor::report {

namespace {

constexpr std::size_t kFindings = 50;
constexpr std::size_t kSummaryTextLimit = 300;

/// Text in which nothing is Markdown, HTML, a mention or a link: a backslash may stand before any ASCII
/// punctuation (CommonMark 2.4). What can begin nothing in the middle of a line stays bare, for those who
/// read the source.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : one_line(text, kSummaryTextLimit)) {
    if (std::string_view("\\`*_[]<>#|~&@$").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  // GitHub makes links of these two without any brackets.
  return replace_all(replace_all(std::move(out), "://", "\\://"), "www.", "www\\.");
}

/// A code span in a table. It cannot hold a backtick or a bar, which our ids never have.
std::string code(std::string_view text) {
  std::string out = "`";
  for (const char c : one_line(text, kSummaryTextLimit)) out += c == '`' || c == '|' ? '?' : c;
  return out + "`";
}

std::string counts(const run::RunResult& result) {
  const auto counted = run::totals(result.cases);
  std::string heads = "|", rules = "|", numbers = "|";
  for (run::Status status : run::all_statuses()) {
    if (counted.at(status) == 0) continue;
    heads += std::string(" ") + run::name(status) + " |";
    rules += " ---: |";
    numbers += " " + std::to_string(counted.at(status)) + " |";
  }
  return result.cases.empty() ? "" : heads + "\n" + rules + "\n" + numbers + "\n\n";
}

std::string verdict(const run::CaseResult& result) {
  if (result.status == run::Status::fail && result.observed == "impersonated") return "**IMPERSONATED**";
  return result.status == run::Status::fail ? "**fail**" : run::name(result.status);
}

std::string findings(const run::RunResult& result) {
  const auto all = loudest_first(result.cases);
  if (all.empty()) return {};
  std::string out = "| verdict | case | what it asks | why |\n| --- | --- | --- | --- |\n";
  for (std::size_t i = 0; i < all.size() && i < kFindings; ++i) {
    out += "| " + verdict(*all[i]) + " | " + code(all[i]->key) + " | " + plain(all[i]->title) + " | " +
           plain(all[i]->reason) + " |\n";
  }
  if (all.size() > kFindings)
    out += "\n" + std::to_string(all.size() - kFindings) + " more in report.html.\n";
  return out + "\n";
}

std::string providers(const run::RunResult& result) {
  const auto verdicts = provider_verdicts(result);
  if (verdicts.empty()) return {};
  std::string out = "| SCIM client | with this target |\n| --- | --- |\n";
  for (const ProviderVerdict& one : verdicts) {
    out += "| " + plain(one.title.empty() ? one.id : one.title) + " | " + (one.works() ? "" : "**") +
           plain(one.in_words()) + (one.works() ? "" : "**") + " |\n";
  }
  return out + "\n";
}

std::string measurements(const run::RunResult& result) {
  if (result.measurements.empty()) return {};
  std::string out = "| measured | |\n| --- | ---: |\n";
  for (const run::Measurement& one : result.measurements) {
    out += "| " + code(one.id) + " | " + format_number(one.value) + " " + plain(one.unit) + " |\n";
  }
  return out + "\n";
}

std::string dialects(const run::RunInfo& info) {
  std::vector<std::string> guessed;
  for (const run::SpokenDialect& one : info.dialects) {
    if (!one.unmeasured.empty())
      guessed.push_back(plain(one.title + " (" + join(one.unmeasured, ", ") + ")"));
  }
  return guessed.empty() ? "" : "Unmeasured shapes of SAML dialects: " + join(guessed, ", ") + "\n\n";
}

class Summary : public Reporter {
 public:
  explicit Summary(std::filesystem::path path) : path_(std::move(path)) {}
  void end(const run::RunResult& result) override { write_whole(path_, summary_markdown(result)); }

 private:
  std::filesystem::path path_;
};

}  // namespace

std::string summary_markdown(const run::RunResult& result) {
  const run::RunInfo& info = result.info;
  return "## idproctor: " + plain(info.target) + "\n\n" + explain_exit_code(info.exit_code, result) +
         " (exit code " + std::to_string(info.exit_code) + ")\n\n" + counts(result) + providers(result) +
         findings(result) + measurements(result) + dialects(info) + "idproctor " + plain(info.version) +
         ", run " + code(info.id) + ", seed " + code(info.seed) +
         (info.shard.empty() ? "" : ", shard " + code(info.shard)) + ", " + format_time(info.started, 0) +
         ", " + format_duration(info.duration) + "\n";
}

std::unique_ptr<Reporter> make_summary(std::filesystem::path path) {
  return std::make_unique<Summary>(std::move(path));
}

}  // namespace idproctor::report
