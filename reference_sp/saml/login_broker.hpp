#pragma once

#include <string>

#include "foundation/http/message.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/saml/assertion_consumer.hpp"

namespace idproctor::reference {

/// Whoever stands behind the SAML service provider: has a say in who may log in, and sends browsers here on
/// behalf of an application, with an authorization that the login is for.
class LoginBroker {
 public:
  virtual ~LoginBroker() = default;
  /// Why nobody logs in at present by the first connection, or the second; empty: they may.
  virtual std::string refusal(bool second_connection) const = 0;
  /// The first connection's metadata came.
  virtual void metadata_came() = 0;
  /// They were taken away, or cannot be had, for a reason that is a sentence.
  virtual void metadata_missing(const std::string& reason) = 0;
  /// Somebody logged in, for an authorization or without one.
  virtual void logged_in() = 0;
  /// Where the browser goes after the login that the authorization was for.
  virtual std::string finished(const std::string& authorization, const Login& login,
                               const Account& account) = 0;
  /// Empty where the authorization is over.
  virtual std::string failed(const std::string& authorization, const std::string& reason) = 0;
};

}  // namespace idproctor::reference
