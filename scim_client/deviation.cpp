#include "scim_client/deviation.hpp"

#include <algorithm>
#include <charconv>

#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

/// The last part of a pointer, unescaped (RFC 6901 section 4), and the pointer to what contains it.
struct Place {
  std::string container, last;
};

Place split_pointer(const std::string& pointer) {
  const std::size_t slash = pointer.rfind('/');
  std::string last = replace_all(pointer.substr(slash + 1), "~1", "/");
  return {pointer.substr(0, slash), replace_all(std::move(last), "~0", "~")};
}

std::optional<std::size_t> index_of(const std::string& text, std::size_t end) {
  std::size_t index = 0;
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), index);
  const bool number = error == std::errc() && stop == text.data() + text.size();
  return number && index < end ? std::optional(index) : std::nullopt;
}

Result<> nothing_at(const std::string& pointer) {
  return invalid("the body has nothing at " + pointer);
}

Result<> set(Json& container, const std::string& last, const JsonEdit& edit) {
  if (container.is_object()) {
    container[last] = edit.value;
  } else if (const auto index = container.is_array() ? index_of(last, container.size()) : std::nullopt) {
    container[*index] = edit.value;
  } else {
    return nothing_at(edit.pointer);
  }
  return {};
}

Result<> remove(Json& container, const std::string& last, const JsonEdit& edit) {
  if (container.is_object() && container.contains(last)) {
    container.erase(last);
  } else if (const auto index = container.is_array() ? index_of(last, container.size()) : std::nullopt) {
    container.erase(*index);
  } else {
    return nothing_at(edit.pointer);
  }
  return {};
}

Result<> rename(Json& container, const std::string& last, const JsonEdit& edit) {
  if (!container.is_object() || !container.contains(last)) return nothing_at(edit.pointer);
  if (!edit.value.is_string()) return invalid("a key's new name is a text");
  Json renamed = Json::object();
  for (const auto& [key, value] : container.items()) {
    renamed[key == last ? edit.value.get<std::string>() : key] = value;
  }
  container = std::move(renamed);
  return {};
}

Result<> insert(Json& container, const std::string& last, const JsonEdit& edit) {
  if (!container.is_array()) return nothing_at(edit.pointer);
  const auto index = last == "-" ? container.size() : index_of(last, container.size() + 1);
  if (!index) return nothing_at(edit.pointer);
  container.insert(container.begin() + static_cast<std::ptrdiff_t>(*index), edit.value);
  return {};
}

}  // namespace

Result<> apply(const JsonEdit& edit, Json& body) {
  if (edit.pointer.empty() && edit.kind == JsonEdit::Kind::set) {
    body = edit.value;
    return {};
  }
  if (!edit.pointer.starts_with('/')) return invalid("a JSON pointer begins with \"/\": " + edit.pointer);
  const Place place = split_pointer(edit.pointer);
  const Json* found = find(body, place.container);
  if (!found) return nothing_at(edit.pointer);
  Json& container = const_cast<Json&>(*found);  // body is not const; find() has no other overload
  switch (edit.kind) {
    case JsonEdit::Kind::set:
      return set(container, place.last, edit);
    case JsonEdit::Kind::remove:
      return remove(container, place.last, edit);
    case JsonEdit::Kind::rename:
      return rename(container, place.last, edit);
    case JsonEdit::Kind::insert:
      return insert(container, place.last, edit);
  }
  return {};
}

}  // namespace idproctor::scim
