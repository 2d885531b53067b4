#include "reference_sp/saml/elements.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference {

bool is(xml::Node node, std::string_view namespace_uri, std::string_view name) {
  return node && node.is_element() && node.name() == name && node.namespace_uri() == namespace_uri;
}

std::vector<xml::Node> children(xml::Node parent, std::string_view namespace_uri, std::string_view name) {
  std::vector<xml::Node> found;
  for (const xml::Node child : parent.children()) {
    if (is(child, namespace_uri, name)) found.push_back(child);
  }
  return found;
}

Result<xml::Node> only_child(xml::Node parent, std::string_view namespace_uri, std::string_view name) {
  const auto found = children(parent, namespace_uri, name);
  if (found.size() == 1) return found.front();
  return invalid(parent.name() + " has " + (found.empty() ? "no" : std::to_string(found.size())) + " " +
                 std::string(name) + ", expected one");
}

bool is_within(xml::Node node, xml::Node ancestor) {
  for (; node; node = node.parent()) {
    if (node == ancestor) return true;
  }
  return false;
}

std::string path_of(xml::Node element) {
  std::string path;
  for (xml::Node at = element; at && at.is_element(); at = at.parent()) {
    std::size_t position = 1;
    if (const xml::Node parent = at.parent(); parent && parent.is_element()) {
      for (const xml::Node& sibling : parent.children()) {
        if (sibling == at) break;
        ++position;
      }
    }
    path = "/*[" + std::to_string(position) + "]" + path;
  }
  return path;
}

Result<Time> read_instant(std::string_view text, const std::string& what, const Checks& checks) {
  std::string in_utc(text);
  if (checks.off("time-zone")) {
    in_utc = in_utc.substr(0, in_utc.find_first_of("Z+-", in_utc.find('T'))) + "Z";
  }
  if (!in_utc.ends_with('Z')) {
    return invalid(what + " is not a time in UTC (ending in Z): \"" + printable(text, 100) + "\"");
  }
  auto time = parse_time(in_utc);
  if (!time) return invalid(what + " is not a time: \"" + printable(text, 100) + "\"");
  return *time;
}

}  // namespace idproctor::reference
