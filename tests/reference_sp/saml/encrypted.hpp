#pragma once

#include <functional>
#include <string>

#include "tests/reference_sp/saml/support.hpp"
#include "tests/support/encrypted_data.hpp"

namespace idproctor::reference::testing {

inline constexpr const char* assertion = "/samlp:Response/saml:Assertion";
inline constexpr const char* cipher_value = "//xenc:EncryptedData/xenc:CipherData/xenc:CipherValue";

/// Puts the encrypted form in the element's place. `change` makes another plaintext of it; a null key is the
/// service's own.
Edit encrypt(std::string xpath, std::string wrapper, EncryptedData form = {},
             std::function<std::string(std::string)> change = {}, const crypto::Key* key = nullptr);
Edit encrypt_assertion(EncryptedData form = {}, std::function<std::string(std::string)> change = {});
Edit encrypt_name_id(std::function<std::string(std::string)> change = {});

/// By the names of XML Encryption's URIs.
EncryptedData with_block_cipher(const std::string& uri);
EncryptedData with_key_transport(const std::string& uri);

/// Another bit in an octet of the base64 at the XPath, counted from the end.
Edit flip_octet_of(std::string xpath, int from_end);

}  // namespace idproctor::reference::testing
