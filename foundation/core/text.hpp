#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace idproctor {

std::string to_lower(std::string_view text);  ///< ASCII only
std::string_view trim(std::string_view text);
std::vector<std::string> split(std::string_view text, char separator);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
std::string replace_all(std::string text, std::string_view from, std::string_view to);
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// For XML and HTML text and attribute values: & < > " and '.
std::string escape_markup(std::string_view text);

/// A text of foreign origin made fit for a terminal or a log: control characters become \xNN, invalid UTF-8
/// becomes U+FFFD, and what is longer than `limit` bytes is cut with a note of how much is missing.
std::string printable(std::string_view text, std::size_t limit = 2000);

bool is_utf8(std::string_view text);
/// Invalid UTF-8 becomes U+FFFD; the rest stays as it is.
std::string valid_utf8(std::string_view text);

/// The known name nearest to a mistyped one, or an empty string when none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& known);

/// RFC 3986: everything but unreserved characters becomes %XX.
std::string percent_encode(std::string_view text);
/// RFC 3986 decoding; "+" stays unless plus_is_space. A broken escape stays as it is.
std::string percent_decode(std::string_view text, bool plus_is_space = false);

std::string to_hex(std::string_view bytes);

}  // namespace idproctor
