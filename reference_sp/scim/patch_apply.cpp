#include "reference_sp/scim/patch_apply.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/patch_values.hpp"

namespace idproctor::reference::scim {

namespace {

using Kind = PatchOperation::Kind;

ScimError read_only(const Attribute& attribute) {
  return bad_request("mutability", attribute.name + " cannot be changed by clients.");
}

class Patcher {
 public:
  Patcher(const ResourceType& type, const Checks& checks, Json& resource)
      : type_(type), checks_(checks), resource_(resource) {}

  Outcome<> apply(const PatchOperation& operation) {
    if (checks_.off("patch-operation-case") && operation.op != to_lower(operation.op)) return {};
    if (operation.path && passes_over(*operation.path)) return {};
    if (operation.path) return at(operation.kind, *operation.path, operation.value);
    if (checks_.off("patch-without-path")) return {};
    return merge(operation.kind, operation.value);
  }

 private:
  // The mistakes that answer with success to a path that they do not understand.
  bool passes_over(const PatchPath& path) const {
    if (path.filter && checks_.off("patch-brackets")) return true;
    const auto place = type_.resolve(path.attribute);
    if (!place) return checks_.off("patch-path-known");
    if (!place->attribute) return false;
    const bool qualified = !path.attribute.urn.empty();
    if (qualified && checks_.off(place->extension ? "patch-extension-path" : "patch-path-urn")) return true;
    const bool as_in_schema = path.attribute.name == place->attribute->name &&
                              (!place->sub || path.attribute.sub == place->sub->name);
    return !as_in_schema && checks_.off("patch-path-case");
  }

  // "name.givenName" and URN:employeeNumber among the names of a value without path.
  bool is_dotted(const PatchPath& path) const {
    const auto place = type_.resolve(path.attribute);
    return place && place->attribute && (place->sub || !path.attribute.urn.empty());
  }

  // An operation without path: each member of the value is one with its name as the path.
  Outcome<> merge(Kind kind, const Json& value) {
    if (kind == Kind::remove) {
      if (checks_.off("patch-no-target")) return {};
      return bad_request("noTarget", "A remove operation needs a path.");
    }
    if (!value.is_object()) {
      return bad_request("invalidValue", "An operation without path needs an object as its value.");
    }
    for (auto item = value.begin(); item != value.end(); ++item) {
      auto path = parse_patch_path(item.key());
      if (!path) {
        return bad_request("invalidPath", in_quotes(item.key()) + ": " + describe(path.error()) + ".");
      }
      if (is_sent_along(*path, item.value())) continue;
      if (is_dotted(*path) && checks_.off("patch-dotted-names")) continue;
      if (auto done = at(kind, *path, item.value()); !done) return done;
    }
    return {};
  }

  // Clients that merge a whole resource repeat what only the server sets (Okta sends the group's id with a
  // new name). The same id, and whatever else is readOnly, is not meant as a change, just as in PUT.
  bool is_sent_along(const PatchPath& path, const Json& value) const {
    const auto place = type_.resolve(path.attribute);
    if (!place || !place->attribute || place->attribute->mutability != Mutability::read_only) return false;
    return place->attribute->name != "id" || value == resource_.at("id");
  }

  Outcome<> at(Kind kind, const PatchPath& path, const Json& value) {
    const auto place = type_.resolve(path.attribute);
    if (!place) {
      return bad_request("invalidPath",
                         type_.name + " has no attribute " + in_quotes(path.attribute.name) +
                             (path.attribute.sub.empty() ? "" : " with " + in_quotes(path.attribute.sub)) +
                             ".");
    }
    if (!place->attribute) {
      return path.filter ? no_brackets(type_.name) : at_extension(kind, *place->extension, value);
    }
    if (place->attribute->mutability == Mutability::read_only) {
      if (checks_.off("patch-read-only")) return {};
      return read_only(*place->attribute);
    }
    if (place->sub && (place->sub->mutability == Mutability::read_only ||
                       place->sub->mutability == Mutability::immutable)) {
      return read_only(*place->sub);
    }
    // Null unassigns (RFC 7643 section 2.5): replacing by it removes, and adding it adds nothing.
    if (kind == Kind::add && value.is_null()) return {};
    if (kind == Kind::replace && value.is_null()) {
      if (checks_.off("patch-null")) return {};
      kind = Kind::remove;
    }

    Json& holder = place->extension ? extension_object(*place->extension) : resource_;
    auto changed = changed_value(kind, *place, path, value, holder.value(place->attribute->name, Json()));
    if (!changed) return changed.error();
    if (!changed->is_null()) {
      holder[place->attribute->name] = std::move(*changed);
      return {};
    }
    if (place->attribute->required) {
      if (checks_.off("patch-required")) return {};
      return bad_request("mutability", place->attribute->name + " is required and cannot be removed.");
    }
    holder.erase(place->attribute->name);
    return {};
  }

