#include "reference_sp/saml/decryption.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/decrypt.hpp"
#include "reference_sp/saml/elements.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view xenc_namespace = "http://www.w3.org/2001/04/xmlenc#";

/// The mistake of "decrypted-doctype": what a parser of whole documents would have done.
std::string without_doctype(const std::string& text) {
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string::npos || text.compare(start, 9, "<!DOCTYPE") != 0) return text;
  const std::size_t subset = text.find('[', start), close = text.find('>', start);
  if (close == std::string::npos) return text;
  if (subset == std::string::npos || subset > close) return text.substr(close + 1);
  const std::size_t end = text.find("]>", subset);
  return end == std::string::npos ? text : text.substr(end + 2);
}

Result<xml::Node> promised_element(const xml::Document& document, std::string_view promised,
                                   const Checks& checks) {
  const auto elements = document.root().children();
  if (checks.off("decrypted-element")) {
    if (elements.empty()) return invalid("nothing was encrypted");
    return elements.front();
  }
  auto beside = document.evaluate("normalize-space(string(/*/text()[normalize-space()]))");
  if (!beside) return beside.error();
  if (elements.size() != 1 || !beside->empty() || !is(elements.front(), saml_namespace, promised)) {
    return invalid("expected one " + std::string(promised));
  }
  return elements.front();
}

Result<Decrypted> open_wrapper(xml::Node wrapper, std::string_view promised, const DecryptionKey& key,
                               const Checks& checks) {
  auto data = only_child(wrapper, xenc_namespace, "EncryptedData");
  if (!data) return data.error();
  xml::DecryptionPolicy policy;
  policy.allow_rsa_1_5 = checks.off("rsa-1-5");
  policy.allow_triple_des = checks.off("triple-des");
  policy.ignore_tag = checks.off("gcm-tag");
  auto text = xml::decrypt(*data, key(), policy);
  if (!text) return text.error();
  if (checks.off("decrypted-doctype")) text = without_doctype(*text);
  // Between two tags no DOCTYPE can stand.
  auto document = xml::Document::parse_content(*text, wrapper);
  if (!document) return document.error();
  auto element = promised_element(*document, promised, checks);
  if (!element) return element.error();
  // No signature's canonical form has dropped them here: parsers disagree on what is left of such a value.
  auto interrupted =
      document->select("//*[comment() or processing-instruction()][text()[normalize-space()]]");
  if (!interrupted) return interrupted.error();
  if (!interrupted->empty()) return invalid("a comment stands within a value");
  return Decrypted{std::move(*document), *element};
}

}  // namespace

Result<Decrypted> decrypt_element(xml::Node wrapper, std::string_view promised, const DecryptionKey& key,
                                  const Checks& checks) {
  auto decrypted = open_wrapper(wrapper, promised, key, checks);
  if (!decrypted) return invalid("the " + wrapper.name() + " cannot be read");
  return decrypted;
}

}  // namespace idproctor::reference
