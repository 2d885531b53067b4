#include "foundation/core/text.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/kept_value.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view kPersistent = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
constexpr std::string_view kTransient = "urn:oasis:names:tc:SAML:2.0:nameid-format:transient";

/// SAML core 8.3.7 and 8.3.8: such a name means something to the service provider that it was made for alone.
Result<> check_qualifier(xml::Node name_id, const Expected& expected) {
  const std::string format = name_id.attribute("Format");
  if (expected.checks.off("sp-name-qualifier") || (format != kPersistent && format != kTransient)) return {};
  if (!name_id.has_attribute("SPNameQualifier")) return {};
  const std::string qualifier = name_id.attribute("SPNameQualifier");
  if (qualifier == expected.service.entity_id) return {};
  return invalid("SPNameQualifier: the NameID was made for \"" + printable(qualifier, 500) +
                 "\", this service is " + expected.service.entity_id);
}

/// The text of a NameID as it was signed.
Result<std::string> text_of(xml::Node name_id, const Expected& expected) {
  if (!name_id.children().empty()) return invalid("the NameID has elements in it");
  if (auto qualifier = check_qualifier(name_id, expected); !qualifier) return qualifier.error();
  const std::string identity = kept_value(name_id.text(), expected.checks);
  if (expected.checks.on("name-id") && trim(identity).empty()) return invalid("the NameID is empty");
  return identity;
}

}  // namespace

xml::Node last_name_id(xml::Node assertion) {
  xml::Node last;
  for (const xml::Node child : assertion.children()) {
    if (is(child, saml_namespace, "NameID")) last = child;
    if (const xml::Node below = last_name_id(child)) last = below;
  }
  return last;
}

Result<std::string> read_name_id(const Message& message, const Expected& expected) {
  const Checks& checks = expected.checks;
  if (checks.off("own-name-id")) {
    if (const xml::Node last = last_name_id(message.assertion)) return text_of(last, expected);
  }
  std::vector<xml::Node> plain, encrypted;
  const auto subjects = children(message.assertion, saml_namespace, "Subject");
  if (subjects.size() > 1 && checks.on("name-id-single")) {
    return invalid("the Assertion has " + std::to_string(subjects.size()) + " Subject elements");
  }
  for (const xml::Node subject : subjects) {
    if (checks.on("name-id") && !children(subject, saml_namespace, "BaseID").empty())
      return invalid("the Subject has BaseID, which this service does not support");
    for (const xml::Node one : children(subject, saml_namespace, "NameID")) plain.push_back(one);
    for (const xml::Node one : children(subject, saml_namespace, "EncryptedID")) encrypted.push_back(one);
  }
  const std::size_t count = plain.size() + encrypted.size();
  if (count == 0 && checks.off("name-id")) return std::string();
  if (count == 0) return invalid("the Subject has no NameID");
  if (count > 1 && checks.on("name-id-single")) return invalid("the Subject has several NameIDs");
  if (!plain.empty()) return text_of(plain.back(), expected);
  auto decrypted = decrypt_element(encrypted.back(), "NameID", expected.decryption, checks);
  if (!decrypted) return decrypted.error();
  return text_of(decrypted->element, expected);
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
