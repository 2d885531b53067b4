#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/core/seed.hpp"
#include "mock_idp/expression.hpp"
#include "mock_idp/recipe.hpp"
#include "mock_idp/revealed.hpp"

namespace idproctor::mock_idp {

/// A finished message. Whom it vouches for is for audit.hpp to say, from the bytes.
struct Message {
  std::string bytes;
  std::string id;                                              ///< of the Response
  std::vector<Plaintext> plaintexts;                           ///< what is in its ciphertexts
  std::map<std::string, std::string> before = {}, after = {};  ///< further form fields, their values computed
};

/// Renders the provider's own Response and deviates from it as the recipe says: edits, signatures, encryption
/// and raw bytes in the recipe's order. What the recipe declares intact is verified at the end; an attack
/// whose original does not verify any more asks nothing, and is an Error.
Result<Message> build_message(const Dialect& dialect, KeyRing& keys, const Login& login, const Recipe& recipe,
                              Seed seed);

}  // namespace idproctor::mock_idp
