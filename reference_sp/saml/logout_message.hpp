#pragma once

#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

/// A LogoutRequest or LogoutResponse that the identity provider vouches for. The document is what the
/// signature covers.
struct LogoutMessage {
  xml::Document document;
  std::string relay_state;
  bool is_request() const { return document.root().name() == "LogoutRequest"; }
};

/// By HTTP-Redirect (GET) or HTTP-POST. A message without a valid signature is refused (SAML profiles
/// 4.4.3.5 and 4.4.4), as is one that is not for us or not from the identity provider.
Result<LogoutMessage> read_logout_message(const http::Request& request, const Expected& expected);

}  // namespace idproctor::reference
