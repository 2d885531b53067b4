#include "harness/report/xml_indent.hpp"

#include <algorithm>
#include <vector>

#include "foundation/core/text.hpp"

namespace idproctor::report {

namespace {

enum class Kind { open, close, single, text };  // single: empty element, comment, PI, CDATA, DOCTYPE

struct Token {
  Kind kind;
  std::string_view text;
};

constexpr std::size_t kDeepestIndent =
    40;  // deeper levels stand below one another, or a bomb would grow here

/// Where the construct that begins at `at` ends: behind `end`, or at the end of all.
std::size_t behind(std::string_view xml, std::size_t at, std::string_view end) {
  const std::size_t found = xml.find(end, at);
  return found == std::string_view::npos ? xml.size() : found + end.size();
}

/// Behind the ">" that closes a tag or a DOCTYPE, which may hold quoted ones and an internal subset.
std::size_t behind_tag(std::string_view xml, std::size_t at) {
  char quote = 0;
  int brackets = 0;
  for (; at < xml.size(); ++at) {
    const char c = xml[at];
    if (quote != 0) {
      if (c == quote) quote = 0;
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (c == '[') {
      ++brackets;
    } else if (c == ']') {
      --brackets;
    } else if (c == '>' && brackets <= 0) {
      return at + 1;
    }
  }
  return xml.size();
}

Token markup_at(std::string_view xml, std::size_t at) {
  const std::string_view rest = xml.substr(at);
  const auto until = [&](std::size_t end) { return xml.substr(at, end - at); };
  if (rest.starts_with("<!--")) return {Kind::single, until(behind(xml, at + 4, "-->"))};
  if (rest.starts_with("<![CDATA[")) return {Kind::text, until(behind(xml, at, "]]>"))};
  if (rest.starts_with("<?")) return {Kind::single, until(behind(xml, at, "?>"))};
  if (rest.starts_with("<!")) return {Kind::single, until(behind_tag(xml, at))};
  const std::string_view tag = until(behind_tag(xml, at));
  if (rest.starts_with("</")) return {Kind::close, tag};
  return {tag.ends_with("/>") ? Kind::single : Kind::open, tag};
}

std::vector<Token> tokens_of(std::string_view xml) {
  std::vector<Token> tokens;
  for (std::size_t at = 0; at < xml.size();) {
    Token token = xml[at] == '<'
                      ? markup_at(xml, at)
                      : Token{Kind::text, xml.substr(at, std::min(xml.find('<', at), xml.size()) - at)};
    at += token.text.size();
    if (token.kind != Kind::text || !trim(token.text).empty()) tokens.push_back(token);
  }
  return tokens;
}

}  // namespace

std::string indent_xml(std::string_view xml) {
  const std::vector<Token> tokens = tokens_of(xml);
  std::string out;
  std::size_t depth = 0;
  bool inside_line =
      false;  // mixed content stays together: a comment inside a NameID is what the case is about
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const auto [kind, text] = tokens[i];
    if (kind == Kind::close && depth > 0) --depth;
    const bool joins = inside_line && (kind == Kind::text || kind == Kind::close || kind == Kind::single);
    if (!joins) {
      if (!out.empty()) out += '\n';
      out.append(2 * std::min(depth, kDeepestIndent), ' ');
    }
    out += text;
    if (kind == Kind::open) ++depth;
    const Kind next = i + 1 < tokens.size() ? tokens[i + 1].kind : Kind::text;
    inside_line = kind == Kind::text || (joins && kind == Kind::single) ||
                  (kind == Kind::open && (next == Kind::text || next == Kind::close));
  }
  return out;
}

}  // namespace idproctor::report
