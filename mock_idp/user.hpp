#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"

namespace idproctor::mock_idp {

/// A person in the identity provider's directory.
struct User {
  std::string key;        ///< the name in scenarios: alice
  std::string id;         ///< the IdP's own id of the user, a UUID (Entra's objectId, Okta's user.id)
  std::string user_name;  ///< what the user signs in with; an e-mail address at every provider here
  std::string email;
  std::string given_name, family_name, display_name;
  std::vector<std::string> groups;
};

/// The values that templates know: id, userName, email, givenName, familyName, displayName; the first group
/// for "groups". nullopt for any other name.
std::optional<std::string> user_value(const User& user, std::string_view name);

/// The people of fixtures/users.yaml, by key. Addresses there are of example domains (RFC 2606).
Result<std::map<std::string, User>> load_users(const std::string& file);

/// The same person under a name that no target has met: "alice" becomes "alice.TAG", in the address too.
User fresh(const User& user, std::string_view tag);

}  // namespace idproctor::mock_idp
