#include <map>

#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/kept_value.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t most_encrypted_attributes = 16;

/// Puts the values of one name together, in the order of the message.
class Collector {
 public:
  explicit Collector(const Checks& checks) : checks_(checks) {}

  Result<> add(xml::Node attribute) {
    if (!attribute.has_attribute("Name")) return invalid("an Attribute has no Name");
    const bool goes_by_friend = checks_.off("friendly-name") && attribute.has_attribute("FriendlyName");
    const std::string name = attribute.attribute(goes_by_friend ? "FriendlyName" : "Name");
    const auto [place, is_new] = places_.try_emplace(name, found_.size());
    if (is_new) found_.emplace_back(name, std::vector<std::string>());
    for (const xml::Node value : children(attribute, saml_namespace, "AttributeValue")) {
      auto& values = found_[place->second].second;
      if (values.empty() || checks_.on("several-values")) values.push_back(kept_value(value.text(), checks_));
    }
    return {};
  }
  Attributes take() { return std::move(found_); }

 private:
  const Checks& checks_;
  Attributes found_;
  std::map<std::string, std::size_t> places_;
};

}  // namespace

Result<Attributes> read_attributes(const Message& message, const Expected& expected) {
  Collector collector(expected.checks);
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
