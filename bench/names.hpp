#pragma once

#include <string>

namespace idproctor::bench {

inline const std::string kPlainSignature = "saml/plain_signature";
inline const std::string kSignedResponse = "saml/signed_response/";  ///< and the dialect

void register_saml();
void register_scim();

}  // namespace idproctor::bench
