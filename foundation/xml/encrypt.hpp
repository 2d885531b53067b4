#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::crypto {

/// By URI, as EncryptionMethod, ds:DigestMethod and xenc11:MGF name them (XML Encryption 1.1, 5.2 and 5.5).
struct EncryptionAlgorithms {
  std::string block;          ///< AES-CBC or AES-GCM of 128, 192 or 256 bits, or Triple DES
  std::string key_transport;  ///< rsa-oaep-mgf1p, rsa-oaep of XML Encryption 1.1, or rsa-1_5
  std::string digest;         ///< of OAEP; empty: SHA-1
  std::string mask;           ///< MGF1 of rsa-oaep; empty: with SHA-1. rsa-oaep-mgf1p has SHA-1 always
};

/// The octets of the two CipherValues.
struct Ciphertext {
  std::string data;  ///< the initialization vector first; AES-GCM's tag last
  std::string key;   ///< the fresh data key under the recipient's key
};

/// Encrypts under a fresh key, which only the recipient can read. An unknown algorithm, or a recipient
/// without an RSA key, is an Error. Shares nothing with decrypt(), so that no mistake hides in both.
Result<Ciphertext> encrypt(std::string_view plaintext, const EncryptionAlgorithms& algorithms,
                           const Key& recipient);

}  // namespace idproctor::crypto
