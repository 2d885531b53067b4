#include "foundation/core/text.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<> check_destination(const Message& message, const Expected& expected) {
  if (expected.checks.off("destination")) return {};
  if (!message.response.has_attribute("Destination")) {
    if (message.response_signed) return invalid("Destination is missing on a signed Response");
    return {};
  }
  const std::string destination = message.response.attribute("Destination");
  if (destination == expected.service.acs_url) return {};
  if (expected.checks.off("destination-exact") && destination.starts_with(expected.service.acs_url))
    return {};
  return invalid("Destination mismatch: the Response is for \"" + printable(destination, 500) +
                 "\", this service is " + expected.service.acs_url);
}

}  // namespace idproctor::reference
