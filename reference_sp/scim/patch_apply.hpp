#pragma once

#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/patch.hpp"
#include "reference_sp/scim/resource_type.hpp"

namespace idproctor::reference::scim {

/// Applies operations in their order to `resource`. After an error the resource is half changed: work on a
/// copy. Beyond RFC 7644 section 3.5.2 it takes what providers send:
/// - an operation without path may name attributes by dotted and URN-qualified paths (Entra ID's flagged
/// mode);
/// - "remove" with a value removes only the values that it names (Entra ID, JumpCloud, authentik);
/// - emails[type eq "work"].value creates the value when no such one exists (Entra ID).
/// Errors: 400 with invalidPath, invalidFilter, invalidValue, noTarget or mutability.
Outcome<> apply_patch(const std::vector<PatchOperation>& operations, const ResourceType& type,
                      const Checks& checks, Json& resource);

}  // namespace idproctor::reference::scim
