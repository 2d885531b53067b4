#include "mock_idp/message_forms.hpp"

#include <unordered_map>

#include "foundation/core/text.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/edit.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kExclusiveForm = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// A few for each provider that one run speaks like: with and without InResponseTo, signed here or there.
constexpr std::size_t kMostKept = 100;

/// The one node at the XPath; none where there are others.
xml::Node one(const xml::Document& document, std::string_view xpath, xml::Node context) {
  const auto nodes = document.select(xpath, context);
  return nodes && nodes->size() == 1 ? nodes->front() : xml::Node();
}

/// Every token stands in a text or in an attribute's value, where the value does not change what is around
/// it.
bool holds_values_as_content(const xml::Document& document, const GappedText& whole) {
  const auto contents = document.select("//text() | //@*");
  if (!contents) return false;
  std::size_t gaps = 0;
  for (const xml::Node& content : *contents) gaps += GappedText::cut(content.text()).gaps();
  return gaps == whole.gaps();
}

/// Signs the element with tokens for values: the same steps in the same order as xml::sign takes.
std::optional<MessageForms::Signature> sign_with_tokens(xml::Document& document, const std::string& xpath,
                                                        std::size_t first_value) {
  const xml::Node element = one(document, xpath, {});
  const xml::Node signature = element ? one(document, "ds:Signature", element) : element;
  if (!signature) return std::nullopt;
  const xml::Node signed_info = one(document, "ds:SignedInfo", signature);
  const xml::Node reference = one(document, "ds:SignedInfo/ds:Reference", signature);
  const xml::Node method = one(document, "ds:SignedInfo/ds:CanonicalizationMethod", signature);
  const xml::Node transform =
      one(document, "ds:SignedInfo/ds:Reference/ds:Transforms/ds:Transform[2]", signature);
  if (!signed_info || !reference || !method || !transform) return std::nullopt;
  if (method.attribute("Algorithm") != kExclusiveForm || transform.attribute("Algorithm") != kExclusiveForm ||
      reference.attribute("URI") != "#" + element.attribute("ID")) {
    return std::nullopt;
  }
  const auto digested =
      xml::canonical(document, element, kExclusiveForm, xml::inclusive_prefixes(transform), signature);
  const std::string path = xpath + "/ds:Signature/";
  const auto digest =
      xml::set(document, path + "ds:SignedInfo/ds:Reference/ds:DigestValue", value_token(first_value));
  const auto octets = xml::canonical(document, signed_info, kExclusiveForm, xml::inclusive_prefixes(method));
  const auto value = xml::set(document, path + "ds:SignatureValue", value_token(first_value + 1));
  if (!digested || !digest || !octets || !value) return std::nullopt;
  return MessageForms::Signature{GappedText::cut(*digested), GappedText::cut(*octets)};
}

std::optional<MessageForms> read_forms(const Rendering& rendering, const std::vector<std::string>& xpaths) {
  auto document = xml::Document::parse(rendering.markup);
  if (!document || !holds_values_as_content(*document, GappedText::cut(rendering.markup)))
    return std::nullopt;
  MessageForms forms;
  for (const std::string& xpath : xpaths) {
    const std::size_t first_value = rendering.values.size() + 2 * forms.signatures.size();
    auto signature = sign_with_tokens(*document, xpath, first_value);
    if (!signature) return std::nullopt;
    forms.signatures.push_back(std::move(*signature));
  }
  forms.bytes = GappedText::cut(document->serialize());
  return forms;
}

}  // namespace

const MessageForms* forms_of(const Rendering& rendering, const std::vector<std::string>& xpaths) {
  thread_local std::unordered_map<std::string, std::optional<MessageForms>> kept;
  const std::string key =
      join(xpaths, "\n") + "\n" + std::to_string(rendering.values.size()) + rendering.markup;
  auto found = kept.find(key);
  if (found == kept.end()) {
    if (kept.size() == kMostKept) kept.clear();
    found = kept.emplace(key, read_forms(rendering, xpaths)).first;
  }
  return found->second ? &*found->second : nullptr;
}

}  // namespace idproctor::mock_idp
