#pragma once

#include <span>
#include <string>
#include <string_view>

namespace idproctor::mock_idp {

/// One ciphertext of the mock IdP and what is in it: it cannot decrypt what it encrypted to others.
struct Plaintext {
  std::string cipher_value;  ///< base64, as CipherValue shows it
  std::string text;
};

/// The message as its recipient reads it: the plaintext in the place of every ciphertext that still stands
/// there unchanged, also within one another. What does not parse comes back as it is.
std::string revealed(std::string_view xml, std::span<const Plaintext> plaintexts);

}  // namespace idproctor::mock_idp
