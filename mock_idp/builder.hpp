#pragma once

#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "mock_idp/expression.hpp"
#include "mock_idp/recipe.hpp"

namespace idproctor::mock_idp {

/// A finished message and what the mock IdP knows of it.
struct Message {
  std::string bytes;
  std::string id;  ///< of the Response
  /// The identities that a valid signature of the IdP's own key covers in these bytes, as the target would
  /// read them. Empty when nothing trustworthy is signed.
  std::vector<std::string> signed_identities;
};

/// Renders the provider's own Response and deviates from it as the recipe says: edits, signatures and raw
/// bytes in the recipe's order. What the recipe declares intact is verified at the end; an attack whose
/// original does not verify any more asks nothing, and is an Error.
Result<Message> build_message(const Dialect& dialect, KeyRing& keys, const Login& login, const Recipe& recipe,
                              Seed seed);

}  // namespace idproctor::mock_idp
