#include "mock_idp/user_attributes.hpp"

#include <variant>

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kOpen = "$attribute(";

/// The value that the first `$attribute(...)` from `at` on names, and where it stands; `at` is npos where
/// none does.
struct Mention {
  std::size_t at = std::string::npos, length = 0;
  std::string value;
};

Mention next_mention(std::string_view text, std::size_t from) {
  const std::size_t at = text.find(kOpen, from);
  const std::size_t end = at == std::string_view::npos ? at : text.find(')', at);
  if (end == std::string_view::npos) return {};
  const std::size_t begin = at + kOpen.size();
  return {at, end + 1 - at, std::string(text.substr(begin, end - begin))};
}

}  // namespace

std::string attributes_of_value(const Dialect& dialect, std::string_view value) {
  const std::string said = "${user." + std::string(value) + "}";
  std::string names;
  for (const Dialect::Attribute& attribute : dialect.attributes) {
    if (attribute.value != said) continue;
    names += (names.empty() ? "@Name='" : " or @Name='") + attribute.name + "'";
  }
  return names.empty() ? "" : "//saml:Attribute[" + names + "]";
}

std::vector<std::string> attribute_values(std::string_view xpath) {
  std::vector<std::string> values;
  for (Mention one = next_mention(xpath, 0); one.at != std::string::npos;
       one = next_mention(xpath, one.at + one.length)) {
    values.push_back(one.value);
  }
  return values;
}

std::string with_attributes_written_out(std::string xpath, const Dialect& dialect) {
  for (Mention one = next_mention(xpath, 0); one.at != std::string::npos; one = next_mention(xpath, one.at)) {
    const std::string written = attributes_of_value(dialect, one.value);
    if (written.empty()) return xpath;
    xpath.replace(one.at, one.length, written);
  }
  return xpath;
}

std::string value_not_said(const Recipe& recipe, const Dialect& dialect) {
  for (const Stage& stage : recipe.stages) {
    const auto* edits = std::get_if<EditStage>(&stage);
    if (edits == nullptr) continue;
    for (const Edit& edit : edits->edits) {
      for (std::string& value : attribute_values(edit.subject + edit.at)) {
        if (attributes_of_value(dialect, value).empty()) return std::move(value);
      }
    }
  }
  for (const auto& [name, message] : recipe.messages) {
    if (std::string value = value_not_said(message, dialect); !value.empty()) return value;
  }
  return {};
}

}  // namespace idproctor::mock_idp
