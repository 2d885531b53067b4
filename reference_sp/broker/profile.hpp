#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/broker/roles.hpp"
#include "reference_sp/saml/assertion_consumer.hpp"

namespace idproctor::reference::broker {

/// The profile of a login, as WorkOS shows it: idp_id is the NameID; e-mail address and names are recognised
/// in the attributes by their usual names. Its id is the same at every login. `groups` of the attributes
/// decide the role where there are any, else `account_roles`.
Json login_profile(const Login& login, const std::string& connection_id, const std::string& organization_id,
                   const std::vector<std::string>& account_roles, const std::vector<RoleOfGroup>& map,
                   const Checks& checks);

}  // namespace idproctor::reference::broker
