#pragma once

#include <string>
#include <vector>

#include "reference_sp/checks.hpp"

namespace idproctor::reference::broker {

/// Members of groups by this name, or whose name begins with it and a blank ("Admins Berlin"), have the role.
/// The first of a list is the strongest.
struct RoleOfGroup {
  std::string group, role;
};

/// The roles of somebody in these groups, the one that counts first; "member" where no group has a role.
/// `groups` are names, in the order in which the user joined them. The check "app-role-priority" decides
/// here.
std::vector<std::string> roles_of(const std::vector<std::string>& groups, const std::vector<RoleOfGroup>& map,
                                  const Checks& checks);

}  // namespace idproctor::reference::broker
