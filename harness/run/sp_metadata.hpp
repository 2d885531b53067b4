#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::run {

/// Where a service provider takes logout messages of one binding (SAML metadata 2.2.2).
struct LogoutEndpoint {
  std::string location;           ///< empty: it does not take any
  std::string response_location;  ///< for answers, where that is another place
  const std::string& answers() const { return response_location.empty() ? location : response_location; }
};

/// What the mock IdP needs from a service provider's metadata (SAML metadata 2.4.4).
struct SpMetadata {
  std::string entity_id;
  std::string acs_url;  ///< the default AssertionConsumerService of the HTTP-POST binding
  /// Of the first KeyDescriptor with use="encryption", else of the first without use (SAML metadata 2.4.1.1).
  std::optional<crypto::Certificate> encryption_certificate = std::nullopt;
  LogoutEndpoint slo_post{}, slo_redirect{};
  std::vector<crypto::Key> signing_keys{};  ///< of KeyDescriptors for signing, or without a use
  std::string xml{};                        ///< as it came; empty where the target file says it all
  bool wants_signed_assertions = false;     ///< WantAssertionsSigned: a signed response alone is not enough
  std::string other_acs_url{};              ///< another AssertionConsumerService for HTTP-POST, if any
};

/// The Error says what came instead: HTML, another root element, no POST endpoint.
Result<SpMetadata> parse_sp_metadata(std::string_view xml);

}  // namespace idproctor::run
