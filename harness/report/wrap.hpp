#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace idproctor::report {

/// How many columns a valid UTF-8 text takes; each character counts as one.
std::size_t columns(std::string_view text);

/// The front of `text` that fits into so many columns.
std::string clip(std::string_view text, std::size_t width);

/// Lines of at most `width` columns, broken at spaces; a word that is longer is broken inside. Never empty.
std::vector<std::string> wrap(std::string_view text, std::size_t width);

}  // namespace idproctor::report
