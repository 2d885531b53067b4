#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/key.hpp"
#include "mock_idp/encryption_template.hpp"
#include "mock_idp/revealed.hpp"

namespace idproctor::mock_idp {

/// "assertion", "name-id" and "attribute NAME" become XPaths; any other text is one already.
std::string xpath_of_encrypted(std::string_view element);

/// What one stage encrypts with.
struct Encryption {
  EncryptionStyle style;
  crypto::Certificate certificate;
  std::string recipient;  ///< the service provider's entity ID
  std::string wrapper;    ///< EncryptedAssertion, EncryptedID ...; empty: as the element's name asks for
  /// The plaintext, made from the element's own; may be null.
  std::function<Result<std::string>(const std::string& original)> content;
  std::function<std::string()> fresh_id;
};

/// Replaces every element that the XPath selects by its encrypted form and returns what is in each. The
/// plaintext is the element with all namespaces that are in scope, so that it means the same anywhere.
Result<std::vector<Plaintext>> encrypt_elements(xml::Document& document, const std::string& xpath,
                                                const Encryption& encryption);

}  // namespace idproctor::mock_idp
