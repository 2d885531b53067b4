#include "reference_sp/scim/resource_type.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

std::optional<Place> place_in(const Schema& schema, const Schema* extension, const AttributePath& path) {
  const Attribute* attribute = schema.find(path.name);
  if (!attribute) return std::nullopt;
  Place place{extension, attribute, nullptr};
  if (path.sub.empty()) return place;
  place.sub = attribute->sub(path.sub);
  if (!place.sub) return std::nullopt;
  return place;
}

}  // namespace

const Schema* ResourceType::extension(std::string_view urn) const {
  for (const Schema* candidate : extensions) {
    if (equals_ignoring_case(candidate->id, urn)) return candidate;
  }
  return nullptr;
}

std::optional<Place> ResourceType::resolve(const AttributePath& path) const {
  if (!path.urn.empty()) {
    if (const Schema* whole = extension(path.urn + ":" + path.name); whole && path.sub.empty()) {
      return Place{whole, nullptr, nullptr};
    }
    if (const Schema* candidate = extension(path.urn)) return place_in(*candidate, candidate, path);
    if (!equals_ignoring_case(path.urn, schema.id)) return std::nullopt;
  }
  if (auto place = place_in(common_schema(), nullptr, path)) return place;
  if (auto place = place_in(schema, nullptr, path)) return place;
  if (!path.urn.empty()) return std::nullopt;
  for (const Schema* candidate : extensions) {
    if (auto place = place_in(*candidate, candidate, path)) return place;
  }
  return std::nullopt;
}

const ResourceType& user_type() {
  static const ResourceType type{"User", "Users", "User Account", user_schema(), {&enterprise_user_schema()}};
  return type;
}

const ResourceType& group_type() {
  static const ResourceType type{"Group", "Groups", "Group", group_schema(), {}};
  return type;
}

const ResourceTypes& resource_types() {
  static const ResourceTypes types{&user_type(), &group_type()};
  return types;
}

const Json* value_at(const Json& resource, const Place& place) {
  const Json* holder = &resource;
  if (place.extension) {
    const auto found = holder->find(place.extension->id);
    if (found == holder->end()) return nullptr;
    holder = &*found;
  }
  if (!place.attribute) return holder;
  const auto found = holder->find(place.attribute->name);
  return found == holder->end() ? nullptr : &*found;
}

}  // namespace idproctor::reference::scim
