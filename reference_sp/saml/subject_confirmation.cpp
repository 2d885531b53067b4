#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

Result<> check_method(xml::Node confirmation, const Checks& checks) {
  if (checks.off("confirmation-method")) return {};
  const std::string method = confirmation.attribute("Method");
  if (method == "urn:oasis:names:tc:SAML:2.0:cm:bearer") return {};
  return invalid("SubjectConfirmation/@Method is \"" + printable(method, 200) + "\", expected bearer");
}

Result<> check_expiry(xml::Node data, const Expected& expected) {
  if (expected.checks.off("confirmation-expiry")) return {};
  auto end =
      read_instant(data.attribute("NotOnOrAfter"), "SubjectConfirmationData/@NotOnOrAfter", expected.checks);
  if (!end) return end.error();
  if (expected.now < *end + expected.tolerance) return {};
  return invalid("NotOnOrAfter: the confirmation was good until " + format_time(*end) + ", it is " +
                 format_time(expected.now));
}

Result<std::optional<std::string>> check_one(xml::Node confirmation, xml::Node response,
                                             const Expected& expected) {
  if (auto method = check_method(confirmation, expected.checks); !method) return method.error();
  const bool has_data = !children(confirmation, saml_namespace, "SubjectConfirmationData").empty();
  if (!has_data && expected.checks.off("confirmation-data")) return std::optional<std::string>();
  auto data = only_child(confirmation, saml_namespace, "SubjectConfirmationData");
  if (!data) return data.error();
  // SAML profiles 4.1.4.2: a bearer confirmation must not have it.
  if (data->has_attribute("NotBefore") && expected.checks.on("confirmation-not-before")) {
    return invalid("SubjectConfirmationData has a NotBefore");
  }
  if (auto expiry = check_expiry(*data, expected); !expiry) return expiry.error();
  if (auto recipient = check_recipient(*data, expected); !recipient) return recipient.error();
  return check_in_response_to(response, *data, expected);
}

}  // namespace

Result<std::optional<std::string>> check_subject_confirmation(const Message& message,
                                                              const Expected& expected) {
  std::vector<xml::Node> confirmations;
  for (const xml::Node subject : children(message.assertion, saml_namespace, "Subject")) {
    for (const xml::Node one : children(subject, saml_namespace, "SubjectConfirmation"))
      confirmations.push_back(one);
  }
  if (confirmations.empty() && expected.checks.off("confirmation-required"))
    return std::optional<std::string>();
  Error last = invalid("the assertion has no SubjectConfirmation");
  for (const xml::Node confirmation : confirmations) {
    auto fits = check_one(confirmation, message.response, expected);
    if (fits) return fits;
    last = fits.error();
  }
  return last;
}

}  // namespace idproctor::reference
