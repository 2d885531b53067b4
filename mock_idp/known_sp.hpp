#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::mock_idp {

/// A service provider as the mock IdP's server knows it, from its metadata (SAML metadata 2.4.4).
struct KnownSp {
  std::string entity_id;
  std::string slo_answers,
      slo_redirect_answers;  ///< where LogoutResponses go by either binding; empty: nowhere
  std::vector<crypto::Key> signing_keys;
};

Result<KnownSp> read_known_sp(std::string_view metadata);

}  // namespace idproctor::mock_idp
