#include "mock_idp/rendering.hpp"

#include <charconv>

#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kToken = "idproctor-value-";
constexpr char kTokenEnd = '.';

}  // namespace

std::string value_token(std::size_t value) {
  return std::string(kToken) + std::to_string(value) + kTokenEnd;
}

GappedText GappedText::cut(std::string_view text) {
  GappedText result;
  for (;;) {
    const std::size_t token = text.find(kToken);
    const std::size_t end = token == text.npos ? text.npos : text.find(kTokenEnd, token);
    if (end == text.npos) break;
    const std::string_view number = text.substr(token + kToken.size(), end - token - kToken.size());
    std::size_t value = 0;
    std::from_chars(number.data(), number.data() + number.size(), value);
    result.gaps_.push_back({std::string(text.substr(0, token)), value});
    result.length_ += token;
    text.remove_prefix(end + 1);
  }
  result.end_ = text;
  result.length_ += text.size();
  return result;
}

std::string GappedText::filled(const std::vector<std::string>& values) const {
  std::size_t length = length_;
  for (const Gap& gap : gaps_) length += values.at(gap.value).size();
  std::string text;
  text.reserve(length);
  for (const Gap& gap : gaps_) text.append(gap.before).append(values[gap.value]);
  return text.append(end_);
}

std::string Rendering::keep(std::string value) {
  if (value.empty()) return {};  // <a></a> is written as <a/>
  values.push_back(std::move(value));
  return value_token(values.size() - 1);
}

std::string Rendering::text() const {
  std::vector<std::string> escaped;
  escaped.reserve(values.size());
  for (const std::string& value : values) escaped.push_back(escape_markup(value));
  return GappedText::cut(markup).filled(escaped);
}

}  // namespace idproctor::mock_idp