  Json& extension_object(const Schema& extension) {
    Json& object = resource_[extension.id];
    if (!object.is_object()) object = Json::object();
    return object;
  }

  static ScimError no_brackets(const std::string& name) {
    return bad_request("invalidPath", name + " has one value; brackets select among many.");
  }

  // The extension as a whole, named by its URN.
  Outcome<> at_extension(Kind kind, const Schema& extension, const Json& value) {
    if (kind == Kind::remove || value.is_null()) {
      resource_.erase(extension.id);
      return {};
    }
    if (!value.is_object()) return bad_request("invalidValue", extension.id + " must be an object.");
    for (auto item = value.begin(); item != value.end(); ++item) {
      auto path = parse_patch_path(extension.id + ":" + item.key());
      if (!path) {
        return bad_request("invalidPath", in_quotes(item.key()) + ": " + describe(path.error()) + ".");
      }
      if (auto done = at(kind, *path, item.value()); !done) return done;
    }
    return {};
  }

  // What the attribute is after the operation; null when nothing is left of it.
  Outcome<Json> changed_value(Kind kind, const Place& place, const PatchPath& path, const Json& value,
                              Json current) {
    const Attribute& attribute = *place.attribute;
    if (attribute.multi_valued) {
      const ValuesPath within{attribute, place.sub, path.filter ? &*path.filter : nullptr};
      return patched_values(kind, within, value, std::move(current), checks_);
    }
    if (path.filter) return no_brackets(attribute.name);
    if (kind == Kind::remove && checks_.off("patch-remove-attribute") && !attribute.required) return current;
    if (!place.sub) {
      return kind == Kind::remove ? Json(nullptr) : set_single(attribute, value, std::move(current));
    }
    if (!current.is_object() || place.sub->name == "value") current = Json::object();
    return with_sub(attribute, *place.sub, kind == Kind::remove ? Json(nullptr) : value, std::move(current),
                    checks_);
  }

  Outcome<Json> set_single(const Attribute& attribute, const Json& value, Json current) {
    // A complex value gains or changes the sub-attributes that are sent. One that has a "value" (manager) is
    // another thing when that changes, so nothing of the old one stays.
    if (checks_.on("patch-merge") && attribute.is_complex() && !attribute.sub("value") &&
        current.is_object() && value.is_object()) {
      return merged(attribute, value, std::move(current), checks_);
    }
    return read_value(attribute, value, checks_);
  }

  const ResourceType& type_;
  const Checks& checks_;
  Json& resource_;
};

}  // namespace

namespace {

// The mistake of "patch-order": removals are collected and come last.
std::vector<PatchOperation> in_order(std::vector<PatchOperation> operations, const Checks& checks) {
  if (checks.off("patch-order")) {
    std::stable_partition(operations.begin(), operations.end(),
                          [](const PatchOperation& operation) { return operation.kind != Kind::remove; });
  }
  return operations;
}

}  // namespace

Outcome<> apply_patch(const std::vector<PatchOperation>& operations, const ResourceType& type,
                      const Checks& checks, Json& resource) {
  Patcher patcher(type, checks, resource);
  for (const PatchOperation& operation : in_order(operations, checks)) {
    if (auto done = patcher.apply(operation); !done) return done;
  }
  return {};
}

}  // namespace idproctor::reference::scim
