#pragma once

#include <map>
#include <string>

#include "foundation/core/json.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/scim/error.hpp"
#include "reference_sp/scim/store.hpp"

namespace idproctor::reference::scim {

/// What a user must be before it is stored: userName is there and nobody else's without regard to case. `id`
/// is the user's own. Errors: 400 invalidValue, 409 uniqueness.
Outcome<> check_user(const Json& user, const std::string& id, const Store& store, const Checks& checks);

bool is_active(const Json& user);

/// Adds the groups attribute (RFC 7643 section 4.1.2) to a user that is about to be shown.
void show_groups(const std::string& id, const Store& store, const std::string& base_url, Json& user);

Account to_account(const Resource& user);

/// The body of POST /Users for a first login: `attributes` are SAML attribute names and first values. Names
/// and e-mail address are recognised by their plain names, by OID and by claim URI.
Json user_from_login(const std::string& identity, const std::map<std::string, std::string>& attributes);

}  // namespace idproctor::reference::scim
