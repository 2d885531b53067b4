#include "reference_sp/saml/response_reader.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t largest_response = 2 << 20;
constexpr std::size_t largest_encoded = 3 << 20;  // a third more, and line breaks

/// The parsed octets that `element`'s own signature covers; nothing when it has no signature.
/// SAML core 5.4.2: the one Reference names the signature's parent.
Result<std::vector<xml::Document>> verify_own_signature(xml::Document& received, xml::Node element,
                                                        const IdpMetadata& idp, const Checks& checks) {
  std::vector<xml::Document> covered;
  const std::string what = "the " + element.name() + "'s signature";
  const auto signatures = children(element, ds_namespace, "Signature");
  if (signatures.empty()) return covered;
  if (signatures.size() > 1) return invalid("the " + element.name() + " has several signatures");

  auto part = verify_signature(received, signatures.front(), idp, checks);
  if (!part) return invalid("Signature: " + what + " does not verify: " + part.error().message);
  if (part->id != element.attribute("ID")) {
    if (checks.on("covers-its-parent")) {
      return invalid("Signature: " + what + " covers #" + printable(part->id, 200) +
                     " instead of its parent");
    }
    auto as_it_stands = xml::canonical(received, element, exclusive_canonicalization, {}, signatures.front());
    if (!as_it_stands) return as_it_stands.error();
    part->canonical_xml = *as_it_stands;
  }
  auto document = xml::Document::parse(part->canonical_xml);
  if (!document)
    return invalid("Signature: what " + what + " covers is not XML: " + document.error().message);
  if (!is(document->root(), element.namespace_uri(), element.name())) {
    return invalid("Signature: " + what + " covers a " + printable(document->root().name(), 100));
  }
  covered.push_back(std::move(*document));
  return covered;
}

/// The Response's one Assertion, or the one EncryptedAssertion in its place.
struct Place {
  xml::Node element;  ///< none where there is neither
  bool encrypted = false;
};

Result<Place> find_assertion(xml::Node response, const Checks& checks) {
  const auto plain = children(response, saml_namespace, "Assertion");
  const auto encrypted = children(response, saml_namespace, "EncryptedAssertion");
  if (checks.off("decrypted-signature") && !encrypted.empty()) return Place{encrypted.front(), true};
  const std::size_t count = plain.size() + encrypted.size();
  if (count > 1) {
    return invalid("the Response has " + std::to_string(count) + " assertions, expected one");
  }
  if (!encrypted.empty()) return Place{encrypted.front(), true};
  return Place{plain.empty() ? xml::Node() : plain.front(), false};
}

/// The mistake of "ids": the ID of a Response that is not signed is never looked at.
xml::Document overlook_id_of_response(xml::Document received) {
  const xml::Node response = received.root();
  if (response.has_attribute("ID") && children(response, ds_namespace, "Signature").empty()) {
    (void)xml::remove(received, "/*/@ID");
  }
  return received;
}

Result<> check_ids(const xml::Document& received) {
  const auto problems = xml::id_problems(received);
  if (problems.empty()) return {};
  return invalid("IDs: " + problems.front());
}

/// The assertion in it, and what its own signature covers. Sets message.assertion.
Result<> open_assertion(Message& message, const IdpMetadata& idp, const crypto::Key& decryption,
                        const Checks& checks) {
  auto decrypted = decrypt_element(message.assertion, "Assertion", decryption, checks);
  if (!decrypted) return decrypted.error();
  message.assertion = decrypted->element;
  message.parts.push_back(std::move(decrypted->document));
  if (checks.off("decrypted-signature")) return {};

  if (auto ids = check_ids(message.parts.back()); !ids) return ids.error();
  auto part = verify_own_signature(message.parts.back(), message.assertion, idp, checks);
  if (!part) return part.error();
  if (!part->empty()) {
    message.parts.push_back(std::move(part->front()));
    message.assertion = message.parts.back().root();
    return {};
  }
  // Anybody can encrypt to this service: that something could be decrypted says nothing of who sent it.
  const bool unsigned_anywhere = !has_signature(message.received) && !has_signature(message.parts.back());
  if (message.response_signed || (checks.off("signature-required") && unsigned_anywhere)) return {};
  return invalid("no signature covers the assertion");
}

/// One sentence for everything that may be wrong behind the encryption, the signature included: who could
/// tell the reasons apart would read the plaintext, one altered ciphertext after the other.
Result<Message> read_encrypted(Message message, const IdpMetadata& idp, const crypto::Key& decryption,
                               const Checks& checks) {
  if (auto opened = open_assertion(message, idp, decryption, checks); !opened) {
    return invalid("the EncryptedAssertion cannot be read, or no trusted signature covers what is in it");
  }
  return message;
}

}  // namespace

Result<xml::Document> decode_response(std::string_view saml_response) {
  if (saml_response.size() > largest_encoded) {
    return Error{Error::Kind::too_large, "SAMLResponse is larger than this service takes", {}};
  }
  auto bytes = base64_decode(saml_response);
  if (!bytes) return invalid("SAMLResponse is not base64: " + bytes.error().message);
  auto document = xml::Document::parse(*bytes, largest_response);
  if (!document) return invalid("SAMLResponse is not XML as SAML takes it: " + describe(document.error()));
  const xml::Node root = document->root();
  if (!is(root, samlp_namespace, "Response")) {
    return invalid("SAMLResponse is no Response: its root is " + printable(root.name(), 100));
  }
  return document;
}

Result<Message> read_signed_content(xml::Document received, const IdpMetadata& idp,
                                    const crypto::Key& decryption, const Checks& checks) {
  if (checks.off("ids")) received = overlook_id_of_response(std::move(received));
  if (auto ids = check_ids(received); !ids) return ids.error();

  Message message{std::move(received), {}, {}, {}, false};
  message.response = message.received.root();
  auto response_part = verify_own_signature(message.received, message.response, idp, checks);
  if (!response_part) return response_part.error();

  auto place = find_assertion(message.response, checks);
  if (!place) return place.error();
  message.assertion = place->element;
  const xml::Node received_assertion = place->element;

  if (!response_part->empty()) {
    message.parts.push_back(std::move(response_part->front()));
    message.response = message.parts.back().root();
    message.response_signed = true;
    place = find_assertion(message.response, checks);
    if (!place) return place.error();
    message.assertion = place->element;
  }
  if (!message.assertion) return message;
  if (place->encrypted) return read_encrypted(std::move(message), idp, decryption, checks);

  auto assertion_part = verify_own_signature(message.received, received_assertion, idp, checks);
  if (!assertion_part) return assertion_part.error();
  const bool assertion_signed = !assertion_part->empty();
  if (assertion_signed) {
    message.parts.push_back(std::move(assertion_part->front()));
    message.assertion = message.parts.back().root();
  }

  const bool covered = message.response_signed || assertion_signed;
  if (!covered && (checks.on("signature-required") || has_signature(message.received))) {
    return invalid("Signature: no signature covers the assertion");
  }
  return message;
}

}  // namespace idproctor::reference
