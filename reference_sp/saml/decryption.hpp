#pragma once

#include <functional>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference {

/// One element that was encrypted, in a document of its own.
struct Decrypted {
  xml::Document document;
  xml::Node element;
};

/// Asked where there is something to open, since an RSA key takes longer to make than a login.
using DecryptionKey = std::function<const crypto::Key&()>;

/// Opens an EncryptedAssertion, EncryptedID or EncryptedAttribute (SAML core 2.3.4, 2.2.4, 2.7.3.2): one
/// EncryptedData that holds one element of the promised SAML name and nothing else. Whatever goes wrong, the
/// Error is the same sentence: whoever can tell a wrong padding from a wrong character reads the plaintext.
Result<Decrypted> decrypt_element(xml::Node wrapper, std::string_view promised, const DecryptionKey& key,
                                  const Checks& checks);

}  // namespace idproctor::reference
