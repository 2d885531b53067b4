#pragma once

#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/xml/key.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/signature_policy.hpp"
#include "reference_sp/saml/sp_key.hpp"

namespace idproctor::reference {

/// The names by which identity providers know this service.
struct ServiceProvider {
  std::string base_url;        ///< no slash at the end
  std::string entity_id;       ///< the address of the metadata
  std::string acs_url;         ///< the assertion consumer service that its requests ask for
  std::string other_acs_url;   ///< another one of the same connection, as its metadata says
  std::string second_acs_url;  ///< the one of a second connection, with another identity provider
  std::string slo_url;         ///< the one single logout service, for both bindings
  SpKey key;                   ///< what requests and answers are signed with

  ServiceProvider(std::string base, Time now)
      : base_url(std::move(base)),
        entity_id(base_url + "/saml/metadata"),
        acs_url(base_url + "/saml/acs"),
        other_acs_url(base_url + "/saml/login"),
        second_acs_url(base_url + "/saml/second/acs"),
        slo_url(base_url + "/saml/slo"),
        key(make_sp_key(now)) {}
};

/// Our EntityDescriptor (SAML metadata 2.4.4), with WantAssertionsSigned as `signatures` says. `encryption`
/// is what others may encrypt to. The checks "own-metadata-keys", "own-metadata-validity" and
/// "own-metadata-wishes" decide here.
std::string service_provider_metadata(const ServiceProvider& service, const crypto::Certificate& encryption,
                                      const SignaturePolicy& signatures, const Checks& checks);

}  // namespace idproctor::reference
