#include "harness/report/console.hpp"

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "harness/report/exit_code.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/labels.hpp"
#include "harness/report/provider_verdicts.hpp"
#include "harness/report/wrap.hpp"

namespace idproctor::report {

namespace {

constexpr std::size_t kLineWidth = 90;  // a time far to the right of its case is hard to follow
constexpr std::size_t kProviderWidth = 16;
constexpr std::size_t kTimeWidth = 10;
constexpr std::size_t kIndent = 6;  // under the case id
constexpr std::size_t kLabelWidth = 10;
constexpr std::size_t kConsoleTextLimit = 600;
constexpr std::size_t kEvidenceLimit = 4;

constexpr const char* kRed = "1;31";
constexpr const char* kGreen = "32";
constexpr const char* kYellow = "33";
constexpr const char* kMagenta = "35";
constexpr const char* kCyan = "36";
constexpr const char* kDim = "2";
constexpr const char* kBold = "1";
constexpr const char* kAlarm = "1;37;41";

const char* colour_of(run::Status status) {
  switch (status) {
    case run::Status::pass:
      return kGreen;
    case run::Status::fail:
      return kRed;
    case run::Status::warn:
      return kYellow;
    case run::Status::error:
    case run::Status::inconclusive:
      return kMagenta;
    case run::Status::unexpected_pass:
      return kCyan;
    case run::Status::known:
    case run::Status::skip:
      return kDim;
  }
  return kDim;
}

/// Without colours the words that must not be overlooked are written large.
std::string word_of(run::Status status) {
  if (status == run::Status::fail) return "FAIL";
  return status == run::Status::error ? "ERROR" : run::name(status);
}

std::string pad(std::string text, std::size_t width) {
  const std::size_t have = columns(text);
  return have < width ? text + std::string(width - have, ' ') : text;
}

std::string pad_left(const std::string& text, std::size_t width) {
  const std::size_t have = columns(text);
  return have < width ? std::string(width - have, ' ') + text : text;
}

class Console : public Reporter {
 public:
  Console(std::ostream& stream, ConsoleOptions options, Clauses clauses)
      : stream_(stream), options_(std::move(options)), clauses_(std::move(clauses)) {
    options_.width = std::max<std::size_t>(options_.width, 40);
  }

  void begin(const run::RunInfo& info) override {
    planned_ = info.planned;
    std::string line = "idproctor " + info.version + " examines " + one_line(info.target) + ": " +
                       count(info.planned, "case", "cases");
    if (!info.shard.empty()) line += " (shard " + info.shard + ")";
    stream_ << paint(kBold, line) << paint(kDim, "  run " + info.id + ", seed " + info.seed) << "\n\n";
    after_blank_ = true;
    stream_.flush();
  }

  void case_started(const std::string& key) override {
    running_.push_back(key);
    show_progress();
  }

  void case_finished(const run::CaseResult& result) override {
    erase_progress();
    std::erase(running_, result.key);
    ++done_;
    if (is_finding(result)) ++findings_;
    const bool has_block = is_finding(result) && tells_news(result);
    if (has_block && !after_blank_) stream_ << '\n';
    case_line(result);
    if (has_block) {
      finding(result);
      stream_ << '\n';
    } else if (!is_finding(result) && result.status != run::Status::pass) {
      field("", result.reason, kDim);
    }
    after_blank_ = has_block;
    show_progress();
    stream_.flush();
  }

  void end(const run::RunResult& result) override {
    erase_progress();
    if (!after_blank_) stream_ << '\n';
    alarms(result);
    totals(result);
    for (const auto& [why, cases] : undecided_) {
      if (cases > 1) summary_field("undecided", count(cases, "case", "cases") + ": " + why);
    }
    for (const run::Measurement& one : result.measurements) {
      summary_field("measured", one_line(one.id) + " " + format_number(one.value) + " " + one_line(one.unit));
    }
    if (!options_.out.empty()) {
      summary_field("report", (options_.out / "report.html").string());
      summary_field("files", "results.json, junit.xml, summary.md, traffic.har and events.ndjson beside it");
    }
    const int code = result.info.exit_code;
    summary_field("exit " + std::to_string(code), explain_exit_code(code, result), code == 0 ? kGreen : kRed);
    stream_.flush();
  }

 private:
  std::string paint(const char* colour, const std::string& text) const {
    return options_.colour ? std::string("\x1b[") + colour + "m" + text + "\x1b[0m" : text;
  }

  void erase_progress() {
    if (progress_shown_) stream_ << "\r\x1b[K";
    progress_shown_ = false;
  }

  /// Where nothing can be decided for one and the same reason, a target that is not there say, the reason is
  /// news once; the end counts its cases.
  bool tells_news(const run::CaseResult& result) {
    if (result.status != run::Status::error && result.status != run::Status::inconclusive) return true;
    return ++undecided_[one_line(result.reason, kConsoleTextLimit)] == 1;
  }

  void show_progress() {
    if (!options_.terminal || running_.empty()) return;
    std::string line = "  " + std::to_string(done_) + "/" + std::to_string(planned_) + "  ";
    if (findings_ > 0) line += count(findings_, "finding", "findings") + "  ";
    line += one_line(running_.front());
    if (running_.size() > 1) line += " and " + std::to_string(running_.size() - 1) + " more";
    stream_ << "\r\x1b[K" << paint(kDim, clip(line, options_.width - 1));
    stream_.flush();
    progress_shown_ = true;
  }

