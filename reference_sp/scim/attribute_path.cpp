#include "reference_sp/scim/attribute_path.hpp"

#include <algorithm>
#include <string_view>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// ATTRNAME of RFC 7643 section 2.1, and "$ref".
bool is_name(std::string_view text) {
  if (text.empty() || !(is_letter(text[0]) || text[0] == '$')) return false;
  return std::ranges::all_of(text.substr(1),
                             [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

}  // namespace

bool is_path_character(char c) {
  return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '$' || c == ':' || c == '.';
}

Result<AttributePath> parse_attribute_path(std::string_view text) {
  AttributePath path;
  std::string_view names = text;
  if (equals_ignoring_case(text.substr(0, 4), "urn:")) {
    // A URN holds dots ("2.0"), so the names begin after its last colon.
    const std::size_t colon = text.rfind(':');
    path.urn = text.substr(0, colon);
    names = text.substr(colon + 1);
  }
  const std::size_t dot = names.find('.');
  path.name = names.substr(0, dot);
  if (dot != std::string_view::npos) path.sub = names.substr(dot + 1);
  if (!is_name(path.name) || (dot != std::string_view::npos && !is_name(path.sub))) {
    return invalid("\"" + printable(text, 120) + "\" is not an attribute path");
  }
  return path;
}

}  // namespace idproctor::reference::scim
