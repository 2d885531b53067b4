#include "foundation/core/text.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

/// The text of a NameID that is not there (empty) or is.
Result<std::string> text_of(xml::Node name_id, const Checks& checks) {
  if (name_id && !name_id.children().empty()) return invalid("the NameID has elements in it");
  const std::string identity = name_id ? name_id.text() : "";
  if (checks.off("name-id")) return identity;
  if (!name_id) return invalid("the Subject has no NameID");
  if (trim(identity).empty()) return invalid("the NameID is empty");
  return identity;
}

}  // namespace

Result<std::string> read_name_id(const Message& message, const Expected& expected) {
  auto subject = only_child(message.assertion, saml_namespace, "Subject");
  if (!subject) return subject.error();
  const auto name_ids = children(*subject, saml_namespace, "NameID");
  const auto encrypted = children(*subject, saml_namespace, "EncryptedID");
  if (name_ids.size() + encrypted.size() > 1) return invalid("the Subject has several NameIDs");
  if (!children(*subject, saml_namespace, "BaseID").empty()) {
    return invalid("the Subject has BaseID, which this service does not support");
  }
  if (encrypted.empty()) {
    return text_of(name_ids.empty() ? xml::Node() : name_ids.front(), expected.checks);
  }
  auto decrypted = decrypt_element(encrypted.front(), "NameID", expected.decryption, expected.checks);
  if (!decrypted) return decrypted.error();
  return text_of(decrypted->element, expected.checks);
}

std::string name_id_element(const Message& message, const std::string& identity) {
  std::string attributes;
  for (const xml::Node subject : children(message.assertion, saml_namespace, "Subject")) {
    for (const xml::Node name_id : children(subject, saml_namespace, "NameID")) {
      for (const char* name : {"NameQualifier", "SPNameQualifier", "Format", "SPProvidedID"}) {
        if (!name_id.has_attribute(name)) continue;
        attributes += std::string(" ") + name + "=\"" + escape_markup(name_id.attribute(name)) + "\"";
      }
    }
  }
  return "<saml:NameID" + attributes + ">" + escape_markup(identity) + "</saml:NameID>";
}

}  // namespace idproctor::reference
