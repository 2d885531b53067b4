#pragma once

#include <string>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"

namespace idproctor::xml {

/// What decrypt() takes besides what is safe. Each flag is a known mistake, for who wants to make it.
struct DecryptionPolicy {
  bool allow_rsa_1_5 = false;     ///< Bleichenbacher's oracle
  bool allow_triple_des = false;  ///< blocks of 64 bits
  bool ignore_tag = false;        ///< of AES-GCM: takes what came out, whatever the tag says
};

/// The octets that an xenc:EncryptedData holds, decrypted with the recipient's private key (XML
/// Encryption 1.1, 4.4). The EncryptedKey stands in its KeyInfo, or beside it under the same parent, where a
/// RetrievalMethod may name it by "#Id"; nothing is ever fetched. Of several EncryptedKeys the first that
/// opens counts, eight at the most. AES-CBC and AES-GCM, RSA-OAEP of both versions; OAEPparams and
/// CipherReference are refused. The Errors tell why, which is for tests and logs: who shows them to a
/// stranger becomes an oracle.
Result<std::string> decrypt(Node encrypted_data, const crypto::Key& recipient, DecryptionPolicy policy = {});

}  // namespace idproctor::xml
