#include "foundation/core/text.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<> check_recipient(xml::Node confirmation_data, const Expected& expected) {
  if (expected.checks.off("recipient")) return {};
  if (!confirmation_data.has_attribute("Recipient"))
    return invalid("SubjectConfirmationData has no Recipient");
  const std::string recipient = confirmation_data.attribute("Recipient");
  if (is_delivered_here(recipient, expected)) return {};
  if (expected.checks.off("recipient-exact") && recipient.starts_with(expected.endpoint)) return {};
  return invalid("Recipient mismatch: the assertion is for \"" + printable(recipient, 500) +
                 "\", this service is " + expected.endpoint);
}

}  // namespace idproctor::reference
