#include "reference_sp/scim/projection.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

std::vector<AttributePath> paths_of(std::string_view text) {
  std::vector<AttributePath> paths;
  if (trim(text).empty()) return paths;
  for (const std::string& part : split(text, ',')) {
    auto path = parse_attribute_path(trim(part));
    // A name that cannot be one selects nothing, just as an unknown one does.
    paths.push_back(path ? std::move(*path) : AttributePath{});
  }
  return paths;
}

bool is_always_shown(const Place& place) {
  return place.attribute && place.attribute->returned == Returned::always;
}

Json& holder_in(Json& resource, const Place& place) {
  return place.extension ? resource[place.extension->id] : resource;
}

// Copies one sub-attribute of a complex value, or of each of a list's values, into what is there already.
void copy_sub(const Json& from, const std::string& name, Json& to) {
  if (from.is_array()) {
    if (!to.is_array()) to = Json::array();
    for (std::size_t i = 0; i < from.size(); ++i) copy_sub(from[i], name, to[i]);
    return;
  }
  if (!to.is_object()) to = Json::object();
  if (from.contains(name)) to[name] = from[name];
}

void copy(const Json& from, const Place& place, Json& to) {
  const Json* value = value_at(from, place);
  if (!value) return;
  if (!place.attribute) {
    to[place.extension->id] = *value;
  } else if (place.sub) {
    copy_sub(*value, place.sub->name, holder_in(to, place)[place.attribute->name]);
  } else {
    holder_in(to, place)[place.attribute->name] = *value;
  }
}

void remove(const Place& place, Json& from) {
  if (!value_at(from, place)) return;
  if (!place.attribute) {
    from.erase(place.extension->id);
    return;
  }
  Json& holder = holder_in(from, place);
  if (!place.sub) {
    holder.erase(place.attribute->name);
    return;
  }
  Json& value = holder[place.attribute->name];
  if (!value.is_array()) {
    value.erase(place.sub->name);
    return;
  }
  for (Json& element : value) element.erase(place.sub->name);
}

}  // namespace

Projection::Projection(std::string_view attributes, std::string_view excluded_attributes,
                       const Checks& checks)
    : checks_(checks) {
  if (checks.on("attributes")) attributes_ = paths_of(attributes);
  if (checks.on("excluded-attributes")) excluded_ = paths_of(excluded_attributes);
}

std::optional<Place> Projection::place_of(const ResourceType& type, const AttributePath& path) const {
  if (!path.urn.empty() && checks_.off("attributes-urn")) return std::nullopt;
  auto place = type.resolve(path);
  if (!place || !place->attribute) return place;
  if (place->attribute->name != path.name && checks_.off("attributes-case")) return std::nullopt;
  if (checks_.off("attributes-sub")) place->sub = nullptr;
  return place;
}

Json Projection::apply(const ResourceType& type, const Json& shown) const {
  Json projected = shown;
  if (!attributes_.empty()) {
    projected = Json::object();
    for (const char* name : {"schemas", "id"}) {
      if (shown.contains(name)) projected[name] = shown[name];
    }
    for (const AttributePath& path : attributes_) {
      if (const auto place = place_of(type, path)) copy(shown, *place, projected);
    }
  }
  for (const AttributePath& path : excluded_) {
    const auto place = place_of(type, path);
    if (place && (!is_always_shown(*place) || checks_.off("attributes-always"))) remove(*place, projected);
  }
  return projected;
}

}  // namespace idproctor::reference::scim
