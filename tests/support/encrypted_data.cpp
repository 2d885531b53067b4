#include "tests/support/encrypted_data.hpp"

#include <stdexcept>

#include "foundation/core/base64.hpp"

namespace idproctor {

namespace {

std::string value(const std::string& octets) {
  return "<xenc:CipherData><xenc:CipherValue>" + base64_encode(octets, 64) +
         "</xenc:CipherValue></xenc:CipherData>";
}

std::string method(const crypto::EncryptionAlgorithms& algorithms) {
  std::string text = "<xenc:EncryptionMethod Algorithm=\"" + algorithms.key_transport + "\">";
  if (!algorithms.digest.empty()) text += "<ds:DigestMethod Algorithm=\"" + algorithms.digest + "\"/>";
  if (!algorithms.mask.empty()) {
    text += "<xenc11:MGF xmlns:xenc11=\"http://www.w3.org/2009/xmlenc11#\" Algorithm=\"" + algorithms.mask +
            "\"/>";
  }
  return text + "</xenc:EncryptionMethod>";
}

}  // namespace

std::string EncryptedData::write(std::string_view plaintext, const crypto::Key& recipient,
                                 std::string_view wrapper) const {
  const auto made = crypto::encrypt(plaintext, algorithms, recipient);
  if (!made) throw std::runtime_error(describe(made.error()));
  const std::string key = "<xenc:EncryptedKey Id=\"" + key_id + "\">" + method(algorithms) +
                          value(made->key) + "</xenc:EncryptedKey>";
  const std::string pointer =
      "<ds:RetrievalMethod Type=\"http://www.w3.org/2001/04/xmlenc#EncryptedKey\" URI=\"" + retrieval_uri +
      "\"/>";
  const std::string name = "saml:" + std::string(wrapper);
  return "<" + name +
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" xmlns:xenc="http://www.w3.org/2001/04/xmlenc#")"
         R"( xmlns:ds="http://www.w3.org/2000/09/xmldsig#">)"
         R"(<xenc:EncryptedData Type="http://www.w3.org/2001/04/xmlenc#Element"><xenc:EncryptionMethod Algorithm=")" +
         algorithms.block + "\"/><ds:KeyInfo>" + (key_beside ? pointer : key) + "</ds:KeyInfo>" +
         value(made->data) + "</xenc:EncryptedData>" + (key_beside ? key : "") + "</" + name + ">";
}

}  // namespace idproctor
