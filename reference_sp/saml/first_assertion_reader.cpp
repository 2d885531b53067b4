#include <algorithm>

#include "foundation/xml/edit.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/response_reader.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

// A message made by hand has a few; a thousand are only there to keep us busy.
constexpr std::size_t most_elements_with_id = 64;
constexpr std::size_t most_signatures = 8;

/// A copy in which no element outside the chosen one claims an ID that another element has: libraries that
/// make this mistake never compare IDs, they find some element by that name.
Result<xml::Document> with_distinct_ids(const xml::Document& received, const std::vector<xml::Node>& elements,
                                        xml::Node chosen) {
  xml::Document copy = received.clone();
  for (std::size_t i = elements.size(); i-- > 0;) {
    const std::string id = elements[i].attribute("ID");
    const bool shared =
        std::ranges::count_if(elements, [&](xml::Node element) { return element.attribute("ID") == id; }) > 1;
    if (!shared || is_within(elements[i], chosen)) continue;
    if (auto removed = xml::remove(copy, "(//*[@ID])[" + std::to_string(i + 1) + "]/@ID"); !removed) {
      return removed.error();
    }
  }
  return copy;
}

/// Whether the signature at this place of the document verifies for any element that has an ID.
Result<> verify_for_any_element(const xml::Document& received, std::size_t signature_index,
                                const IdpMetadata& idp, const Checks& checks) {
  auto elements = received.select("//*[@ID]");
  if (!elements) return elements.error();
  if (elements->size() > most_elements_with_id) return invalid("too many elements have an ID");
  Error last = invalid("no element has an ID");
  for (const xml::Node chosen : *elements) {
    auto copy = with_distinct_ids(received, *elements, chosen);
    if (!copy) return copy.error();
    auto signatures = copy->select("//ds:Signature");
    if (!signatures) return signatures.error();
    auto part = verify_signature(*copy, signatures->at(signature_index), idp, checks);
    if (part && part->id == chosen.attribute("ID")) return {};
    if (!part) last = part.error();
  }
  return last;
}

Result<> verify_some_signature(const xml::Document& received, const IdpMetadata& idp, const Checks& checks) {
  auto signatures = received.select("//ds:Signature");
  if (!signatures) return signatures.error();
  if (signatures->empty()) {
    if (checks.off("signature-required")) return {};
    return invalid("Signature: no signature covers the assertion");
  }
  if (signatures->size() > most_signatures) return invalid("Signature: there are too many signatures");
  Error last = invalid("");
  for (std::size_t i = 0; i < signatures->size(); ++i) {
    auto verified = verify_for_any_element(received, i, idp, checks);
    if (verified) return {};
    last = verified.error();
  }
  return invalid("Signature: no signature verifies: " + last.message);
}

/// What could be decrypted stands where it was encrypted; the rest stays as it is.
xml::Document with_plain_assertions(const xml::Document& received, const DecryptionKey& decryption,
                                    const Checks& checks) {
  xml::Document opened = received.clone();
  const std::string first = "/samlp:Response/saml:EncryptedAssertion[1]";
  for (;;) {
    const auto wrappers = opened.select(first);
    if (!wrappers || wrappers->empty()) return opened;
    const auto decrypted = decrypt_element(wrappers->front(), "Assertion", decryption, checks);
    const bool put = decrypted && xml::insert(opened, decrypted->document.serialize(decrypted->element),
                                              xml::Position::before, first);
    if (!put || !xml::remove(opened, first)) return opened;
  }
}

}  // namespace

Result<Message> read_first_assertion(xml::Document received, const IdpMetadata& idp,
                                     const DecryptionKey& decryption, const Checks& checks) {
  xml::Document opened = with_plain_assertions(received, decryption, checks);
  const auto verify = [&](const xml::Document& document) {
    if (checks.on("enveloped-one")) return verify_some_signature(document, idp, checks);
    return verify_some_signature(without_copied_signatures(document), idp, checks);
  };
  auto verified = verify(received);
  if (!verified) verified = verify(opened);
  if (!verified) return verified.error();
  auto assertions = opened.select("//saml:Assertion");
  if (!assertions) return assertions.error();

  Message message{std::move(opened), {}, {}, {}};
  message.response = message.received.root();
  message.response_signed = !children(message.response, ds_namespace, "Signature").empty();
  if (!assertions->empty()) message.assertion = assertions->front();
  return message;
}

}  // namespace idproctor::reference
