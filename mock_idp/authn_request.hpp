#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/http/form.hpp"

namespace idproctor::mock_idp {

/// What a service provider asked (SAML core 3.4.1).
struct AuthnRequest {
  std::string id;
  std::string issue_instant;
  std::string destination;
  std::string issuer;
  std::string acs_url;  ///< empty: the one in the SP's metadata
  std::string protocol_binding;
  std::string name_id_format;
  std::string authn_context;  ///< the first class that RequestedAuthnContext names
  std::string relay_state;
  bool force_authn = false, is_passive = false;
  std::string xml;  ///< as it was inflated
};

/// Decodes a request of the HTTP-Redirect binding (SAML bindings 3.4.4.1) from its URL. The Error says what
/// is wrong: no SAMLRequest, base64, DEFLATE, XML, another root element, missing ID, Issuer or Version.
Result<AuthnRequest> decode_authn_request(std::string_view url);

/// The same of the HTTP-POST binding, which does not deflate (SAML bindings 3.5.4).
Result<AuthnRequest> posted_authn_request(const http::Parameters& form);

/// The same from the XML alone.
Result<AuthnRequest> parse_authn_request(std::string_view xml);

/// What a real IdP would refuse: another Destination than `sso_url`, an ACS binding that is not HTTP-POST, an
/// Issuer other than `sp_entity_id` (empty: any).
Result<> check_authn_request(const AuthnRequest& request, std::string_view sso_url,
                             std::string_view sp_entity_id);

}  // namespace idproctor::mock_idp
