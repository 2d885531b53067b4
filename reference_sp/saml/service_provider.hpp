#pragma once

#include <string>

#include "foundation/xml/key.hpp"

namespace idproctor::reference {

/// The names by which identity providers know this service.
struct ServiceProvider {
  std::string base_url;   ///< no slash at the end
  std::string entity_id;  ///< the address of the metadata
  std::string acs_url;    ///< the one assertion consumer service

  explicit ServiceProvider(std::string base)
      : base_url(std::move(base)), entity_id(base_url + "/saml/metadata"), acs_url(base_url + "/saml/acs") {}
};

/// Our EntityDescriptor (SAML metadata 2.4.4). The service takes a signed assertion as well as a signed
/// response, so WantAssertionsSigned is false. `encryption` is what others may encrypt to.
std::string service_provider_metadata(const ServiceProvider& service, const crypto::Certificate& encryption);

}  // namespace idproctor::reference
