#pragma once

#include <string>
#include <string_view>

#include "foundation/xml/encrypt.hpp"

namespace idproctor {

/// Another hand than the mock IdP's that writes xenc:EncryptedData around crypto::encrypt()'s octets.
struct EncryptedData {
  crypto::EncryptionAlgorithms algorithms{"http://www.w3.org/2001/04/xmlenc#aes256-cbc",
                                          "http://www.w3.org/2001/04/xmlenc#rsa-oaep-mgf1p",
                                          {},
                                          {}};
  bool key_beside = false;
  std::string key_id = "k";
  std::string retrieval_uri = "#k";

  /// Inside `wrapper`, a name with the prefix saml.
  std::string write(std::string_view plaintext, const crypto::Key& recipient,
                    std::string_view wrapper = "EncryptedAssertion") const;
};

}  // namespace idproctor
