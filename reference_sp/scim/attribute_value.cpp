#include "reference_sp/scim/attribute_value.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"

namespace idproctor::reference::scim {

namespace {

ScimError wrong_type(const Attribute& attribute, std::string_view wanted, const Json& sent,
                     const Checks& checks) {
  if (checks.off("body-types")) return {500, "", "Internal Server Error"};
  return bad_request("invalidValue", attribute.name + " must be " + std::string(wanted) + ", not " +
                                         std::string(sent.type_name()) + ".");
}

Outcome<Json> read_boolean(const Attribute& attribute, const Json& sent, const Checks& checks) {
  if (sent.is_boolean()) return Json(sent);
  if (!sent.is_string()) return wrong_type(attribute, "a boolean", sent, checks);
  const auto& text = sent.get_ref<const std::string&>();
  if (attribute.name == "active" && checks.off("active-boolean")) return Json(!text.empty());
  if (attribute.name == "primary" && checks.off("primary-boolean")) return Json(!text.empty());
  // Entra ID writes booleans as text unless it is told otherwise.
  if (equals_ignoring_case(text, "true")) return Json(true);
  if (equals_ignoring_case(text, "false")) return Json(false);
  return bad_request("invalidValue", attribute.name + " must be true or false, not " + in_quotes(text) + ".");
}

Outcome<Json> read_text(const Attribute& attribute, std::string text, const Checks& checks) {
  if (text.size() > 255 && checks.off("long-text")) {
    return ScimError{500, "", "value too long for type character varying(255): " + attribute.name};
  }
  if (checks.off("unicode-text")) {
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) > 127; }, '?');
  }
  if (checks.off("markup-text")) text = replace_all(std::move(text), "<", "&lt;");
  return Json(text);
}

Outcome<Json> read_complex(const Attribute& attribute, const Json& sent, const Checks& checks) {
  if (!sent.is_object()) {
    const Attribute* value = attribute.sub("value");
    if (!value || !sent.is_string() || checks.off("manager-forms"))
      return wrong_type(attribute, "an object", sent, checks);
    if (sent.get_ref<const std::string&>().empty()) return Json(nullptr);
    return Json{{value->name, sent}};
  }
  Json read = Json::object();
  for (const Attribute& sub : attribute.sub_attributes) {
    const Json* sent_sub = member(sent, sub.name);
    if (!sent_sub || sub.mutability == Mutability::read_only) continue;
    auto value = read_value(sub, *sent_sub, checks);
    if (!value) return value;
    if (!value->is_null()) read[sub.name] = std::move(*value);
  }
  if (read.empty()) return Json(nullptr);
  return read;
}

// A value of which something was sent, but not what makes it one.
bool lacks_required(const Attribute& attribute, const Json& sent, const Json& read) {
  return sent.is_object() && !sent.empty() &&
         std::ranges::any_of(attribute.sub_attributes, [&](const Attribute& sub) {
           return sub.required && !(read.is_object() && read.contains(sub.name));
         });
}

Outcome<Json> read_plural(const Attribute& attribute, const Json& sent, const Checks& checks) {
  Json read = Json::array();
  // Some templates send one object where a list belongs.
  const Json one = sent.is_array() ? Json() : Json::array({sent});
  bool has_primary = false;
  if (!sent.is_array() && checks.off("list-of-one")) {
    return ScimError{500, "", attribute.name + ".map is not a function"};
  }
  for (const Json& element : sent.is_array() ? sent : one) {
    auto value = read_element(attribute, element, checks);
    if (!value) return value;
    if (lacks_required(attribute, element, *value)) {
      return bad_request("invalidValue", "A value of " + attribute.name + " lacks what is required of it.");
    }
    if (value->is_null()) continue;
    if (value->is_object() && value->value("primary", false)) {
      // Only one value is primary (RFC 7643 section 2.4); the first that says so.
      if (has_primary && checks.on("one-primary")) (*value)["primary"] = false;
      has_primary = true;
    }
    read.push_back(std::move(*value));
  }
  if (read.empty()) return Json(nullptr);
  if (read.size() > 10 && checks.off("many-values")) read.erase(read.begin() + 10, read.end());
  return read;
}

Outcome<> read_attributes(const Schema& schema, const Json& body, const Checks& checks, Json& read) {
  for (const Attribute& attribute : schema.attributes) {
    const Json* sent = member(body, attribute.name);
    if (!sent || attribute.mutability == Mutability::read_only) continue;
    if (sent->is_null() && checks.off("null-values"))
      return wrong_type(attribute, "something", *sent, checks);
    auto value = read_value(attribute, *sent, checks);
    if (!value) return value.error();
    if (!value->is_null()) read[attribute.name] = std::move(*value);
  }
  return {};
}

bool has_unknown_extension(const ResourceType& type, const Json& body) {
  return std::ranges::any_of(body.items(), [&](const auto& item) {
    return to_lower(item.key()).starts_with("urn:") && !type.extension(item.key());
  });
}

}  // namespace

const Json* member(const Json& object, std::string_view name) {
  if (!object.is_object()) return nullptr;
  for (auto item = object.begin(); item != object.end(); ++item) {
    if (equals_ignoring_case(item.key(), name)) return &item.value();
  }
  return nullptr;
}

Outcome<Json> read_element(const Attribute& attribute, const Json& sent, const Checks& checks) {
  if (sent.is_null()) return Json(nullptr);
  if (attribute.is_complex()) return read_complex(attribute, sent, checks);
  if (attribute.type == Type::boolean) return read_boolean(attribute, sent, checks);
  if (!sent.is_string()) return wrong_type(attribute, "a string", sent, checks);
  return read_text(attribute, sent.get<std::string>(), checks);
}

Outcome<Json> read_value(const Attribute& attribute, const Json& sent, const Checks& checks) {
  if (sent.is_null() || (sent.is_array() && sent.empty())) return Json(nullptr);
  if (attribute.multi_valued) return read_plural(attribute, sent, checks);
  if (attribute.name == "active" && sent.is_array() && checks.off("active-boolean")) return Json(true);
  // Entra ID sends the manager as a list of one.
  if (attribute.is_complex() && sent.is_array() && sent.size() == 1 && checks.on("manager-forms")) {
    return read_element(attribute, sent[0], checks);
  }
  return read_element(attribute, sent, checks);
}

Outcome<Json> read_resource(const ResourceType& type, const Json& body, const Checks& checks) {
  if (!body.is_object()) return bad_request("invalidSyntax", "The body must be a JSON object.");
  if (checks.off("extension-unknown") && has_unknown_extension(type, body)) {
    return ScimError{500, "", "Cannot read properties of undefined"};
  }
  Json read = Json::object();
  if (auto done = read_attributes(common_schema(), body, checks, read); !done) return done.error();
  if (auto done = read_attributes(type.schema, body, checks, read); !done) return done.error();
  for (const Schema* extension : type.extensions) {
    const Json* sent = member(body, extension->id);
    if (!sent || sent->is_null()) continue;
    if (!sent->is_object()) return bad_request("invalidValue", extension->id + " must be an object.");
    Json values = Json::object();
    if (auto done = read_attributes(*extension, *sent, checks, values); !done) return done.error();
    if (!values.empty()) read[extension->id] = std::move(values);
  }
  return read;
}

}  // namespace idproctor::reference::scim
