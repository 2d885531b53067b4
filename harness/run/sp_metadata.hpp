#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::run {

/// What the mock IdP needs from a service provider's metadata (SAML metadata 2.4.4).
struct SpMetadata {
  std::string entity_id;
  std::string acs_url;  ///< the default AssertionConsumerService of the HTTP-POST binding
  /// Of the first KeyDescriptor with use="encryption", else of the first without use (SAML metadata 2.4.1.1).
  std::optional<crypto::Certificate> encryption_certificate = std::nullopt;
};

/// The Error says what came instead: HTML, another root element, no POST endpoint.
Result<SpMetadata> parse_sp_metadata(std::string_view xml);

}  // namespace idproctor::run
