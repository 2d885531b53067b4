#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"

namespace idproctor::reference::broker {

/// What the broker knows of a user or group besides what its SCIM resource says.
struct Names {
  std::string id, directory_id, organization_id;
  std::string created_at, updated_at;
};

/// The user as the API and the events show it, made from the SCIM resource (RFC 7643 section 4.1). `roles`
/// begins with the one that counts. The e-mail address is the primary one, else that for work, else that at
/// home, else any, else the userName where that is one. Without externalId the identity provider's id is the
/// userName.
Json directory_user(const Names& names, const Json& scim_user, const std::vector<std::string>& roles);

/// Without externalId the identity provider's id of a group is its name.
Json directory_group(const Names& names, const Json& scim_group);

/// What stood in `before` where `after` says something else, of custom_attributes one by one. Empty where
/// nothing but updated_at changed.
Json previous_attributes(const Json& before, const Json& after);

}  // namespace idproctor::reference::broker
