#include "reference_sp/saml/signature_policy.hpp"

namespace idproctor::reference {

Result<> check_signature_policy(const Message& message, const SignaturePolicy& policy) {
  if (policy.response && !message.response_signed) return invalid("Signature: the Response must be signed");
  if (policy.assertion && !message.assertion_signed)
    return invalid("Signature: the assertion must be signed");
  return {};
}

}  // namespace idproctor::reference
