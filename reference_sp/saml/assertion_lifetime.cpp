#include <algorithm>

#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

constexpr auto lifetime_without_end = std::chrono::hours(24);

}  // namespace

Time last_moment(const Message& message, const Expected& expected) {
  // What has no end, or whose end nobody looks at, is remembered for a day.
  const bool looks = expected.checks.on("confirmation-expiry");
  Time end = expected.now + (looks ? Milliseconds(0) : lifetime_without_end);
  for (const xml::Node subject : children(message.assertion, saml_namespace, "Subject")) {
    for (const xml::Node confirmation : children(subject, saml_namespace, "SubjectConfirmation")) {
      for (const xml::Node data : children(confirmation, saml_namespace, "SubjectConfirmationData")) {
        if (auto time = read_instant(data.attribute("NotOnOrAfter"), "NotOnOrAfter", expected.checks))
          end = std::max(end, *time);
      }
    }
  }
  return expected.checks.on("replay-within-tolerance") ? end + expected.tolerance : end;
}

}  // namespace idproctor::reference
