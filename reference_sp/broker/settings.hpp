#pragma once

#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "reference_sp/broker/roles.hpp"

namespace idproctor::reference::broker {

/// What becomes of a user whom the identity provider deactivates. `remove`: gone, and whoever returns is a
/// new user without memberships. `keep`: the same user in the state inactive.
enum class Inactive { keep, remove };

struct Settings {
  Inactive inactive = Inactive::remove;
  std::vector<RoleOfGroup> roles{{"Admins", "admin"}, {"Staff", "member"}};
  Milliseconds first_retry{
      1'000};  ///< until a webhook that failed is tried again; then twice that, and so on
};

}  // namespace idproctor::reference::broker
