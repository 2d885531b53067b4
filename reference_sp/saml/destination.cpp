#include "foundation/core/text.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

bool is_delivered_here(const std::string& address, const Expected& expected) {
  if (address == expected.endpoint) return true;
  const ServiceProvider& own = expected.service;
  return expected.checks.off("delivered-here") &&
         (address == own.acs_url || address == own.other_acs_url || address == own.second_acs_url);
}

Result<> check_destination(const Message& message, const Expected& expected) {
  if (expected.checks.off("destination")) return {};
  if (!message.response.has_attribute("Destination")) {
    if (message.response_signed) return invalid("Destination is missing on a signed Response");
    return {};
  }
  const std::string destination = message.response.attribute("Destination");
  if (is_delivered_here(destination, expected)) return {};
  if (expected.checks.off("destination-exact") && destination.starts_with(expected.endpoint)) return {};
  return invalid("Destination mismatch: the Response is for \"" + printable(destination, 500) +
                 "\", this service is " + expected.endpoint);
}

}  // namespace idproctor::reference
