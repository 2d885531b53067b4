#include "reference_sp/scim/patch_path.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

// The bracket that closes a filter; brackets within strings do not count.
std::size_t closing_bracket(std::string_view text, std::size_t open) {
  bool in_string = false;
  for (std::size_t i = open + 1; i < text.size(); ++i) {
    if (in_string && text[i] == '\\') {
      ++i;
    } else if (text[i] == '"') {
      in_string = !in_string;
    } else if (text[i] == ']' && !in_string) {
      return i;
    }
  }
  return std::string_view::npos;
}

}  // namespace

Result<PatchPath> parse_patch_path(std::string_view text) {
  text = trim(text);
  PatchPath path;
  const std::size_t open = text.find('[');
  auto attribute = parse_attribute_path(text.substr(0, open));
  if (!attribute) return attribute.error();
  path.attribute = std::move(*attribute);
  if (open == std::string_view::npos) return path;

  if (!path.attribute.sub.empty()) return invalid("brackets belong to the attribute itself");
  const std::size_t close = closing_bracket(text, open);
  if (close == std::string_view::npos) return invalid("\"[\" without \"]\"");
  auto filter = parse_filter(text.substr(open + 1, close - open - 1));
  if (!filter) return invalid("in the brackets, " + describe(filter.error()));
  path.filter = std::move(*filter);

  const std::string_view rest = text.substr(close + 1);
  if (rest.empty()) return path;
  auto sub = parse_attribute_path(rest.substr(1));
  if (rest[0] != '.' || !sub || !sub->urn.empty() || !sub->sub.empty()) {
    return invalid("behind \"]\" may stand \".\" and a sub-attribute's name, not \"" + printable(rest, 80) +
                   '"');
  }
  path.attribute.sub = sub->name;
  return path;
}

}  // namespace idproctor::reference::scim
