#include "harness/report/html.hpp"

#include <algorithm>
#include <map>

#include "foundation/core/text.hpp"
#include "harness/report/exit_code.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/html_finding.hpp"
#include "harness/report/html_style.hpp"
#include "harness/report/labels.hpp"
#include "harness/report/output_file.hpp"
#include "harness/report/provider_verdicts.hpp"

namespace idproctor::report {

namespace {

std::string head(const run::RunInfo& info) {
  return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src "
         "'unsafe-inline'; "
         "base-uri 'none'; form-action 'none'\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<title>idproctor: " +
         markup(info.target) + "</title>\n<style>" + kHtmlStyle + "</style>\n</head>\n<body>\n<main>\n";
}

/// The loudest word first, then what the exit code says anyway.
std::string verdict(const run::RunResult& result) {
  const auto impersonated = std::ranges::count_if(result.cases, [](const run::CaseResult& one) {
    return one.status == run::Status::fail && one.observed == "impersonated";
  });
  std::string html = "<p class=\"verdict\">";
  if (impersonated > 0) {
    html +=
        "<strong class=\"alarm\">impersonated</strong> The target logged in somebody whom no trusted "
        "signature "
        "covers, in " +
        count(static_cast<std::size_t>(impersonated), "case", "cases") + ". ";
  }
  return html + escape_markup(explain_exit_code(result.info.exit_code, result)) + "</p>\n";
}

std::string counts(const run::RunResult& result) {
  const auto counted = run::totals(result.cases);
  std::string bar, list;
  for (run::Status status : run::all_statuses()) {
    const int number = counted.at(status);
    if (number == 0) continue;
    const std::string name = run::name(status);
    bar += "<i class=\"" + name + "\" style=\"flex:" + std::to_string(number) + "\"></i>";
    list += "<li><b class=\"" + name + "\">" + std::to_string(number) + "</b> " + name + "</li>\n";
  }
  if (list.empty()) return {};
  return "<div class=\"bar\" aria-hidden=\"true\">" + bar + "</div>\n<ul class=\"counts\">\n" + list +
         "</ul>\n";
}

std::string fact(const char* name, const std::string& html) {
  return html.empty() ? "" : std::string("<div><dt>") + name + "</dt><dd>" + html + "</dd></div>\n";
}

/// "2026-11-22 03:14 UTC"
std::string day_and_time(Time time) {
  const std::string text = format_time(time, 0);
  return text.substr(0, 10) + " " + text.substr(11, 5) + " UTC";
}

/// Which of the dialects' shapes nobody has measured, so that a verdict is not taken for more than it is.
std::string dialects(const run::RunInfo& info) {
  std::string html;
  for (const run::SpokenDialect& one : info.dialects) {
    html += (html.empty() ? "" : "<br>") + markup(one.title) + " as of " + markup(one.as_of);
    if (!one.unmeasured.empty()) html += "; unmeasured: " + markup(join(one.unmeasured, ", "));
  }
  return html;
}

std::string title_block(const run::RunResult& result) {
  const run::RunInfo& info = result.info;
  return "<header>\n<p class=\"kicker\">Single sign-on and directory sync: conformance report</p>\n<h1>" +
         markup(info.target) + "</h1>\n" + verdict(result) + counts(result) + "<dl class=\"facts\">\n" +
         fact("Examined", day_and_time(info.started)) + fact("Took", format_duration(info.duration)) +
         fact("Run", "<code>" + markup(info.id) + "</code>") +
         fact("Seed", "<code>" + markup(info.seed) + "</code>") + fact("Shard", markup(info.shard)) +
         fact("Strict", info.strict ? "yes" : "") + fact("Exit code", std::to_string(info.exit_code)) +
         fact("idproctor", markup(info.version)) + fact("SAML written as by", dialects(info)) +
         "</dl>\n</header>\n";
}

/// A case with an article of its own links to it; what was skipped says why at once.
std::string case_row(const run::CaseResult& result) {
  const std::string id = "<code>" + markup(result.id) + "</code>";
  const bool has_article = is_finding(result) || result.status == run::Status::known;
  std::string html = "<tr><td>" + html_badge(result.status) + "</td><td>";
  html += has_article ? "<a href=\"#" + html_anchor(result.key) + "\">" + id + "</a>" : id;
  html += "<small>" + markup(result.title);
  if (result.status == run::Status::skip && !result.reason.empty())
    html += " (" + markup(result.reason) + ")";
  return html + "</small></td><td>" + markup(provider_of(result)) + "</td><td class=\"n\">" +
         format_duration(result.duration) + "</td></tr>\n";
}

std::string all_cases(const run::RunResult& result) {
  std::map<std::string, std::string> rows;
  for (const run::CaseResult& one : result.cases) rows[suite_of(one.id)] += case_row(one);
  std::string html = "<section>\n<h2>All cases</h2>\n";
  if (rows.empty()) html += "<p>No case was asked.</p>\n";
  for (const auto& [suite, cases] : rows) {
    html +=
        "<h4>" + markup(suite) +
        "</h4>\n<table class=\"cases\"><colgroup><col><col><col><col></colgroup><thead><tr><th>Verdict</th>"
        "<th>Case</th><th>Provider</th><th class=\"n\">Time</th></tr></thead><tbody>\n" +
        cases + "</tbody></table>\n";
  }
  return html + "</section>\n";
}

/// "Okta: works; Entra ID: deactivated users stay active", from the cases that each client's own requests
/// answer.
std::string providers(const run::RunResult& result) {
  const auto verdicts = provider_verdicts(result);
  if (verdicts.empty()) return {};
  std::string html =
      "<section>\n<h2>Directory sync by provider</h2>\n<table class=\"providers\"><thead><tr><th>SCIM "
      "client</th>"
      "<th>With this target</th></tr></thead><tbody>\n";
  for (const ProviderVerdict& one : verdicts) {
    html += "<tr><td>" + markup(one.title.empty() ? one.id : one.title) + "<small><code>" + markup(one.id) +
            "</code></small></td><td><span class=\"" + (one.works() ? "pass" : "fail") + "\">" +
            markup(one.in_words()) + "</span></td></tr>\n";
  }
  return html + "</tbody></table>\n</section>\n";
}

std::string measurements(const run::RunResult& result) {
  if (result.measurements.empty()) return {};
  std::string html =
      "<section>\n<h2>Measurements</h2>\n<p class=\"prose\">No specification sets a number here; these were "
      "found by "
      "search.</p>\n<table><thead><tr><th>Measured</th><th class=\"n\">Value</th></tr></thead><tbody>\n";
  for (const run::Measurement& one : result.measurements) {
    html += "<tr><td><code>" + markup(one.id) + "</code></td><td class=\"n\">" + format_number(one.value) +
            " " + markup(one.unit) + "</td></tr>\n";
  }
  return html + "</tbody></table>\n</section>\n";
}

constexpr const char* kHowToRead = R"(<section>
<h2>How to read this</h2>
<p class="prose">Each case is one question. idproctor plays the identity provider and the user's browser: first it logs in or
provisions correctly (the control), then with one deviation, and then looks at what became of it. A login is judged by who
the target says is logged in, not by an HTTP status.</p>
<dl class="words prose">
<dt class="pass">pass</dt><dd>The target did what the clause asks.</dd>
<dt class="fail">fail</dt><dd>It broke a clause that must hold, or a security rule.</dd>
<dt class="warn">warn</dt><dd>It broke a clause that should hold.</dd>
<dt class="known">known</dt><dd>It deviates, and the baseline says so.</dd>
<dt class="unexpected-pass">unexpected-pass</dt><dd>The baseline names a deviation that no longer happens; take it out.</dd>
<dt class="inconclusive">inconclusive</dt><dd>The evidence does not say, for instance because the control failed.</dd>
<dt class="error">error</dt><dd>Our trouble, not the target's: it was unreachable, or the scenario is wrong.</dd>
<dt class="skip">skip</dt><dd>Not asked, because the target does not offer what the case needs.</dd>
</dl>
<dl class="words prose">
<dt>accepted</dt><dd>The session belongs to an identity that a trusted, valid signature covers.</dd>
<dt>impersonated</dt><dd>The session belongs to anybody else.</dd>
<dt>altered</dt><dd>The session's identity is a changed, truncated or empty form of the signed one.</dd>
<dt>rejected</dt><dd>No session, and the target is well afterwards.</dd>
<dt>broken</dt><dd>No complete answer, or the target is not well afterwards.</dd>
<dt>unknown</dt><dd>The evidence does not say.</dd>
</dl>
</section>
)";

class Html : public Reporter {
 public:
  Html(std::filesystem::path path, Clauses clauses) : path_(std::move(path)), clauses_(std::move(clauses)) {}

  void case_finished(const run::CaseResult& result) override {
    if (is_finding(result) || result.status == run::Status::known)
      traffic_[result.key] = html_traffic(result);
  }

  void end(const run::RunResult& result) override {
    write_whole(path_,
                head(result.info) + title_block(result) + providers(result) + findings(result) +
                    all_cases(result) + measurements(result) + kHowToRead +
                    "<footer>All requests and responses of this run are in traffic.har. Secrets were removed "
                    "before anything was written.</footer>\n</main>\n</body>\n</html>\n");
  }

 private:
  std::string findings(const run::RunResult& result) {
    const auto all = loudest_first(result.cases);
    if (all.empty()) return {};
    std::string html = "<section>\n<h2>Findings</h2>\n";
    for (const run::CaseResult* one : all) html += html_finding(*one, traffic_[one->key], clauses_);
    return html + "</section>\n";
  }

  std::filesystem::path path_;
  Clauses clauses_;
  std::map<std::string, Traffic> traffic_;
};

}  // namespace

std::unique_ptr<Reporter> make_html(std::filesystem::path path, Clauses clauses) {
  return std::make_unique<Html>(std::move(path), std::move(clauses));
}

}  // namespace idproctor::report
