#include "reference_sp/scim/patch_values.hpp"

#include <algorithm>
#include <numeric>
#include <optional>
#include <vector>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/filter_match.hpp"

namespace idproctor::reference::scim {

namespace {

using Kind = PatchOperation::Kind;

bool same(const Json& a, const Json& b, const std::string& name) {
  return a.value(name, Json()) == b.value(name, Json());
}

// Two values that are one: the same value of the same type (RFC 7643 section 2.4), or the same throughout.
bool is_same_value(const Json& a, const Json& b) {
  if (!a.is_object() || !b.is_object() || !a.contains("value")) return a == b;
  return same(a, b, "value") && same(a, b, "type");
}

// True when `stored` is what a remove operation's value names: by its "value", and its type if that is given;
// without a "value", by all that is given.
bool is_named_by(const Json& stored, const Json& named) {
  if (!named.is_object() || !stored.is_object()) return stored == named;
  if (named.contains("value")) {
    return same(stored, named, "value") && (!named.contains("type") || same(stored, named, "type"));
  }
  for (auto item = named.begin(); item != named.end(); ++item) {
    if (!same(stored, named, item.key())) return false;
  }
  return true;
}

// Only one value is primary: the one that was set last.
void keep_one_primary(Json& values, std::size_t chosen, const Checks& checks) {
  if (checks.off("patch-primary")) return;
  if (!values[chosen].is_object() || !values[chosen].value("primary", false)) return;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (i != chosen && values[i].is_object() && values[i].value("primary", false)) {
      values[i]["primary"] = false;
    }
  }
}

void add_value(const Attribute& attribute, Json value, const Checks& checks, Json& values) {
  // Membership is by id; the type of a stored member was added by this side.
  const bool by_id = attribute.name == "members";
  const bool twice = checks.off(by_id ? "member-once" : "patch-values-once");
  const auto existing = std::ranges::find_if(values, [&](const Json& candidate) {
    if (twice) return false;
    return by_id ? same(candidate, value, "value") : is_same_value(candidate, value);
  });
  std::size_t chosen = values.size();
  if (existing == values.end()) {
    values.push_back(std::move(value));
  } else {
    chosen = static_cast<std::size_t>(existing - values.begin());
    if (value.is_object()) existing->update(value);
  }
  keep_one_primary(values, chosen, checks);
}

// What a filter of equalities says that a value has: type eq "work" gives {"type": "work"}. Nothing for any
// other filter.
bool collect_equalities(const Filter& filter, Json& equalities) {
  if (filter.kind == Filter::Kind::both) {
    return std::ranges::all_of(filter.parts,
                               [&](const Filter& part) { return collect_equalities(part, equalities); });
  }
  if (filter.kind != Filter::Kind::compare || filter.comparison != Comparison::eq) return false;
  equalities[filter.path.name] = filter.value;
  return true;
}

std::vector<std::size_t> all_of(const Json& values) {
  std::vector<std::size_t> indexes(values.size());
  std::iota(indexes.begin(), indexes.end(), std::size_t{0});
  return indexes;
}

// Values that the path selects, by index.
Outcome<std::vector<std::size_t>> selected(const ValuesPath& path, const Checks& checks, const Json& values) {
  if (!path.filter) return all_of(values);
  std::vector<std::size_t> indexes;
  const bool first_alone = checks.off("patch-brackets-whole") && path.filter->kind == Filter::Kind::both;
  auto predicate = bind_element_filter(first_alone ? path.filter->parts[0] : *path.filter, path.attribute);
  if (!predicate) return predicate.error();
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (values[i].is_object() && (*predicate)(values[i])) indexes.push_back(i);
  }
  return indexes;
}

// The mistake of "member-removal-exact": who is not found has index -1, and that is the last one.
void remove_last(const Attribute& attribute, const Checks& checks, Json& values) {
  if (attribute.name == "members" && checks.off("member-removal-exact") && !values.empty()) {
    values.erase(values.size() - 1);
  }
}

Outcome<> remove_values(const ValuesPath& path, const Json& sent, const Checks& checks, Json& values) {
  if (!path.filter && !path.sub && !sent.is_null()) {
    auto named = read_value(path.attribute, sent, checks);
    if (!named) return named.error();
    if (path.attribute.name == "members" && checks.off("member-removal") && !named->is_null()) {
      values = Json::array();
      return {};
    }
    const auto gone = std::erase_if(values.get_ref<Json::array_t&>(), [&](const Json& value) {
      return std::ranges::any_of(*named, [&](const Json& one) { return is_named_by(value, one); });
    });
    if (gone == 0) remove_last(path.attribute, checks, values);
    return {};
  }
  if (!path.filter && !path.sub && checks.off("patch-remove-all")) return {};
  auto indexes = selected(path, checks, values);
  if (!indexes) return indexes.error();
  if (indexes->empty()) remove_last(path.attribute, checks, values);
  for (auto index = indexes->rbegin(); index != indexes->rend(); ++index) {
    Json& value = values[*index];
    // A value without its "value" is nothing: {"type": "work"} is no e-mail address.
    const bool whole = !path.sub || path.sub->name == "value";
    if (!whole) value.erase(path.sub->name);
    if (whole || value.empty()) values.erase(*index);
  }
  return {};
}

