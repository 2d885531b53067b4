#include "reference_sp/scim/patch.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "reference_sp/scim/attribute_value.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

namespace {

bool names_patch_op(const Json& schemas) {
  return schemas.is_array() && std::ranges::any_of(schemas, [](const Json& urn) {
           return urn.is_string() && equals_ignoring_case(urn.get_ref<const std::string&>(), patch_op_urn);
         });
}

std::optional<PatchOperation::Kind> kind_of(std::string_view op) {
  if (equals_ignoring_case(op, "add")) return PatchOperation::Kind::add;
  if (equals_ignoring_case(op, "remove")) return PatchOperation::Kind::remove;
  if (equals_ignoring_case(op, "replace")) return PatchOperation::Kind::replace;
  return std::nullopt;
}

bool is_unknown_operation(const Json& json) {
  const Json* op = member(json, "op");
  return op && op->is_string() && !kind_of(op->get_ref<const std::string&>());
}

// What the mistake of "patch-message" takes for granted, and runs into trouble without.
bool is_as_expected(const Json& body) {
  if (!body.is_object() || !body.contains("schemas") || !body.contains("Operations")) return false;
  const Json& list = body["Operations"];
  return list.is_array() && !list.empty() &&
         std::ranges::all_of(list, [](const Json& operation) { return member(operation, "op") != nullptr; });
}

Outcome<PatchOperation> parse_operation(const Json& json) {
  const Json* op = member(json, "op");
  if (!op || !op->is_string()) {
    return bad_request("invalidSyntax", "An operation must be an object with an op.");
  }
  PatchOperation operation;
  operation.op = op->get<std::string>();
  const auto kind = kind_of(operation.op);
  if (!kind) {
    return bad_request("invalidSyntax",
                       "The op must be add, remove or replace, not " + in_quotes(operation.op) + ".");
  }
  operation.kind = *kind;
  if (const Json* value = member(json, "value")) operation.value = *value;

  const Json* path = member(json, "path");
  if (path && !path->is_null() && !path->is_string()) {
    return bad_request("invalidPath", "The path must be a string.");
  }
  if (!path || path->is_null() || trim(path->get_ref<const std::string&>()).empty()) return operation;
  const auto& text = path->get_ref<const std::string&>();
  auto parsed = parse_patch_path(text);
  if (!parsed) {
    return bad_request("invalidPath", "Path " + in_quotes(text) + ": " + describe(parsed.error()) + ".");
  }
  operation.path = std::move(*parsed);
  return operation;
}

}  // namespace

Outcome<std::vector<PatchOperation>> parse_patch(const Json& body, const Checks& checks) {
  if (checks.off("patch-message") && !is_as_expected(body)) {
    return ScimError{500, "", "Operations is not iterable"};
  }
  if (!body.is_object()) return bad_request("invalidSyntax", "The body must be a JSON object.");
  if (const Json* schemas = member(body, "schemas"); schemas && !names_patch_op(*schemas)) {
    return bad_request("invalidSyntax", "schemas must name " + std::string(patch_op_urn) + ".");
  }
  const Json* list = member(body, "Operations");
  if (!list || !list->is_array() || list->empty()) {
    return bad_request("invalidSyntax", "Operations must be a list that is not empty.");
  }
  std::vector<PatchOperation> operations;
  for (const Json& json : *list) {
    if (checks.off("patch-operation-known") && is_unknown_operation(json)) continue;
    auto operation = parse_operation(json);
    if (!operation) return operation.error();
    operations.push_back(std::move(*operation));
  }
  return operations;
}

}  // namespace idproctor::reference::scim
