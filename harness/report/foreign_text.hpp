#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace idproctor::report {

/// Text that came from a target is hostile: it may hold markup, terminal escapes, control characters that
/// turn the reading direction round, invalid UTF-8, or ten megabytes. These make it fit to be shown.

/// For a line on a terminal: control characters become \xNN, direction marks (U+202A..202E, U+2066..2069) and
/// line separators become "?", invalid UTF-8 becomes U+FFFD; what is longer than `limit` bytes is cut with a
/// note.
std::string one_line(std::string_view text, std::size_t limit = 2000);

/// The same, but line breaks and tabs stay.
std::string many_lines(std::string_view text, std::size_t limit = 2000);

/// many_lines, escaped for HTML and XML. Never holds a character that XML 1.0 (2.2) forbids.
std::string markup(std::string_view text, std::size_t limit = 2000);

/// The front of `bytes`, at most `limit` of them; a UTF-8 character is not cut in two.
std::string_view cut(std::string_view bytes, std::size_t limit);

/// How much of a body goes into a report: 64 KB.
inline constexpr std::size_t kBodyLimit = 64 << 10;

}  // namespace idproctor::report
