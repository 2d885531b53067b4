#pragma once

#include <string>

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

/// What a group must be before it is stored: displayName is there, every member is a user or group that
/// exists, and none stands there twice. Completes the members' types. Errors: 400 invalidValue.
Outcome<> check_group(const std::string& id, const Store& store, const Checks& checks, Json& group);

/// Takes a member that is no more out of a group.
void remove_member(const std::string& member_id, Json& group);

/// Adds $ref and display to the members of a group that is about to be shown.
void show_members(const Store& store, const std::string& base_url, Json& group);

}  // namespace idproctor::reference::scim
