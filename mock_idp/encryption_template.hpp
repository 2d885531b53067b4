#pragma once

#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/encrypt.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::mock_idp {

/// How a provider encrypts and writes xenc:EncryptedData; every part may be overridden by a case.
struct EncryptionStyle {
  std::string algorithm = "aes256-cbc";          ///< a name of encryption_algorithms(), or a URI as it is
  std::string key_transport = "rsa-oaep-mgf1p";  ///< the same
  std::string digest = "sha1";                   ///< of OAEP; empty: none is written, which means SHA-1
  std::string mgf;                               ///< of rsa-oaep; empty: none is written, which means SHA-1
  std::string key_placement = "inside";          ///< EncryptedKey inside EncryptedData's KeyInfo, or sibling
  std::string key_info = "x509";                 ///< of the EncryptedKey: x509 or none
  std::string wrapper_prefix = "saml";  ///< of EncryptedAssertion and the like; empty: default namespace
  std::string prefix = "xenc";          ///< of EncryptedData; empty: the default namespace
  std::string key_prefix = "xenc";      ///< of EncryptedKey
  std::string signature_prefix = "ds";  ///< of KeyInfo
};

/// Short names become the URIs of XML Encryption 1.1; anything with a colon stays as it is; any other word is
/// an error.
Result<crypto::EncryptionAlgorithms> encryption_algorithms(const EncryptionStyle& style);

/// Placement and KeyInfo are words that there are.
Result<> check_encryption_style(const EncryptionStyle& style);

/// What stands in the place of the plaintext (SAML core 6.1): `wrapper` is EncryptedAssertion, EncryptedID or
/// EncryptedAttribute. A sibling EncryptedKey is named by a RetrievalMethod and names the data in turn.
struct EncryptedElement {
  std::string wrapper;
  std::string data_id, key_id;
  std::string recipient;  ///< the service provider's entity ID
};
std::string encrypted_element(const EncryptionStyle& style, const crypto::EncryptionAlgorithms& algorithms,
                              const EncryptedElement& element, const crypto::Ciphertext& ciphertext,
                              const crypto::Certificate& certificate);

}  // namespace idproctor::mock_idp
