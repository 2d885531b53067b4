#include "reference_sp/scim/sort.hpp"

#include <algorithm>
#include <map>
#include <optional>

#include "foundation/core/clock.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

using Key = std::optional<std::string>;
using Places = std::map<const ResourceType*, Place>;

Outcome<Places> places_of(const Sorting& sorting, const ResourceTypes& types) {
  Places places;
  for (const ResourceType* type : types) {
    auto place = type->resolve(sorting.by);
    if (!place) continue;
    const Attribute* leaf = place->sub ? place->sub : place->attribute;
    if (leaf && leaf->is_complex()) place->sub = leaf = leaf->sub("value");
    if (!leaf || place->attribute->returned == Returned::never) {
      return bad_request("invalidValue",
                         "sortBy: " + in_quotes(sorting.by.name) + " has no value to sort by.");
    }
    places.emplace(type, *place);
  }
  if (places.empty()) {
    return bad_request("invalidValue", "sortBy: there is no attribute " + in_quotes(sorting.by.name) + ".");
  }
  return places;
}

// Of several values the primary one, or else the first.
const Json* chosen(const Json& value) {
  if (!value.is_array()) return &value;
  for (const Json& element : value) {
    if (element.is_object() && element.value("primary", false)) return &element;
  }
  return value.empty() ? nullptr : &value[0];
}

// A text whose bytes sort as the attribute's type wants it.
std::string sortable(const Json& value, const Attribute& attribute, const Checks& checks) {
  std::string text = to_text(value);
  if (attribute.type == Type::date_time) {
    if (const auto time = parse_time(text)) return format_time(*time);
  }
  return attribute.case_exact || checks.off("sort-case") ? text : to_lower(text);
}

Key key_of(const Json& document, const Place& place, const Checks& checks) {
  const Json* value = value_at(document, place);
  if (value) value = chosen(*value);
  if (value && place.sub) {
    const auto found = value->find(place.sub->name);
    value = found == value->end() ? nullptr : &*found;
  }
  if (!value) return std::nullopt;
  return sortable(*value, place.sub ? *place.sub : *place.attribute, checks);
}

// Whether a comes before b in ascending order.
bool precedes(const Key& a, const Key& b) {
  return a && (!b || *a < *b);
}

}  // namespace

Outcome<> sort_resources(Resources& resources, const Sorting& sorting, const ResourceTypes& types,
                         const Checks& checks, const std::function<Json(const Resource&)>& show) {
  const auto places = places_of(sorting, types);
  if (!places) return places.error();
  std::vector<std::pair<Key, const Resource*>> keyed;
  for (const Resource* resource : resources) {
    const auto place = places->find(resource->type);
    const bool computed =
        equals_ignoring_case(sorting.by.name, "groups") || equals_ignoring_case(sorting.by.name, "members");
    keyed.emplace_back(place == places->end()
                           ? Key()
                           : key_of(computed ? show(*resource) : resource->document, place->second, checks),
                       resource);
  }
  if (checks.off("sort-missing")) std::erase_if(keyed, [](const auto& one) { return !one.first; });
  const bool descending = sorting.descending && checks.on("sort-order");
  std::ranges::stable_sort(keyed, [&](const auto& a, const auto& b) {
    return descending ? precedes(b.first, a.first) : precedes(a.first, b.first);
  });
  resources.clear();
  for (const auto& [key, resource] : keyed) resources.push_back(resource);
  return {};
}

}  // namespace idproctor::reference::scim
