#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace idproctor::mock_idp {

/// One ciphertext of the mock IdP and what is in it: it cannot decrypt what it encrypted to others.
struct Plaintext {
  std::string cipher_value;  ///< base64, as CipherValue shows it
  std::string text;
};

/// The plaintext in the place of every ciphertext that still stands there unchanged, and of none that comes
/// to light by that: a signature may cover what is still encrypted then. Nothing where there is none, or
/// where the XML does not parse.
std::optional<std::string> revealed_layer(std::string_view xml, std::span<const Plaintext> plaintexts);

/// The message as its recipient reads it in the end: all layers. What does not parse comes back as it is.
std::string revealed(std::string_view xml, std::span<const Plaintext> plaintexts);

}  // namespace idproctor::mock_idp
