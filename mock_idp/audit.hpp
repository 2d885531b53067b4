#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::mock_idp {

/// What the given key vouches for in these bytes: the texts that `identity_xpath` selects inside each part
/// whose signature verifies. Bytes that do not parse vouch for nothing.
std::vector<std::string> signed_identities(std::string_view bytes, const crypto::Key& key,
                                           const std::string& identity_xpath);

/// The element at `xpath` is covered by a signature that verifies with the key, wherever the signature
/// stands. Other elements with the same ID are ignored: the question is whether the moved original is still
/// alive.
Result<> check_intact(std::string_view bytes, const crypto::Key& key, const std::string& xpath);

}  // namespace idproctor::mock_idp
