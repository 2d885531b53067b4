#pragma once

#include <string>

#include "foundation/core/clock.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/service_provider.hpp"

namespace idproctor::reference {

/// An xs:ID that nobody can guess: 160 random bits (SAML core 1.3.4 asks for 128 at least).
std::string unguessable_id();

/// The AuthnRequest as XML (SAML core 3.4.1).
std::string authn_request(const ServiceProvider& service, const IdpMetadata& idp, const std::string& id,
                          Time now);

/// Where to send the browser (SAML bindings 3.4.4): deflated, base64, in the query. `relay_state` has 80
/// bytes at the most (3.4.3).
std::string redirect_url(const IdpMetadata& idp, const std::string& request, const std::string& relay_state);

}  // namespace idproctor::reference
