#include "reference_sp/saml/response_reader.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/own_signature.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t largest_response = 2 << 20;
constexpr std::size_t largest_encoded = 3 << 20;  // a third more, and line breaks

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
  if (count > 1 && checks.on("one-assertion")) {
    return invalid("the Response has " + std::to_string(count) + " assertions, expected one");
  }
  if (!encrypted.empty()) return Place{encrypted.front(), true};
  return Place{plain.empty() ? xml::Node() : plain.back(), false};
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

/// The mistakes of "one-assertion" and "signature-anywhere": something in the message is signed.
bool something_is_signed(Message& message, const IdpMetadata& idp, const Checks& checks) {
  if (checks.off("one-assertion")) {
    for (const xml::Node assertion : children(message.response, saml_namespace, "Assertion")) {
      const auto own = verify_own_signature(message.received, assertion, idp, checks);
      if (own && own->is_there) return true;
    }
  }
  if (checks.on("signature-anywhere")) return false;
  const auto signatures = message.received.select("//ds:Signature");
  return signatures && std::ranges::any_of(*signatures, [&](xml::Node signature) {
           return verify_signature(message.received, signature, idp, checks).has_value();
         });
}

/// The assertion in it, and what its own signature covers. Sets message.assertion.
Result<> open_assertion(Message& message, const IdpMetadata& idp, const DecryptionKey& decryption,
                        const Checks& checks) {
  auto decrypted = decrypt_element(message.assertion, "Assertion", decryption, checks);
  if (!decrypted) return decrypted.error();
  message.assertion = decrypted->element;
  message.parts.push_back(std::move(decrypted->document));
  if (checks.off("decrypted-signature")) return {};

  if (auto ids = check_ids(message.parts.back()); !ids) return ids.error();
  auto own = verify_own_signature(message.parts.back(), message.assertion, idp, checks);
  if (!own) return own.error();
  if (own->covered) {
    message.parts.push_back(std::move(*own->covered));
    message.assertion = message.parts.back().root();
  }
  message.assertion_signed = own->is_there;
  if (own->is_there) return {};
  // Anybody can encrypt to this service: that something could be decrypted says nothing of who sent it.
  const bool unsigned_anywhere = !has_signature(message.received) && !has_signature(message.parts.back());
  if (message.response_signed || (checks.off("signature-required") && unsigned_anywhere)) return {};
  return invalid("no signature covers the assertion");
}

/// One sentence for everything that may be wrong behind the encryption, the signature included: who could
/// tell the reasons apart would read the plaintext, one altered ciphertext after the other.
Result<Message> read_encrypted(Message message, const IdpMetadata& idp, const DecryptionKey& decryption,
                               const Checks& checks) {
  if (auto opened = open_assertion(message, idp, decryption, checks); !opened) {
    return invalid("the EncryptedAssertion cannot be read, or no trusted signature covers what is in it");
  }
  return message;
}

}  // namespace

Result<xml::Document> decode_response(std::string_view saml_response, const Checks& checks,
                                      const Outside& outside) {
  if (saml_response.size() > largest_encoded) {
    return Error{Error::Kind::too_large, "SAMLResponse is larger than this service takes", {}};
  }
  auto bytes = base64_decode(saml_response);
  if (!bytes) return invalid("SAMLResponse is not base64: " + bytes.error().message);
  auto document = parse_message(*bytes, largest_response, checks, outside);
  if (!document) return invalid("SAMLResponse is not XML as SAML takes it: " + describe(document.error()));
  const xml::Node root = document->root();
  if (!is(root, samlp_namespace, "Response")) {
    return invalid("SAMLResponse is no Response: its root is " + printable(root.name(), 100));
  }
  return document;
}

Result<Message> read_signed_content(xml::Document received, const IdpMetadata& idp,
                                    const DecryptionKey& decryption, const Checks& checks) {
  if (checks.off("ids")) received = overlook_id_of_response(std::move(received));
  if (checks.on("id-unique")) {
    if (auto ids = check_ids(received); !ids) return ids.error();
  }

  Message message{std::move(received), {}, {}, {}};
  message.response = message.received.root();
  auto of_response = verify_own_signature(message.received, message.response, idp, checks);
  if (!of_response) return of_response.error();
  message.response_signed = of_response->is_there;

  auto place = find_assertion(message.response, checks);
  if (!place) return place.error();
  message.assertion = place->element;
  const xml::Node received_assertion = place->element;

  if (of_response->covered) {
    message.parts.push_back(std::move(*of_response->covered));
    message.response = message.parts.back().root();
    place = find_assertion(message.response, checks);
    if (!place) return place.error();
    message.assertion = place->element;
  }
  if (!message.assertion) return message;
  if (place->encrypted) return read_encrypted(std::move(message), idp, decryption, checks);

  auto of_assertion = verify_own_signature(message.received, received_assertion, idp, checks);
  if (!of_assertion) return of_assertion.error();
  if (of_assertion->covered) {
    message.parts.push_back(std::move(*of_assertion->covered));
    message.assertion = message.parts.back().root();
  }

  message.assertion_signed = of_assertion->is_there;
  const bool covered =
      message.response_signed || of_assertion->is_there || something_is_signed(message, idp, checks);
  if (!covered && (checks.on("signature-required") || has_signature(message.received))) {
    return invalid("Signature: no signature covers the assertion");
  }
  if (checks.off("whole-text")) keep_first_texts(message.received);
  return message;
}

}  // namespace idproctor::reference
