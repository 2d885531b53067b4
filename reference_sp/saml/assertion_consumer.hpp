#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "reference_sp/saml/replay.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

/// What a message that passed every check says.
struct Login {
  std::string name_id;
  std::string name_id_xml;  ///< the element with its qualifiers and Format
  Attributes attributes;
  AuthnStatement authn;
  std::optional<std::string> answered_request;
};

/// The whole judgement of one SAMLResponse parameter, in order (SAML profiles 4.1.4.3). The Error is the
/// reason of the refusal. A message that passes is noted in `used`.
Result<Login> consume_response(std::string_view saml_response, const Expected& expected,
                               UsedAssertions& used);

}  // namespace idproctor::reference
