#pragma once

#include <string>

#include "foundation/core/result.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

/// The account that a verified identity may log in to. An unknown identity gets an account where just-in-time
/// provisioning is on; a deactivated account stays deactivated and is refused. The checks "jit-resurrection"
/// and "deactivated-login" decide here.
Result<Account> log_in_to_account(Accounts& accounts, const std::string& identity,
                                  const Attributes& attributes, bool just_in_time, const Checks& checks);

}  // namespace idproctor::reference
