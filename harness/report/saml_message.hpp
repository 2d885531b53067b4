#pragma once

#include <string>
#include <vector>

#include "harness/run/result.hpp"

namespace idproctor::report {

struct SamlMessage {
  std::string parameter;  ///< "SAMLResponse" or "SAMLRequest"
  std::string xml;        ///< as it was before base64 (and deflate, HTTP-Redirect binding)
};

/// The SAML messages that an exchange carries: in the posted form (SAML bindings 3.5.4), or in the query of
/// its URL or of the redirect that answered it (3.4.4.1). What does not decode is left out.
std::vector<SamlMessage> saml_messages(const run::Exchange& exchange);

}  // namespace idproctor::report
