#include "reference_sp/saml/account_login.hpp"

#include "foundation/core/text.hpp"
#include "reference_sp/saml/mistakes.hpp"

namespace idproctor::reference {
namespace {

std::map<std::string, std::string> first_values(const Attributes& attributes) {
  std::map<std::string, std::string> first;
  for (const auto& [name, values] : attributes) {
    if (!values.empty()) first[name] = values.front();
  }
  return first;
}

// The mistake of "deactivated-letters": who writes the name of a deactivated account in other letters is new.
bool is_overlooked(const Account& account, const std::string& identity, const Checks& checks) {
  return checks.off("deactivated-letters") && !account.active && account.user_name != identity &&
         account.email != identity;
}

}  // namespace

Result<Account> log_in_to_account(Accounts& accounts, const std::string& signed_identity,
                                  const Attributes& attributes, bool just_in_time, const Checks& checks) {
  const std::string identity =
      checks.on("exact-identity") ? signed_identity : without_look_alikes(signed_identity);
  auto account = accounts.find_account(identity);
  if (account && just_in_time && is_overlooked(*account, identity, checks)) {
    return Account{account->id, identity, identity, true};
  }
  if (!account) {
    if (just_in_time) return accounts.create_account(identity, first_values(attributes));
    return invalid("there is no account for \"" + printable(identity, 200) + "\"");
  }
  if (account->active) return *account;

  if (just_in_time && checks.off("jit-resurrection")) {
    accounts.set_active(account->id, true);
    account->active = true;
    return *account;
  }
  if (checks.off("deactivated-login")) return *account;
  return invalid("the account of \"" + printable(identity, 200) + "\" is deactivated");
}

}  // namespace idproctor::reference
