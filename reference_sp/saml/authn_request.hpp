#pragma once

#include <string>

#include "foundation/core/clock.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/open_requests.hpp"
#include "reference_sp/saml/service_provider.hpp"

namespace idproctor::reference {

/// An xs:ID that nobody can guess: 160 random bits (SAML core 1.3.4 asks for 128 at least).
std::string unguessable_id();

/// The AuthnRequest as XML (SAML core 3.4.1).
/// The checks "request-instant", "request-destination", "request-acs" and "request-passive" decide here.
std::string authn_request(const ServiceProvider& service, const IdpMetadata& idp, const std::string& id,
                          const RequestedLogin& requested, const Checks& checks);

}  // namespace idproctor::reference
