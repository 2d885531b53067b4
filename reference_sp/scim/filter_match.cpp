#include "reference_sp/scim/filter_match.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/compare.hpp"

namespace idproctor::reference::scim {

namespace {

// What names in a filter refer to: a resource's attributes, or the sub-attributes of one attribute.
struct Scope {
  const ResourceType* type = nullptr;
  const Attribute* element = nullptr;
  const ResourceTypes* searched = nullptr;
  const Checks* checks = nullptr;

  bool off(std::string_view check) const { return checks && checks->off(check); }

  // Another type of the query has the attribute, and this one has not.
  bool lacks(const AttributePath& path) const {
    return searched && !resolve(path) && std::ranges::any_of(*searched, [&](const ResourceType* other) {
             return other->resolve(path).has_value();
           });
  }

  std::optional<Place> resolve(const AttributePath& path) const {
    if (type) {
      if (!path.urn.empty() && off("filter-urn")) return std::nullopt;
      const auto place = type->resolve(path);
      const bool other_case = place && place->attribute && place->attribute->name != path.name;
      return other_case && off("filter-names") ? std::nullopt : place;
    }
    if (!path.urn.empty() || !path.sub.empty()) return std::nullopt;
    const Attribute* sub = element->sub(path.name);
    if (!sub) return std::nullopt;
    return Place{nullptr, sub, nullptr};
  }
};

ScimError refused(const Filter& filter, const std::string& why) {
  return bad_request("invalidFilter", "position " + std::to_string(filter.position) + ": " + why);
}

std::string spelled(const AttributePath& path) {
  return in_quotes((path.urn.empty() ? "" : path.urn + ":") + path.name +
                   (path.sub.empty() ? "" : "." + path.sub));
}

// Calls `test` with each value that a place has, until one answers true.
bool any_value(const Json& holder, const Place& place, const std::function<bool(const Json&)>& test) {
  const Json* found = value_at(holder, place);
  if (!found) return false;
  const auto test_one = [&](const Json& value) {
    if (!place.sub) return test(value);
    const auto sub = value.find(place.sub->name);
    return sub != value.end() && test(*sub);
  };
  if (!found->is_array()) return test_one(*found);
  return std::ranges::any_of(*found, test_one);
}

Outcome<Place> resolved(const Filter& filter, const Scope& scope) {
  const auto place = scope.resolve(filter.path);
  if (!place) return refused(filter, "there is no attribute " + spelled(filter.path));
  if (place->attribute && place->attribute->returned == Returned::never && !scope.off("returned-never")) {
    return refused(filter, place->attribute->name + " cannot be searched");
  }
  return *place;
}

// No value is null: equal to null, and unequal to everything else.
bool fits_without_value(const Filter& filter) {
  return filter.kind == Filter::Kind::compare &&
         filter.comparison == (filter.value.is_null() ? Comparison::eq : Comparison::ne);
}

Outcome<Predicate> bind_comparison(const Filter& filter, const Scope& scope) {
  auto place = resolved(filter, scope);
  if (!place) return place.error();
  if (!place->attribute) return refused(filter, spelled(filter.path) + " is an extension");
  const Attribute* leaf = place->sub ? place->sub : place->attribute;
  if (leaf->is_complex()) {
    place->sub = leaf->sub("value");
    if (!place->sub) return refused(filter, leaf->name + " has no single value to compare with");
    leaf = place->sub;
  }
  Attribute compared = *leaf;
  if (scope.off("filter-case")) compared.case_exact = true;
  if (scope.off("filter-case-exact")) compared.case_exact = false;
  auto test = comparison_test(compared, filter.comparison, filter.value);
  if (!test && scope.off("filter-types")) return Predicate([](const Json&) { return false; });
  if (!test) return refused(filter, test.error().message);

  const bool without_value = fits_without_value(filter);
  return Predicate([place = *place, test = std::move(*test), without_value](const Json& holder) {
    bool has_value = false;
    const bool fits = any_value(holder, place, [&](const Json& value) {
      has_value = true;
      return test(value);
    });
    return has_value ? fits : without_value;
  });
}

Outcome<Predicate> bind(const Filter& filter, const Scope& scope);

Outcome<std::vector<Predicate>> bind_parts(const Filter& filter, const Scope& scope) {
  std::vector<Predicate> parts;
  for (const Filter& part : filter.parts) {
    auto bound = bind(part, scope);
    if (!bound) return bound.error();
    parts.push_back(std::move(*bound));
  }
  return parts;
}

Outcome<Predicate> bind_values(const Filter& filter, const Scope& scope) {
  auto place = resolved(filter, scope);
  if (!place) return place.error();
  if (!place->attribute || !place->attribute->is_complex()) {
    return refused(filter, spelled(filter.path) + " has no sub-attributes to select by");
  }
  auto inner = bind(filter.parts[0], Scope{nullptr, place->attribute, nullptr, scope.checks});
  if (!inner) return inner;
  return Predicate([place = *place, inner = std::move(*inner)](const Json& holder) {
    return any_value(holder, place, inner);
  });
}

Outcome<Predicate> bind(const Filter& filter, const Scope& scope) {
  if (!filter.path.name.empty() && scope.lacks(filter.path)) {
    return Predicate([fits = fits_without_value(filter)](const Json&) { return fits; });
  }
  switch (filter.kind) {
    case Filter::Kind::compare:
      return bind_comparison(filter, scope);
    case Filter::Kind::present: {
      auto place = resolved(filter, scope);
      if (!place) return place.error();
      return Predicate([place = *place](const Json& holder) {
        return any_value(holder, place, [](const Json&) { return true; });
      });
    }
    case Filter::Kind::values:
      return bind_values(filter, scope);
    case Filter::Kind::both:
    case Filter::Kind::either:
    case Filter::Kind::negation:
      break;
  }
  auto parts = bind_parts(filter, scope);
  if (!parts) return parts.error();
  return Predicate([kind = filter.kind, parts = std::move(*parts)](const Json& holder) {
    const auto fits = [&](const Predicate& part) { return part(holder); };
    if (kind == Filter::Kind::both) return std::ranges::all_of(parts, fits);
    if (kind == Filter::Kind::either) return std::ranges::any_of(parts, fits);
    return !parts[0](holder);
  });
}

}  // namespace

Outcome<Predicate> bind_filter(const Filter& filter, const ResourceType& type, const ResourceTypes& searched,
                               const Checks& checks) {
  return bind(filter, Scope{&type, nullptr, &searched, &checks});
}

Outcome<Predicate> bind_element_filter(const Filter& filter, const Attribute& attribute) {
  return bind(filter, Scope{nullptr, &attribute});
}

bool mentions(const Filter& filter, std::string_view attribute_name) {
  return equals_ignoring_case(filter.path.name, attribute_name) ||
         equals_ignoring_case(filter.path.sub, attribute_name) ||
         std::ranges::any_of(filter.parts,
                             [&](const Filter& part) { return mentions(part, attribute_name); });
}

}  // namespace idproctor::reference::scim
