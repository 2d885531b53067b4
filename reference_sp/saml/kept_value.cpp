#include "reference_sp/saml/kept_value.hpp"

#include <algorithm>

namespace idproctor::reference {
namespace {

constexpr std::size_t column_width = 64;

}  // namespace

std::string kept_value(std::string text, const Checks& checks) {
  if (checks.off("unicode-values")) {
    std::erase_if(text, [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  }
  if (checks.off("long-values") && text.size() > column_width) text.resize(column_width);
  return text;
}

}  // namespace idproctor::reference
