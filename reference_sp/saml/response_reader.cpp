#include "reference_sp/saml/response_reader.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
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
    return invalid("Signature: " + what + " covers #" + printable(part->id, 200) + " instead of its parent");
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

Result<xml::Node> find_assertion(xml::Node response) {
  const auto assertions = children(response, saml_namespace, "Assertion");
  if (assertions.size() > 1) {
    return invalid("the Response has " + std::to_string(assertions.size()) + " assertions, expected one");
  }
  return assertions.empty() ? xml::Node() : assertions.front();
}

Result<> check_ids(const xml::Document& received) {
  const auto problems = xml::id_problems(received);
  if (problems.empty()) return {};
  return invalid("IDs: " + problems.front());
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
  if (!children(root, saml_namespace, "EncryptedAssertion").empty()) {
    return invalid("the Response has an EncryptedAssertion, which this service does not support");
  }
  return document;
}

Result<Message> read_signed_content(xml::Document received, const IdpMetadata& idp, const Checks& checks) {
  if (auto ids = check_ids(received); !ids) return ids.error();

  Message message{std::move(received), {}, {}, {}, false};
  message.response = message.received.root();
  auto response_part = verify_own_signature(message.received, message.response, idp, checks);
  if (!response_part) return response_part.error();

  auto received_assertion = find_assertion(message.response);
  if (!received_assertion) return received_assertion.error();
  message.assertion = *received_assertion;

  if (!response_part->empty()) {
    message.parts.push_back(std::move(response_part->front()));
    message.response = message.parts.back().root();
    message.response_signed = true;
    auto signed_assertion = find_assertion(message.response);
    if (!signed_assertion) return signed_assertion.error();
    message.assertion = *signed_assertion;
  }
  if (!message.assertion) return message;

  auto assertion_part = verify_own_signature(message.received, *received_assertion, idp, checks);
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
