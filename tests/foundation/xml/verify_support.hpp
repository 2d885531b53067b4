#pragma once

#include <stdexcept>
#include <string>

#include "foundation/xml/sign.hpp"
#include "foundation/xml/verify.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {

/// Signed for real by the code that signs; so what verify refuses, it refuses for its form.
inline Document signed_response(const std::string& signature, const crypto::Key& key = rsa_key()) {
  Document document = parsed(response(signature));
  if (auto done = sign(document, first(document, "//ds:Signature"), key); !done) {
    throw std::runtime_error(describe(done.error()));
  }
  return document;
}

inline std::string refusal(Document& document, const crypto::Key& key = rsa_key(), Policy policy = {}) {
  return error_of(verify(document, first(document, "//ds:Signature"), key, policy));
}

inline std::string refusal(Document&& document, const crypto::Key& key = rsa_key(), Policy policy = {}) {
  return refusal(document, key, policy);
}

}  // namespace idproctor::xml
