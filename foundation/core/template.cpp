#include "foundation/core/template.hpp"

namespace idproctor {

namespace {

/// The index of the "}" that closes the expression which begins at `begin`; expressions nest.
std::size_t closing_brace(std::string_view text, std::size_t begin) {
  int open = 1;
  for (std::size_t i = begin; i < text.size(); ++i) {
    if (text[i] == '{') ++open;
    if (text[i] == '}' && --open == 0) return i;
  }
  return std::string_view::npos;
}

}  // namespace

Result<std::string> expand(std::string_view text, const Resolver& resolver) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t dollar = text.find("${", at);
    if (dollar == std::string_view::npos) {
      out += text.substr(at);
      break;
    }
    if (dollar > at && text[dollar - 1] == '$') {
      out += text.substr(at, dollar - 1 - at);
      out += "${";
      at = dollar + 2;
      continue;
    }
    out += text.substr(at, dollar - at);
    const std::size_t close = closing_brace(text, dollar + 2);
    if (close == std::string_view::npos) return invalid("\"${\" without \"}\"");
    const std::string_view expression = text.substr(dollar + 2, close - dollar - 2);
    auto value = resolver(expression);
    if (!value) return value.error();
    if (!*value) return invalid("there is no value by the name of ${" + std::string(expression) + "}");
    at = close + 1;
    out.reserve(out.size() + (*value)->size() + text.size() - at);  // a value may have megabytes
    out += **value;
  }
  return out;
}

bool is_single_expression(std::string_view text, std::string_view& expression) {
  if (!text.starts_with("${") || closing_brace(text, 2) != text.size() - 1) return false;
  expression = text.substr(2, text.size() - 3);
  return true;
}

}  // namespace idproctor
