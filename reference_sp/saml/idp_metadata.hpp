#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference {

/// What an identity provider's EntityDescriptor says of it (SAML metadata 2.3.2 and 2.4.3).
struct IdpMetadata {
  std::string entity_id;
  std::string redirect_location;  ///< SingleSignOnService with the HTTP-Redirect binding
  std::string logout_location, logout_answer_location;  ///< SingleLogoutService with HTTP-Redirect; or empty
  std::vector<crypto::Key> signing_keys;                ///< use="signing" or no use; any of them may sign
  std::vector<crypto::Certificate> signing_certificates;  ///< the same keys' certificates, in the same order
  std::vector<crypto::Key> encryption_keys;               ///< use="encryption"
};

/// What must hold of the metadata, besides what it says.
struct MetadataPolicy {
  const Checks& checks;
  Time now{};
  std::string entity_id;                ///< the one that this connection is for; empty: any, the first time
  std::optional<crypto::Key> signer{};  ///< whose signature it must carry, if it must
};

/// An Error says what is missing or wrong. Metadata whose validUntil has passed is an Error too. A
/// certificate's own dates do not matter: trust is in the key (SAML metadata interoperability profile 2.6.1).
/// The checks "metadata-valid-until", "metadata-signature", "metadata-entity-id", "metadata-role",
/// "metadata-dtd", "key-size" and "several-keys" decide here.
Result<IdpMetadata> read_idp_metadata(std::string_view xml, const MetadataPolicy& policy);

}  // namespace idproctor::reference