  void case_line(const run::CaseResult& result) {
    const std::size_t rest = kProviderWidth + kTimeWidth;
    const std::size_t width = std::min(options_.width, kLineWidth);
    const std::string word = word_of(result.status);
    // A longer status takes its room from the id, so that the other columns stay where they are.
    const std::size_t before_id = std::max<std::size_t>(columns(word) + 1, kIndent);
    const std::size_t id_width = width > rest + before_id ? width - rest - before_id : 0;
    const std::string id = pad(one_line(result.id), id_width) + " ";
    stream_ << paint(colour_of(result.status), pad(word, before_id))
            << (result.status == run::Status::skip ? paint(kDim, id) : id)
            << paint(kDim, pad(one_line(provider_of(result)), kProviderWidth - 1) +
                               pad_left(format_duration(result.duration), kTimeWidth))
            << '\n';
  }

  /// A label and its text, wrapped to the right of it.
  void labelled(std::size_t indent, std::size_t label_width, const std::string& label,
                const std::string& text, const char* colour) {
    const std::size_t left = indent + label_width;
    bool first = true;
    for (const std::string& line : wrap(text, std::max<std::size_t>(options_.width - left, 20))) {
      const std::string head = pad(first ? label : "", label_width);
      stream_ << std::string(indent, ' ') << (label_width > 0 ? paint(kDim, head) : "")
              << (colour == nullptr ? line : paint(colour, line)) << '\n';
      first = false;
    }
  }

  void field(const std::string& label, const std::string& text, const char* colour = nullptr) {
    if (!text.empty())
      labelled(kIndent, label.empty() ? 0 : kLabelWidth, label, one_line(text, kConsoleTextLimit), colour);
  }

  void summary_field(const std::string& label, const std::string& text, const char* colour = nullptr) {
    labelled(0, kLabelWidth, label, text, colour);
  }

  void finding(const run::CaseResult& result) {
    field("", result.title, kBold);
    const bool deviates = !result.observed.empty() && result.observed != result.expected;
    if (deviates) {
      field("expected", result.expected);
      const bool alarm = result.observed == "impersonated";
      field("observed", alarm ? "IMPERSONATED" : result.observed, alarm ? kAlarm : kBold);
    }
    field("why", result.reason);
    evidence(result);
    for (const std::string& id : result.clauses) field("clause", clause(id));
    if (!result.message.empty()) {
      field("it said", "\"" + one_line(result.message, kConsoleTextLimit) + "\"");
    }
    field("fix", result.fix, kGreen);
    if (!result.file.empty()) field("asked by", result.file + ":" + std::to_string(result.line));
  }

  void evidence(const run::CaseResult& result) {
    const auto items = deciding(result.evidence);
    for (std::size_t i = 0; i < items.size() && i < kEvidenceLimit; ++i) {
      const run::Evidence& item = *items[i];
      std::string line = item.layer + ", " + item.rung + ": ";
      line += item.expected == item.observed
                  ? one_line(item.observed, 200)
                  : "expected " + one_line(item.expected, 200) + ", observed " + one_line(item.observed, 200);
      if (!item.exchange.empty()) line += " (exchange " + item.exchange + ")";
      field("evidence", line);
    }
    if (items.size() > kEvidenceLimit) field("", count(items.size() - kEvidenceLimit, "more", "more"));
  }

  std::string clause(const std::string& id) const {
    const auto known = clauses_.find(id);
    if (known == clauses_.end()) return id;
    return id + " (" + known->second.level + "): " + known->second.text;
  }

  /// The one thing that nobody may overlook, however long the list above is.
  void alarms(const run::RunResult& result) {
    bool any = false;
    for (const run::CaseResult* one : loudest_first(result.cases)) {
      if (one->status != run::Status::fail || one->observed != "impersonated") continue;
      stream_ << paint(kAlarm, "IMPERSONATED") << "  " << paint(kBold, one_line(one->key)) << '\n';
      any = true;
    }
    if (any) stream_ << '\n';
  }

  void totals(const run::RunResult& result) {
    const auto counted = run::totals(result.cases);
    std::size_t column = kLabelWidth;
    stream_ << paint(kDim, pad("cases", kLabelWidth));
    for (run::Status status :
         {run::Status::fail, run::Status::error, run::Status::inconclusive, run::Status::unexpected_pass,
          run::Status::warn, run::Status::known, run::Status::pass, run::Status::skip}) {
      if (counted.at(status) == 0) continue;
      const std::string gap = column == kLabelWidth ? "" : ", ";
      const std::string part = std::to_string(counted.at(status)) + " " + run::name(status);
      if (column + columns(gap + part) > options_.width) {
        stream_ << ",\n" << std::string(kLabelWidth, ' ');
        column = kLabelWidth;
      } else {
        stream_ << gap;
        column += gap.size();
      }
      stream_ << paint(colour_of(status), part);
      column += columns(part);
    }
    stream_ << (result.cases.empty() ? "none" : "") << '\n';
    providers(result);
    summary_field("time", format_duration(result.info.duration));
  }

  void providers(const run::RunResult& result) {
    const auto verdicts = provider_verdicts(result);
    for (std::size_t i = 0; i < verdicts.size(); ++i) {
      const ProviderVerdict& one = verdicts[i];
      summary_field(i == 0 ? "SCIM" : "", one.id + ": " + one.in_words(), one.works() ? kGreen : kBold);
    }
  }

  std::ostream& stream_;
  ConsoleOptions options_;
  Clauses clauses_;
  std::vector<std::string> running_;
  std::map<std::string, std::size_t> undecided_;  ///< by reason
  std::size_t planned_ = 0, done_ = 0, findings_ = 0;
  bool progress_shown_ = false;
  bool after_blank_ = false;
};

}  // namespace

std::unique_ptr<Reporter> make_console(std::ostream& stream, ConsoleOptions options, Clauses clauses) {
  return std::make_unique<Console>(stream, std::move(options), std::move(clauses));
}

}  // namespace idproctor::report
