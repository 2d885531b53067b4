#include "mock_idp/encrypt_elements.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/encrypt.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kInclusiveWithComments =
    "http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments";

/// SAML core 2.2.4, 2.3.4 and 2.7.3.2.
std::string wrapper_of(const xml::Node& element) {
  if (element.name() == "Assertion") return "EncryptedAssertion";
  if (element.name() == "Attribute") return "EncryptedAttribute";
  return "EncryptedID";
}

Result<Plaintext> encrypt_element(xml::Document& document, const std::string& xpath,
                                  const Encryption& encryption) {
  auto nodes = document.select(xpath);
  if (!nodes) return nodes.error();
  if (nodes->empty() || !nodes->front().is_element()) return invalid("only an element can be encrypted");
  const xml::Node node = nodes->front();
  auto plaintext = xml::canonical(document, node, kInclusiveWithComments);
  if (plaintext && encryption.content) plaintext = encryption.content(*plaintext);
  if (!plaintext) return plaintext.error();
  auto algorithms = encryption_algorithms(encryption.style);
  if (!algorithms) return algorithms.error();
  auto ciphertext = crypto::encrypt(*plaintext, *algorithms, encryption.certificate.public_key());
  if (!ciphertext) return ciphertext.error();

  const EncryptedElement element{encryption.wrapper.empty() ? wrapper_of(node) : encryption.wrapper,
                                 encryption.fresh_id(), encryption.fresh_id(), encryption.recipient};
  const std::string markup =
      encrypted_element(encryption.style, *algorithms, element, *ciphertext, encryption.certificate);
  if (auto put = xml::insert(document, markup, xml::Position::after, xpath); !put) return put.error();
  if (auto removed = xml::remove(document, xpath); !removed) return removed.error();
  return Plaintext{base64_encode(ciphertext->data), *plaintext};
}

}  // namespace

std::string xpath_of_encrypted(std::string_view element) {
  constexpr std::string_view attribute = "attribute ";
  if (element == "assertion") return "/samlp:Response/saml:Assertion[1]";
  if (element == "name-id") return "//saml:Subject/saml:NameID";
  if (element.starts_with(attribute)) {
    return "//saml:Attribute[@Name='" + std::string(element.substr(attribute.size())) + "']";
  }
  return std::string(element);
}

Result<std::vector<Plaintext>> encrypt_elements(xml::Document& document, const std::string& xpath,
                                                const Encryption& encryption) {
  auto selected = document.select(xpath);
  if (!selected) return selected.error();
  if (selected->empty()) return invalid("the XPath " + xpath + " selects nothing");
  std::vector<Plaintext> plaintexts;
  // From the last to the first, so that those still to come keep their numbers.
  for (std::size_t i = selected->size(); i > 0; --i) {
    auto plaintext = encrypt_element(document, "(" + xpath + ")[" + std::to_string(i) + "]", encryption);
    if (!plaintext) return plaintext.error();
    plaintexts.push_back(std::move(*plaintext));
  }
  return plaintexts;
}

}  // namespace idproctor::mock_idp
