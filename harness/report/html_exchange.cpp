#include "harness/report/html_exchange.hpp"

#include "foundation/core/text.hpp"
#include "harness/report/foreign_text.hpp"
#include "harness/report/labels.hpp"
#include "harness/report/saml_message.hpp"
#include "harness/report/xml_indent.hpp"

namespace idproctor::report {

namespace {

constexpr std::size_t kSummaryUrl = 90;
constexpr std::size_t kHeaderLimit = 8 << 10;

std::string block(const std::string& title, const std::string& text, const std::string& note = {}) {
  if (text.empty()) return {};
  return "<h5>" + title + (note.empty() ? "" : " <span>" + note + "</span>") + "</h5>\n<pre>\n" + text +
         "</pre>\n";
}

std::string cut_note(std::size_t size) {
  if (size <= kBodyLimit) return {};
  return "the first 64 KB of " + std::to_string(size) + " bytes";
}

std::string head(const std::string& first_line, const http::Headers& headers) {
  std::string text = one_line(first_line, kHeaderLimit) + "\n";
  for (const auto& [name, value] : headers.fields()) {
    text += one_line(name, kHeaderLimit) + ": " + one_line(value, kHeaderLimit) + "\n";
  }
  return escape_markup(text);
}

std::string body(const std::string& title, const std::string& bytes) {
  return block(title, markup(cut(bytes, kBodyLimit), kBodyLimit), cut_note(bytes.size()));
}

std::string messages(const run::Exchange& exchange) {
  std::string html;
  for (const SamlMessage& message : saml_messages(exchange)) {
    const std::string xml = indent_xml(cut(message.xml, kBodyLimit));
    std::string note = "decoded, and indented for reading: not the very bytes that were sent";
    if (message.xml.size() > kBodyLimit) note += "; " + cut_note(message.xml.size());
    html += block(message.parameter, markup(xml, xml.size()), note);
  }
  return html;
}

std::string outcome(const run::Exchange& exchange) {
  if (!exchange.response) return "no answer";
  const std::string phrase(http::reason_phrase(exchange.response->status));
  return std::to_string(exchange.response->status) + (phrase.empty() ? "" : " " + phrase);
}

std::string details(const run::CaseResult& result, const run::Exchange& exchange) {
  const http::Request& request = exchange.request;
  std::string url = one_line(cut(request.url, kSummaryUrl), kSummaryUrl);
  if (request.url.size() > kSummaryUrl) url += "...";
  std::string html =
      "<details id=\"" + html_anchor(result.key, exchange.id) + "\"><summary><span class=\"x\">" +
      markup(exchange.id) + "</span> <span class=\"what\">" + markup(exchange.what) + "</span> <code>" +
      markup(request.method) + " " + escape_markup(url) + "</code> <span class=\"out\">" +
      markup(outcome(exchange)) + ", " + format_duration(exchange.duration) + "</span></summary>\n";
  html += block("Request", head(request.method + " " + request.url, request.headers));
  html += messages(exchange);
  html += body("Request body", request.body);
  if (exchange.response) {
    html += block("Response", head(outcome(exchange), exchange.response->headers));
    html += body("Response body", exchange.response->body);
  }
  html += block("No complete answer", markup(exchange.error));
  return html + "</details>\n";
}

}  // namespace

Traffic html_traffic(const run::CaseResult& result) {
  Traffic traffic;
  for (const run::Exchange& exchange : result.exchanges) {
    traffic.ids.push_back(exchange.id);
    traffic.html += details(result, exchange);
  }
  return traffic;
}

std::string html_anchor(const std::string& case_key, const std::string& exchange_id) {
  // "/" parts the two; percent_encode leaves only unreserved characters and "%", so that neither can hold
  // one.
  return exchange_id.empty() ? percent_encode(case_key)
                             : percent_encode(case_key) + "/" + percent_encode(exchange_id);
}

}  // namespace idproctor::report
