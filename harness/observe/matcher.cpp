#include "harness/observe/matcher.hpp"

#include <algorithm>
#include <regex>

#include "foundation/core/text.hpp"

namespace idproctor::observe {

namespace {

constexpr std::size_t kLongestRegexInput = 4096;  // std::regex recurses

bool contains(const Json& wanted, const Json& value) {
  if (value.is_string()) return value.get<std::string>().find(to_text(wanted)) != std::string::npos;
  if (!value.is_array()) return false;
  return std::ranges::any_of(value, [&](const Json& item) {
    if (!wanted.is_object() || !item.is_object()) return item == wanted;
    return std::ranges::all_of(wanted.items(), [&](const auto& entry) {
      return item.contains(entry.key()) && item[entry.key()] == entry.value();
    });
  });
}

bool matches_regex(const std::string& pattern, const std::string& text) {
  try {
    return std::regex_search(text.substr(0, kLongestRegexInput), std::regex(pattern));
  } catch (const std::regex_error&) {
    return false;
  }
}

std::string type_of(const Json& value) {
  if (value.is_number()) return "number";
  return value.type_name();
}

/// A choice may be that nothing is there.
bool is_one_of(const Json& choices, const Json* value) {
  return std::ranges::any_of(choices, [&](const Json& choice) { return matches(choice, value); });
}

bool each_matches(const Json& matchers, const Json& value) {
  if (!value.is_array()) return false;
  return std::ranges::all_of(value, [&](const Json& item) {
    return std::ranges::all_of(
        matchers.items(), [&](const auto& entry) { return matches(entry.value(), find(item, entry.key())); });
  });
}

bool matches_one(const std::string& name, const Json& argument, const Json& value) {
  if (name == "not") return !matches(argument, &value);
  if (name == "each") return each_matches(argument, value);
  if (name == "matches") return matches_regex(to_text(argument), to_text(value));
  if (name == "contains") return contains(argument, value);
  if (name == "count") return (value.is_array() || value.is_object()) && Json(value.size()) == argument;
  if (name == "type") return Json(type_of(value)) == argument;
  return false;
}

}  // namespace

bool matches(const Json& matcher, const Json* value) {
  if (!matcher.is_object()) return value != nullptr && *value == matcher;
  for (const auto& [name, argument] : matcher.items()) {
    if (name == "absent") {
      const bool absent = value == nullptr || value->is_null();
      if (absent != (argument == Json(true))) return false;
    } else if (name == "not" && value == nullptr) {
      continue;  // what is not there is not that
    } else if (name == "one_of") {
      if (!is_one_of(argument, value)) return false;
    } else if (value == nullptr || !matches_one(name, argument, *value)) {
      return false;
    }
  }
  return true;
}

bool matches_attribute(const Json& matcher, const Json* value) {
  if (matches(matcher, value)) return true;
  return value != nullptr && value->is_array() && value->size() == 1 && matches(matcher, &value->front());
}

std::string describe_matcher(const Json& matcher) {
  if (!matcher.is_object()) return dump(matcher);
  std::vector<std::string> parts;
  for (const auto& [name, argument] : matcher.items()) {
    if (name == "absent") {
      parts.push_back(argument == Json(true) ? "absent" : "present");
    } else {
      parts.push_back(replace_all(name, "_", " ") + " " + dump(argument));
    }
  }
  return join(parts, " and ");
}

std::optional<Mismatch> first_mismatch(const Matchers& matchers, const Json& document) {
  for (const auto& [pointer, matcher] : matchers) {
    const Json* value = find(document, pointer);
    if (matches(matcher, value)) continue;
    return Mismatch{pointer, describe_matcher(matcher),
                    value == nullptr ? "nothing" : printable(dump(*value), 300)};
  }
  return std::nullopt;
}

}  // namespace idproctor::observe
