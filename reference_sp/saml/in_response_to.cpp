#include "foundation/core/text.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

using RequestId = std::optional<std::string>;

RequestId in_response_to(xml::Node element) {
  if (!element.has_attribute("InResponseTo")) return {};
  return element.attribute("InResponseTo");
}

bool was_asked(const RequestId& id, const Expected& expected) {
  return id && expected.requests.was_sent(*id, expected.now);
}

Result<> check_answer(const RequestId& in_response, const RequestId& in_data, const Expected& expected) {
  if (!in_response) return invalid("InResponseTo is missing on the Response");
  if (!in_data) return invalid("InResponseTo is missing on the SubjectConfirmationData");
  if (*in_response != *in_data) {
    return invalid("InResponseTo mismatch: the Response says \"" + printable(*in_response, 200) +
                   "\", the SubjectConfirmationData \"" + printable(*in_data, 200) + "\"");
  }
  if (expected.requests.is_open(*in_data, expected.browser, expected.now)) return {};
  return invalid("InResponseTo mismatch: this browser has no open request \"" + printable(*in_data, 200) +
                 "\"");
}

}  // namespace

Result<RequestId> check_in_response_to(xml::Node response, xml::Node confirmation_data,
                                       const Expected& expected) {
  const bool looks_inside = expected.checks.on("confirmation-in-response-to");
  const RequestId in_response = in_response_to(response);
  const RequestId in_data = looks_inside ? in_response_to(confirmation_data) : in_response;
  if (!in_response && !in_data) {
    if (!expected.idp_initiated && expected.checks.on("in-response-to")) {
      return invalid("InResponseTo is missing: this service takes no unsolicited responses");
    }
    return RequestId();
  }
  const bool asked = expected.requests.any_open(expected.browser, expected.now) ||
                     was_asked(in_response, expected) || was_asked(in_data, expected);
  if (!asked) {
    if (expected.checks.off("unsolicited")) return RequestId();
    return invalid("InResponseTo names a request that nobody sent: \"" +
                   printable(in_data ? *in_data : *in_response, 200) + "\"");
  }
  if (expected.checks.off("in-response-to")) return RequestId();
  if (auto answer = check_answer(in_response, in_data, expected); !answer) return answer.error();
  return in_data;
}

}  // namespace idproctor::reference
