#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::mock_idp {

/// A message that a service provider sent through the browser, by HTTP-Redirect or HTTP-POST: what it says,
/// and whether its signature is good.
struct SpMessage {
  std::string kind;     ///< the root element: "LogoutRequest", "LogoutResponse", "AuthnRequest"
  std::string binding;  ///< "Redirect" or "POST"
  std::string xml;
  std::string id, issuer, destination, issue_instant, relay_state;
  std::string name_id;                       ///< of a LogoutRequest
  std::vector<std::string> session_indexes;  ///< of a LogoutRequest
  std::string in_response_to, status, sub_status;
  /// "valid", "none", or why it does not verify. With several keys any of them may have signed.
  std::string signature;
};

/// From a URL with SAMLRequest or SAMLResponse (SAML bindings 3.4.4.1); the signature is checked over the
/// octets of the query as they came.
Result<SpMessage> read_redirect(std::string_view url, const std::vector<crypto::Key>& keys);

/// From a form's body (SAML bindings 3.5.4); the signature is the root's own.
Result<SpMessage> read_post(std::string_view form, const std::vector<crypto::Key>& keys);

}  // namespace idproctor::mock_idp