Outcome<> create_value(const ValuesPath& path, const Json& sent, const Checks& checks, Json& values) {
  Json described = Json::object();
  if (path.filter && !collect_equalities(*path.filter, described)) {
    return bad_request("noTarget", "No value of " + path.attribute.name + " fits the filter.");
  }
  auto value = read_element(path.attribute, described, checks);
  if (!value) return value.error();
  if (value->is_null()) *value = Json::object();
  auto filled = path.sub ? with_sub(path.attribute, *path.sub, sent, std::move(*value), checks)
                         : merged(path.attribute, sent, std::move(*value), checks);
  if (!filled) return filled.error();
  if (!filled->is_null()) add_value(path.attribute, std::move(*filled), checks, values);
  return {};
}

Outcome<> set_selected(Kind kind, const ValuesPath& path, const Json& sent, const Checks& checks,
                       Json& values) {
  auto indexes = selected(path, checks, values);
  if (!indexes) return indexes.error();
  if (indexes->empty()) {
    if ((kind == Kind::replace && !path.sub) || (path.filter && checks.off("patch-creates-value"))) {
      return bad_request("noTarget", "No value of " + path.attribute.name + " fits the filter.");
    }
    return create_value(path, sent, checks, values);
  }
  if (!path.filter && indexes->size() > 1) {
    return bad_request("invalidPath", path.attribute.name + " has " + std::to_string(indexes->size()) +
                                          " values; the path must say which one.");
  }
  if (checks.off("patch-brackets-one")) *indexes = all_of(values);
  if (checks.off("patch-brackets-all")) indexes->resize(1);
  for (const std::size_t index : *indexes) {
    auto changed = path.sub ? with_sub(path.attribute, *path.sub, sent, std::move(values[index]), checks)
                            : merged(path.attribute, sent, std::move(values[index]), checks);
    if (!changed) return changed.error();
    values[index] = std::move(*changed);
    keep_one_primary(values, index, checks);
  }
  std::erase(values.get_ref<Json::array_t&>(), Json(nullptr));
  return {};
}

Outcome<> set_values(Kind kind, const ValuesPath& path, const Json& sent, const Checks& checks,
                     Json& values) {
  if (path.filter || path.sub) return set_selected(kind, path, sent, checks, values);
  auto read = read_value(path.attribute, sent, checks);
  if (!read) return read.error();
  if (kind == Kind::replace && sent == Json::array() && checks.off("members-emptied")) return {};
  const bool of_group = path.attribute.name == "members";
  const bool replaces = kind == Kind::replace ? checks.on("patch-replace-values")
                                              : checks.off(of_group ? "member-add" : "patch-add-values");
  if (replaces) values = Json::array();
  for (Json& value : *read) add_value(path.attribute, std::move(value), checks, values);
  return {};
}

}  // namespace

Outcome<Json> merged(const Attribute& attribute, const Json& sent, Json current, const Checks& checks) {
  const Json& object = sent.is_array() && sent.size() == 1 ? sent[0] : sent;
  auto read = read_element(attribute, object, checks);
  if (!read) return read;
  if (read->is_object()) current.update(*read);
  for (const Attribute& sub : attribute.sub_attributes) {
    const Json* sent_sub = member(object, sub.name);
    if (sent_sub && sent_sub->is_null()) current.erase(sub.name);
  }
  return read_element(attribute, current, checks);
}

Outcome<Json> with_sub(const Attribute& attribute, const Attribute& sub, const Json& sent, Json current,
                       const Checks& checks) {
  auto value = read_value(sub, sent, checks);
  if (!value) return value;
  if (value->is_null()) {
    current.erase(sub.name);
  } else {
    current[sub.name] = std::move(*value);
  }
  return read_element(attribute, current, checks);
}

Outcome<Json> patched_values(Kind kind, const ValuesPath& path, const Json& sent, Json current,
                             const Checks& checks) {
  if (!current.is_array()) current = Json::array();
  auto done = kind == Kind::remove ? remove_values(path, sent, checks, current)
                                   : set_values(kind, path, sent, checks, current);
  if (!done) return done.error();
  if (current.empty()) return Json(nullptr);
  return current;
}

}  // namespace idproctor::reference::scim
