#include "harness/report/wrap.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::report {

namespace {

bool begins_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
}

}  // namespace

std::size_t columns(std::string_view text) {
  return static_cast<std::size_t>(std::ranges::count_if(text, begins_character));
}

std::string clip(std::string_view text, std::size_t width) {
  std::size_t end = 0, seen = 0;
  while (end < text.size() && (!begins_character(text[end]) || seen++ < width)) ++end;
  return std::string(text.substr(0, end));
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  std::vector<std::string> lines{""};
  for (std::string word : split(text, ' ')) {
    if (word.empty()) continue;
    if (!lines.back().empty() && columns(lines.back()) + 1 + columns(word) > width) lines.emplace_back();
    while (columns(word) > width) {
      const std::string front = clip(word, width);
      lines.back() = front;
      lines.emplace_back();
      word.erase(0, front.size());
    }
    if (!lines.back().empty()) lines.back() += ' ';
    lines.back() += word;
  }
  return lines;
}

}  // namespace idproctor::report
