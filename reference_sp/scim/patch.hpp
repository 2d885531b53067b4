#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/patch_path.hpp"

namespace idproctor::reference::scim {

/// One operation of a PatchOp message (RFC 7644 section 3.5.2).
struct PatchOperation {
  enum class Kind { add, remove, replace };
  Kind kind = Kind::add;
  std::string op;                 ///< as it was sent; Entra ID writes "Replace"
  std::optional<PatchPath> path;  ///< absent when the value's own names say what is meant
  Json value;                     ///< null when there is none
};

/// Reads a PatchOp message. Member names and operations compare without case; schemas may be left out, as
/// some clients do. Errors: 400 invalidSyntax for the message, invalidPath for a path, noTarget for "remove"
/// alone.
Outcome<std::vector<PatchOperation>> parse_patch(const Json& body, const Checks& checks);

}  // namespace idproctor::reference::scim
