#include "mock_idp/look_alike.hpp"

namespace idproctor::mock_idp {

namespace {

/// The Cyrillic letter of the same shape in UTF-8, or nothing.
std::string_view cyrillic_twin(char letter) {
  switch (letter) {
    case 'a':
      return "\u0430";
    case 'c':
      return "\u0441";
    case 'e':
      return "\u0435";
    case 'i':
      return "\u0456";
    case 'o':
      return "\u043E";
    case 'p':
      return "\u0440";
    case 'x':
      return "\u0445";
    case 'y':
      return "\u0443";
    default:
      return {};
  }
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

}  // namespace

std::string cyrillic_look_alike(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    const std::string_view twin = cyrillic_twin(letter);
    if (twin.empty()) {
      out += letter;
    } else {
      out += twin;
    }
  }
  return out;
}

std::string fullwidth_look_alike(std::string_view text) {
  std::string out;
  for (const char letter : text) {
    if (!is_letter_or_digit(letter)) {
      out += letter;
      continue;
    }
    const unsigned code = 0xFF00u + static_cast<unsigned char>(letter) - 0x20u;
    out += static_cast<char>(0xE0u | (code >> 12));
    out += static_cast<char>(0x80u | ((code >> 6) & 0x3Fu));
    out += static_cast<char>(0x80u | (code & 0x3Fu));
  }
  return out;
}

}  // namespace idproctor::mock_idp
