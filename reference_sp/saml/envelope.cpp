#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

Result<> check_head(xml::Node element) {
  const std::string version = element.attribute("Version");
  if (version != "2.0") {
    return invalid(element.name() + "/@Version is \"" + printable(version, 100) + "\", expected 2.0");
  }
  if (element.attribute("ID").empty()) return invalid("the " + element.name() + " has no ID");
  auto instant = read_instant(element.attribute("IssueInstant"), element.name() + "/@IssueInstant");
  if (!instant) return instant.error();
  return {};
}

}  // namespace

Result<> check_envelope(const Message& message) {
  if (auto response = check_head(message.response); !response) return response.error();
  if (!message.assertion) return invalid("the Response has no Assertion");
  return check_head(message.assertion);
}

}  // namespace idproctor::reference
