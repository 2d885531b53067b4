#include <utility>

#include "foundation/core/text.hpp"
#include "reference_sp/saml/mistakes.hpp"

namespace idproctor::reference {

std::string without_look_alikes(std::string_view identity) {
  static constexpr std::pair<const char*, const char*> folds[] = {
      {"\u0430", "a"}, {"\u0441", "c"}, {"\u0435", "e"}, {"\u0456", "i"}, {"\u043E", "o"},
      {"\u0440", "p"}, {"\u0445", "x"}, {"\u0443", "y"}, {"\u200B", ""},  {"\u00AD", ""},
  };
  std::string folded(identity);
  for (const auto& [from, to] : folds) folded = replace_all(std::move(folded), from, to);
  // Fullwidth forms are the printable ASCII characters once more, from U+FF01 on.
  for (char c = '!'; c <= '~'; ++c) {
    const unsigned code = 0xFF00u + static_cast<unsigned char>(c) - 0x20u;
    const std::string wide{static_cast<char>(0xE0u | (code >> 12)),
                           static_cast<char>(0x80u | ((code >> 6) & 0x3Fu)),
                           static_cast<char>(0x80u | (code & 0x3Fu))};
    folded = replace_all(std::move(folded), wide, std::string(1, c));
  }
  return folded;
}

}  // namespace idproctor::reference
