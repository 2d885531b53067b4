#include "mock_idp/message_template.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

/// Joins the lines: nothing between elements, one space where a start tag goes on in the next line.
std::string without_line_breaks(std::string_view text) {
  std::string joined;
  for (const std::string& line : split(text, '\n')) {
    const std::string_view content = trim(line);
    if (content.empty()) continue;
    const std::size_t opened = joined.rfind('<'), closed = joined.rfind('>');
    const bool inside_tag = opened != std::string::npos && (closed == std::string::npos || opened > closed);
    if (inside_tag) joined += ' ';
    joined += content;
  }
  return joined;
}

/// Where ` Name="` begins at the end of the text, or npos.
std::size_t attribute_start(std::string_view text) {
  if (!text.ends_with("=\"")) return std::string_view::npos;
  const std::size_t space = text.rfind(' ');
  const std::size_t quote = text.substr(0, text.size() - 1).rfind('"');
  const bool after_last_value =
      quote == std::string_view::npos || (space != std::string_view::npos && space > quote);
  return after_last_value ? space : std::string_view::npos;
}

}  // namespace

Result<MessageTemplate> MessageTemplate::compile(std::string_view source) {
  const std::string text = without_line_breaks(source);
  MessageTemplate result;
  std::size_t at = 0;
  for (;;) {
    Piece piece;
    const std::size_t dollar = text.find("${", at);
    if (dollar == std::string::npos) {
      piece.literal = text.substr(at);
      result.pieces_.push_back(piece);
      return result;
    }
    const std::size_t close = text.find('}', dollar);
    if (close == std::string::npos) return invalid("\"${\" without \"}\" in a message template");
    piece.literal = text.substr(at, dollar - at);
    piece.name = text.substr(dollar + 2, close - dollar - 2);
    at = close + 1;
    const std::size_t start = attribute_start(piece.literal);
    if (start != std::string::npos && at < text.size() && text[at] == '"') {
      piece.attribute = piece.literal.substr(start);
      piece.literal.resize(start);
      ++at;  // the closing quote belongs to the attribute
    }
    result.pieces_.push_back(piece);
  }
}

Result<std::string> MessageTemplate::render(const Lookup& lookup) const {
  std::string out;
  for (const Piece& piece : pieces_) {
    out += piece.literal;
    if (piece.name.empty()) continue;
    auto value = lookup(piece.name);
    if (!value) return value.error();
    if (!*value) {
      if (piece.attribute.empty())
        return invalid("the message template's ${" + piece.name + "} has no value");
      continue;
    }
    out += piece.attribute;
    out += (*value)->is_markup ? (*value)->text : escape_markup((*value)->text);
    if (!piece.attribute.empty()) out += '"';
  }
  return out;
}

bool MessageTemplate::writes_attribute(std::string_view name) const {
  const std::string written = " " + std::string(name) + "=\"";
  return std::ranges::any_of(pieces_, [&](const Piece& piece) {
    return piece.attribute.find(written) != piece.attribute.npos ||
           piece.literal.find(written) != piece.literal.npos;
  });
}

}  // namespace idproctor::mock_idp
