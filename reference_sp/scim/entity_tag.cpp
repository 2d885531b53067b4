#include "reference_sp/scim/entity_tag.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

// What stands between the quotes: weak comparison looks at nothing else.
std::string_view opaque_part(std::string_view tag) {
  if (tag.starts_with("W/")) tag.remove_prefix(2);
  return tag;
}

// The next entity-tag of a list, taken from `rest`; empty at the end and where none begins.
std::string_view take_entity_tag(std::string_view& rest) {
  while (!rest.empty() && (rest[0] == ' ' || rest[0] == '\t' || rest[0] == ',')) rest.remove_prefix(1);
  const std::size_t open = rest.starts_with("W/") ? 2 : 0;
  if (rest.size() <= open || rest[open] != '"') return {};
  const std::size_t close = rest.find('"', open + 1);
  if (close == std::string_view::npos) return {};
  const std::string_view tag = rest.substr(0, close + 1);
  rest.remove_prefix(close + 1);
  return tag;
}

}  // namespace

std::string entity_tag(std::uint64_t version) {
  return "W/\"" + std::to_string(version) + '"';
}

bool names_entity_tag(const std::vector<std::string>& fields, std::string_view tag) {
  for (const std::string& field : fields) {
    std::string_view rest = trim(field);
    if (rest == "*") return true;
    for (auto named = take_entity_tag(rest); !named.empty(); named = take_entity_tag(rest)) {
      if (opaque_part(named) == opaque_part(tag)) return true;
    }
  }
  return false;
}

}  // namespace idproctor::reference::scim
