#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor::run {

/// What the mock IdP needs from a service provider's metadata (SAML metadata 2.4.4).
struct SpMetadata {
  std::string entity_id;
  std::string acs_url;  ///< the default AssertionConsumerService of the HTTP-POST binding
};

/// The Error says what came instead: HTML, another root element, no POST endpoint.
Result<SpMetadata> parse_sp_metadata(std::string_view xml);

}  // namespace idproctor::run
