#include "foundation/core/text.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

Result<std::string> read_name_id(const Message& message, const Checks& checks) {
  auto subject = only_child(message.assertion, saml_namespace, "Subject");
  if (!subject) return subject.error();
  const auto name_ids = children(*subject, saml_namespace, "NameID");
  if (name_ids.size() > 1) return invalid("the Subject has several NameIDs");
  for (const char* other : {"BaseID", "EncryptedID"}) {
    if (!children(*subject, saml_namespace, other).empty()) {
      return invalid("the Subject has " + std::string(other) + ", which this service does not support");
    }
  }
  const std::string identity = name_ids.empty() ? "" : name_ids.front().text();
  if (!name_ids.empty() && !name_ids.front().children().empty())
    return invalid("the NameID has elements in it");
  if (checks.off("name-id")) return identity;
  if (name_ids.empty()) return invalid("the Subject has no NameID");
  if (trim(identity).empty()) return invalid("the NameID is empty");
  return identity;
}

}  // namespace idproctor::reference
