#pragma once

#include "foundation/core/result.hpp"
#include "reference_sp/saml/message.hpp"

namespace idproctor::reference {

/// What must be signed by itself. One trusted signature over the assertion is needed in any case (SAML
/// profiles 4.1.4.5); many service providers can be told to want more.
struct SignaturePolicy {
  bool assertion = false, response = false;
};

/// The Error says which signature is missing. A signature that is there was verified before.
Result<> check_signature_policy(const Message& message, const SignaturePolicy& policy);

}  // namespace idproctor::reference
