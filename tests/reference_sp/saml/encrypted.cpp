#include "tests/reference_sp/saml/encrypted.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/encryption_key.hpp"

namespace idproctor::reference::testing {

Edit encrypt(std::string xpath, std::string wrapper, EncryptedData form,
             std::function<std::string(std::string)> change, const crypto::Key* key) {
  return [=](xml::Document& document) {
    // The messages of these tests declare their prefixes at the Response alone.
    std::string text = document.serialize(must(document.select(xpath)).front());
    if (change) text = change(text);
    const crypto::Key& recipient = key == nullptr ? reference::encryption_key().key : *key;
    must(xml::insert(document, form.write(text, recipient, wrapper), xml::Position::before, xpath));
    must(xml::remove(document, xpath));
  };
}

Edit encrypt_assertion(EncryptedData form, std::function<std::string(std::string)> change) {
  return encrypt(assertion, "EncryptedAssertion", std::move(form), std::move(change));
}

Edit encrypt_name_id(std::function<std::string(std::string)> change) {
  return encrypt("//saml:Subject/saml:NameID", "EncryptedID", {}, std::move(change));
}

EncryptedData with_block_cipher(const std::string& uri) {
  EncryptedData form;
  form.algorithms.block = uri;
  return form;
}

EncryptedData with_key_transport(const std::string& uri) {
  EncryptedData form;
  form.algorithms.key_transport = uri;
  return form;
}

Edit flip_octet_of(std::string xpath, int from_end) {
  return [=](xml::Document& document) {
    std::string octets = must(base64_decode(must(document.evaluate(xpath))));
    char& octet = octets[octets.size() - static_cast<std::size_t>(from_end)];
    octet = static_cast<char>(octet ^ 1);
    must(xml::set(document, xpath, base64_encode(octets)));
  };
}

}  // namespace idproctor::reference::testing
