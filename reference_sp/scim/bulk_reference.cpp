#include "reference_sp/scim/bulk_reference.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

constexpr std::string_view prefix = "bulkId:";

std::optional<std::string> bulk_id_in(std::string_view text) {
  if (!text.starts_with(prefix)) return std::nullopt;
  return std::string(text.substr(prefix.size()));
}

std::optional<std::string> bulk_id_in(const Json& value) {
  return value.is_string() ? bulk_id_in(std::string_view(value.get_ref<const std::string&>())) : std::nullopt;
}

void collect(const Json& value, std::set<std::string>& found) {
  if (const auto id = bulk_id_in(value)) found.insert(*id);
  if (!value.is_structured()) return;
  for (const Json& inner : value) collect(inner, found);
}

// Whether the value is one of the references, or an object that stands for one.
bool stands_for(const Json& value, const std::set<std::string>& bulk_ids) {
  const auto id = bulk_id_in(value.is_object() && value.contains("value") ? value["value"] : value);
  return id && bulk_ids.contains(*id);
}

}  // namespace

std::set<std::string> bulk_references(const Json& data, const std::string& path) {
  std::set<std::string> found;
  collect(data, found);
  for (const std::string& segment : split(path, '/')) {
    if (const auto id = bulk_id_in(std::string_view(segment))) found.insert(*id);
  }
  return found;
}

Json with_ids(Json data, const FindId& find) {
  if (const auto bulk_id = bulk_id_in(data)) {
    if (const auto id = find(*bulk_id)) data = *id;
  } else if (data.is_structured()) {
    for (Json& inner : data) inner = with_ids(std::move(inner), find);
  }
  return data;
}

std::string with_ids(const std::string& path, const FindId& find) {
  std::vector<std::string> segments = split(path, '/');
  for (std::string& segment : segments) {
    const auto bulk_id = bulk_id_in(std::string_view(segment));
    if (!bulk_id) continue;
    if (const auto id = find(*bulk_id)) segment = *id;
  }
  return join(segments, "/");
}

void forget_references(Json& data, const std::set<std::string>& bulk_ids) {
  if (!data.is_structured()) return;
  for (auto inner = data.begin(); inner != data.end();) {
    if (stands_for(*inner, bulk_ids)) {
      inner = data.erase(inner);
    } else {
      forget_references(*inner, bulk_ids);
      ++inner;
    }
  }
}

}  // namespace idproctor::reference::scim
