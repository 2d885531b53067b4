#include "harness/report/foreign_text.hpp"

#include <array>

#include "foundation/core/text.hpp"

namespace idproctor::report {

namespace {

/// U+202A..202E and U+2066..2069 reorder what stands around them, U+2028 and U+2029 break lines, and U+FFFE
/// and U+FFFF are forbidden in XML.
std::string without_directions(std::string text) {
  static constexpr std::array<std::string_view, 13> kMarks{
      "\xE2\x80\xA8", "\xE2\x80\xA9", "\xE2\x80\xAA", "\xE2\x80\xAB", "\xE2\x80\xAC",
      "\xE2\x80\xAD", "\xE2\x80\xAE", "\xE2\x81\xA6", "\xE2\x81\xA7", "\xE2\x81\xA8",
      "\xE2\x81\xA9", "\xEF\xBF\xBE", "\xEF\xBF\xBF"};
  for (std::string_view mark : kMarks) text = replace_all(std::move(text), mark, "?");
  return text;
}

std::string missing_note(std::size_t missing) {
  return " ... (" + std::to_string(missing) + " bytes more)";
}

}  // namespace

std::string_view cut(std::string_view bytes, std::size_t limit) {
  if (bytes.size() <= limit) return bytes;
  std::size_t end = limit;
  while (end > 0 && limit - end < 3 && (static_cast<unsigned char>(bytes[end]) & 0xC0) == 0x80) --end;
  return bytes.substr(0, end);
}

std::string one_line(std::string_view text, std::size_t limit) {
  const std::string_view front = cut(text, limit);
  std::string out = without_directions(printable(front, front.size()));
  if (front.size() < text.size()) out += missing_note(text.size() - front.size());
  return out;
}

std::string many_lines(std::string_view text, std::size_t limit) {
  const std::string_view front = cut(text, limit);
  std::string out;
  std::size_t at = 0;
  while (at <= front.size()) {
    const std::size_t end = std::min(front.find_first_of("\n\t", at), front.size());
    std::string_view piece = front.substr(at, end - at);
    const bool crlf = end < front.size() && front[end] == '\n' && !piece.empty() && piece.back() == '\r';
    if (crlf) piece.remove_suffix(1);
    out += printable(piece, piece.size());
    if (end < front.size()) out += front[end];
    at = end + 1;
  }
  out = without_directions(std::move(out));
  if (front.size() < text.size()) out += missing_note(text.size() - front.size());
  return out;
}

std::string markup(std::string_view text, std::size_t limit) {
  return escape_markup(many_lines(text, limit));
}

}  // namespace idproctor::report
