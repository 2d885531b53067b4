#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/sp_key.hpp"

namespace idproctor::reference {

/// The query of a message of the HTTP-Redirect binding (SAML bindings 3.4.4.1), each parameter as it came.
struct RedirectQuery {
  std::string parameter;  ///< SAMLRequest or SAMLResponse
  std::string message;    ///< escaped, as all values here
  std::optional<std::string> relay_state, algorithm, signature;
};

/// Exactly one of SAMLRequest and SAMLResponse, and no parameter twice: with two, whoever verifies may look
/// at another one than whoever reads.
Result<RedirectQuery> read_redirect_query(std::string_view url);

/// The signature over the very octets that came, in the order that the binding fixes. The checks
/// "logout-signature", "query-signature", "sig-alg" and "raw-query" decide here.
Result<> verify_redirect_query(const RedirectQuery& query, const IdpMetadata& idp, const Checks& checks);

/// A URL with our own message in its query. `relay_state` may be empty; without a key it is not signed.
std::string redirect_url(const std::string& location, const std::string& parameter, const std::string& xml,
                         const std::string& relay_state, const SpKey* key);

}  // namespace idproctor::reference
