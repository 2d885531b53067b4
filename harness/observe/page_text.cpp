#include "harness/observe/page_text.hpp"

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::observe {

namespace {

constexpr std::size_t kLongestPage = 64 << 10, kLongestReason = 500;

/// Drops everything from "<name" to "</name>", as often as it occurs.
std::string without_element(std::string html, const std::string& name) {
  for (;;) {
    const std::string lower = to_lower(html);
    const std::size_t begin = lower.find("<" + name);
    if (begin == std::string::npos) return html;
    const std::size_t end = lower.find("</" + name + ">", begin);
    html.erase(begin, end == std::string::npos ? end : end + name.size() + 3 - begin);
  }
}

std::string text_of_page(std::string html) {
  for (const char* name : {"head", "script", "style"}) html = without_element(std::move(html), name);
  std::string text;
  bool in_tag = false;
  for (const char c : html) {
    if (c == '<') in_tag = true;
    const bool blank = in_tag || c == '\n' || c == '\r' || c == '\t' || c == ' ';
    if (!blank) text += c;
    if (blank && !text.empty() && text.back() != ' ') text += ' ';
    if (c == '>') in_tag = false;
  }
  for (const auto& [entity, character] : {std::pair{"&lt;", "<"},
                                          {"&gt;", ">"},
                                          {"&quot;", "\""},
                                          {"&#39;", "'"},
                                          {"&nbsp;", " "},
                                          {"&amp;", "&"}}) {
    text = replace_all(std::move(text), entity, character);
  }
  return std::string(trim(text));
}

std::string text_of_json(const Json& json) {
  for (const char* pointer : {"/error_description", "/detail", "/message", "/error/message", "/error"}) {
    if (const Json* value = find(json, pointer); value != nullptr && value->is_string())
      return to_text(*value);
  }
  return dump(json);
}

}  // namespace

std::string stated_reason(const http::Response& response) {
  const std::string body = response.body.substr(0, kLongestPage);
  const std::string type = to_lower(response.headers.get("Content-Type"));
  std::string text;
  if (type.find("json") != std::string::npos) {
    const auto json = parse_json(body);
    text = json ? text_of_json(*json) : body;
  } else {
    text = type.find("html") != std::string::npos ? text_of_page(body) : body;
  }
  return valid_utf8(std::string_view(text).substr(0, kLongestReason));
}

}  // namespace idproctor::observe
