#pragma once

#include <string>

#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "mock_idp/builder.hpp"

namespace idproctor::mock_idp {

/// A message of the HTTP-Redirect binding: deflated, base64, and signed over the query instead of in the
/// message (SAML bindings 3.4.4.1).
struct RedirectMessage {
  std::string query;  ///< SAMLRequest=...&RelayState=...&SigAlg=...&Signature=...
  Message message;
};

/// The recipe's `sign` stage without elements signs the query, with its key and algorithm; edits after it
/// change the message that travels under that signature. `parameter` is SAMLRequest or SAMLResponse.
Result<RedirectMessage> build_redirect_message(const Dialect& dialect, KeyRing& keys, const Login& login,
                                               const Recipe& recipe, const std::string& parameter,
                                               const std::string& relay_state, Seed seed);

}  // namespace idproctor::mock_idp
