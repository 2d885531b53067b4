#include "harness/observe/round_trip.hpp"

#include <algorithm>
#include <set>

#include "foundation/core/text.hpp"

namespace idproctor::observe {

namespace {

bool is_unassigned(const Json& value) {
  return value.is_null() || value == Json("") || ((value.is_array() || value.is_object()) && value.empty());
}

const Json* member(const Json& object, const std::string& name) {
  if (!object.is_object()) return nullptr;
  for (auto entry = object.begin(); entry != object.end(); ++entry) {
    if (equals_ignoring_case(entry.key(), name)) return &entry.value();
  }
  return nullptr;
}

/// "True" of a provider that writes booleans as text.
bool is_same_boolean(const Json& sent, const Json& stored) {
  return stored.is_boolean() && sent.is_string() &&
         equals_ignoring_case(sent.get_ref<const std::string&>(), stored.get<bool>() ? "true" : "false");
}

void compare(const Json& sent, const Json* stored, const std::string& pointer,
             std::vector<std::string>& lost);

bool is_kept(const Json& sent, const Json& stored) {
  std::vector<std::string> lost;
  compare(sent, &stored, "", lost);
  return lost.empty();
}

void compare_members(const Json& sent, const Json& stored, const std::string& pointer,
                     std::vector<std::string>& lost) {
  for (auto entry = sent.begin(); entry != sent.end(); ++entry) {
    if (entry.key() == "display" || entry.key() == "$ref") continue;
    compare(entry.value(), member(stored, entry.key()), pointer + "/" + entry.key(), lost);
  }
}

void compare(const Json& sent, const Json* stored, const std::string& pointer,
             std::vector<std::string>& lost) {
  if (is_unassigned(sent)) return;
  if (stored != nullptr && sent.is_object() && stored->is_object()) {
    compare_members(sent, *stored, pointer, lost);
  } else if (stored != nullptr && sent.is_array() && stored->is_array()) {
    for (std::size_t index = 0; index < sent.size(); ++index) {
      const bool found = std::ranges::any_of(
          *stored, [&](const Json& candidate) { return is_kept(sent[index], candidate); });
      if (!found) lost.push_back(pointer + "/" + std::to_string(index));
    }
  } else if (stored == nullptr || (sent != *stored && !is_same_boolean(sent, *stored))) {
    lost.push_back(pointer);
  }
}

}  // namespace

std::vector<std::string> lost_on_the_way(const Json& sent, const Json& stored) {
  static const std::set<std::string> not_compared{"schemas", "id", "meta", "groups", "password"};
  std::vector<std::string> lost;
  if (!sent.is_object()) return lost;
  for (auto entry = sent.begin(); entry != sent.end(); ++entry) {
    if (not_compared.contains(to_lower(entry.key()))) continue;
    compare(entry.value(), member(stored, entry.key()), "/" + entry.key(), lost);
  }
  return lost;
}

}  // namespace idproctor::observe
