#include <map>

#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_encrypted_attributes = 16;

/// Puts the values of one name together, in the order of the message.
class Collector {
 public:
  Result<> add(xml::Node attribute) {
    if (!attribute.has_attribute("Name")) return invalid("an Attribute has no Name");
    const std::string name = attribute.attribute("Name");
    const auto [place, is_new] = places_.try_emplace(name, found_.size());
    if (is_new) found_.emplace_back(name, std::vector<std::string>());
    for (const xml::Node value : children(attribute, saml_namespace, "AttributeValue")) {
      found_[place->second].second.push_back(value.text());
    }
    return {};
  }
  Attributes take() { return std::move(found_); }

 private:
  Attributes found_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

Result<Attributes> read_attributes(const Message& message, const Expected& expected) {
  Collector collector;
  std::size_t decryptions = 0;
  for (const xml::Node statement : children(message.assertion, saml_namespace, "AttributeStatement")) {
    for (const xml::Node child : statement.children()) {
      if (is(child, saml_namespace, "Attribute")) {
        if (auto added = collector.add(child); !added) return added.error();
      }
      if (!is(child, saml_namespace, "EncryptedAttribute")) continue;
      if (++decryptions > most_encrypted_attributes) {
        return invalid("the assertion has more EncryptedAttributes than this service takes");
      }
      auto decrypted = decrypt_element(child, "Attribute", expected.decryption, expected.checks);
      if (!decrypted) return decrypted.error();
      if (auto added = collector.add(decrypted->element); !added) return added.error();
    }
  }
  return collector.take();
}

}  // namespace idproctor::reference
