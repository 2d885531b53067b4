#include "harness/report/html_finding.hpp"

#include <algorithm>

#include "harness/report/foreign_text.hpp"
#include "harness/report/labels.hpp"

namespace idproctor::report {

namespace {

/// `html` is escaped already.
std::string row(const char* name, const std::string& html) {
  return html.empty() ? "" : std::string("<dt>") + name + "</dt><dd>" + html + "</dd>\n";
}

std::string observed(const run::CaseResult& result) {
  if (result.observed == "impersonated") return "<strong class=\"alarm\">impersonated</strong>";
  return result.observed.empty() ? "" : "<strong>" + markup(result.observed) + "</strong>";
}

/// A link where the exchange stands in this article, else its id, by which traffic.har has it.
std::string exchange_link(const run::CaseResult& result, const Traffic& traffic, const std::string& id) {
  if (std::ranges::find(traffic.ids, id) == traffic.ids.end()) return markup(id);
  return "<a href=\"#" + html_anchor(result.key, id) + "\">" + markup(id) + "</a>";
}

std::string clause(const std::string& id, const Clauses& clauses) {
  const auto known = clauses.find(id);
  if (known == clauses.end()) return "<p class=\"clause\"><code>" + markup(id) + "</code></p>\n";
  const scenario::Clause& text = known->second;
  return "<blockquote><p>" + markup(text.text) + "</p><footer><span class=\"level\">" + markup(text.level) +
         "</span> " + markup(text.source) + " <code>" + markup(id) + "</code></footer></blockquote>\n";
}

std::string evidence_table(const run::CaseResult& result, const Traffic& traffic) {
  if (result.evidence.empty()) return {};
  std::string html =
      "<table class=\"evidence\"><thead><tr><th>Layer</th><th>Evidence</th><th>Expected</th><th>Observed</th>"
      "<th>Exchange</th></tr></thead><tbody>\n";
  for (const run::Evidence& item : result.evidence) {
    html += std::string("<tr") + (item.holds ? "" : " class=\"differs\"") + "><td>" + markup(item.layer) +
            "</td><td>" + markup(item.rung) + "</td><td>" + markup(item.expected) + "</td><td>" +
            markup(item.observed) + "</td><td>" + exchange_link(result, traffic, item.exchange) +
            "</td></tr>\n";
  }
  return html + "</tbody></table>\n";
}

std::string control(const run::CaseResult& result, const Traffic& traffic) {
  if (result.control.status.empty()) return {};
  const std::string exchange = exchange_link(result, traffic, result.control.exchange);
  return markup(result.control.status) + (exchange.empty() ? "" : " (" + exchange + ")");
}

}  // namespace

std::string html_badge(run::Status status) {
  return std::string("<span class=\"badge ") + run::name(status) + "\">" + run::name(status) + "</span>";
}

std::string html_finding(const run::CaseResult& result, const Traffic& traffic, const Clauses& clauses) {
  std::string html = std::string("<article class=\"") + run::name(result.status) + "\" id=\"" +
                     html_anchor(result.key) + "\">\n<header>" + html_badge(result.status) + " <code>" +
                     markup(result.id) + "</code> <span class=\"provider\">" + markup(provider_of(result)) +
                     "</span></header>\n<h3>" + markup(result.title) + "</h3>\n";
  if (!result.reason.empty()) html += "<p class=\"reason\">" + markup(result.reason) + "</p>\n";
  const std::string rows =
      row("Expected", markup(result.expected)) + row("Observed", observed(result)) +
      row("Control", control(result, traffic)) +
      row("The target said", result.message.empty() ? "" : "<q>" + markup(result.message) + "</q>") +
      row("Asked by", result.file.empty()
                          ? ""
                          : "<code>" + markup(result.file) + ":" + std::to_string(result.line) + "</code>");
  if (!rows.empty()) html += "<dl>\n" + rows + "</dl>\n";
  if (!result.fix.empty()) html += "<p class=\"fix\"><b>Fix</b> " + markup(result.fix) + "</p>\n";
  for (const std::string& id : result.clauses) html += clause(id, clauses);
  return html + evidence_table(result, traffic) + traffic.html + "</article>\n";
}

}  // namespace idproctor::report
