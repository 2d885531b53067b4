#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"
#include "mock_idp/revealed.hpp"

namespace idproctor::mock_idp {

/// A plain reading of the signatures in finished bytes, our own and on purpose not xmlsec's: a signature is
/// taken out of what it covers only where it lies inside, as the libraries do that fell to signature
/// wrapping, and of several elements with one ID each is looked at
/// (docs/decisions/0005-an-own-reading-of-signatures.md).

/// What the trusted keys vouch for in these bytes: the texts that `identity_xpath` selects inside each part
/// whose signature verifies, read from the octets that were digested. Of a Response or an Assertion that is
/// its own subject, not the one of an assertion that lies deeper. Bytes that do not parse at all vouch for
/// nothing. A signature over ciphertext vouches for the plaintext in it, and one within a ciphertext for what
/// it covers there.
std::vector<std::string> signed_identities(std::string_view bytes, std::span<const crypto::Key> trusted,
                                           const std::string& identity_xpath,
                                           std::span<const Plaintext> plaintexts = {});

/// The element at `xpath` is covered by a signature that verifies with a trusted key, wherever either of them
/// stands: the question is whether the moved original is still alive. Of a ds:SignedInfo it asks whether its
/// signature's value verifies over it, whatever became of the elements that its References name.
/// What lies in no element of the bytes is looked for in what their recipient decrypts.
Result<> check_intact(std::string_view bytes, std::span<const crypto::Key> trusted, const std::string& xpath,
                      std::span<const Plaintext> plaintexts = {});

}  // namespace idproctor::mock_idp
