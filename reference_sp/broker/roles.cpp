#include "reference_sp/broker/roles.hpp"

#include <algorithm>

namespace idproctor::reference::broker {

namespace {

constexpr const char* default_role = "member";

bool is_meant(const RoleOfGroup& row, const std::string& name) {
  return name == row.group || name.starts_with(row.group + " ");
}

void add_once(const std::string& role, std::vector<std::string>& roles) {
  if (std::ranges::count(roles, role) == 0) roles.push_back(role);
}

/// The mistake of "app-role-priority": the group that was joined last decides, whether it has a role or not.
std::vector<std::string> role_of_last(const std::vector<std::string>& groups,
                                      const std::vector<RoleOfGroup>& map) {
  for (const RoleOfGroup& row : map) {
    if (!groups.empty() && is_meant(row, groups.back())) return {row.role};
  }
  return {default_role};
}

}  // namespace

std::vector<std::string> roles_of(const std::vector<std::string>& groups, const std::vector<RoleOfGroup>& map,
                                  const Checks& checks) {
  if (checks.off("app-role-priority")) return role_of_last(groups, map);
  std::vector<std::string> roles;
  for (const RoleOfGroup& row : map) {
    if (std::ranges::any_of(groups, [&](const std::string& name) { return is_meant(row, name); }))
      add_once(row.role, roles);
  }
  if (roles.empty()) roles.emplace_back(default_role);
  return roles;
}

}  // namespace idproctor::reference::broker
