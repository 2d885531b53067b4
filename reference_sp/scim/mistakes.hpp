#pragma once

#include "foundation/core/json.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference::scim {

// What the directory does to a document when a check is off.

/// Has `to` agree with `from` about one attribute.
void copy_or_erase(const char* name, const Json& from, Json& to);
/// "profile-update": a user's first name stays for ever.
void keep_names(const Json& from, Json& to);
/// "group-create-members", "user-name-characters", "user-name-kept": what a new resource is stored with.
void change_new_resource(bool is_user, const Checks& checks, Json& attributes);
/// "put-null": what is null or empty in the body counts as not sent.
void keep_nulls(const Json& body, const Json& before, Json& attributes);

}  // namespace idproctor::reference::scim
