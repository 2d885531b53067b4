#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

Result<> check_head(xml::Node element, const Checks& checks) {
  const std::string version = element.attribute("Version");
  if (checks.on("version") && version != "2.0") {
    return invalid(element.name() + "/@Version is \"" + printable(version, 100) + "\", expected 2.0");
  }
  if (checks.on("ids") && element.attribute("ID").empty()) {
    return invalid("the " + element.name() + " has no ID");
  }
  if (checks.off("issue-instant")) return {};
  auto instant = read_instant(element.attribute("IssueInstant"), element.name() + "/@IssueInstant", checks);
  if (!instant) return instant.error();
  return {};
}

}  // namespace

Result<> check_envelope(const Message& message, const Checks& checks) {
  if (auto response = check_head(message.response, checks); !response) return response.error();
  if (!message.assertion) return invalid("the Response has no Assertion");
  return check_head(message.assertion, checks);
}

}  // namespace idproctor::reference
