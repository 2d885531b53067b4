#pragma once

#include <string>
#include <vector>

#include "mock_idp/dialect.hpp"
#include "mock_idp/key_ring.hpp"

namespace idproctor::mock_idp {

/// What `run` calls its IdP when nothing listens: a name that can never be resolved (RFC 2606). The browser
/// recognises it and answers in place of the network.
inline constexpr const char* kBaseUrl = "https://idp.idproctor.test";

/// Where a service provider sends its users: base URL and the dialect's path.
std::string sso_url(const Dialect& dialect, const std::string& base_url = kBaseUrl);

/// Where it sends them to log out everywhere.
std::string slo_url(const Dialect& dialect, const std::string& base_url = kBaseUrl);

/// The EntityDescriptor that an admin pastes into the service provider (SAML metadata 2.4.3).
struct MetadataOptions {
  std::string entity_id;  ///< replaces the dialect's when it is not empty
  std::string id;         ///< for a signature to refer to; empty: no ID
  std::string base_url = kBaseUrl;
};

/// `entity_id` replaces the dialect's when it is not empty.
std::string idp_metadata(const Dialect& dialect, const std::vector<PublishedKey>& keys,
                         const std::string& entity_id = {}, const std::string& base_url = kBaseUrl);
std::string idp_metadata(const Dialect& dialect, const std::vector<PublishedKey>& keys,
                         const MetadataOptions& options);

}  // namespace idproctor::mock_idp
