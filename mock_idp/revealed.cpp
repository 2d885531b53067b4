#include "mock_idp/revealed.hpp"

#include <algorithm>
#include <ranges>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/edit.hpp"

namespace idproctor::mock_idp {

namespace {

constexpr std::string_view kData = "xenc:CipherData/xenc:CipherValue";

/// The place of a plaintext while the document is still a tree. No XML can hold it by chance.
std::string token_of(std::size_t number) {
  return "idproctor-revealed-" + std::to_string(number) + "-";
}

/// An attack may have put a DOCTYPE before the element, which no tree can hold.
std::string without_doctype(const std::string& text) {
  if (!text.starts_with("<!DOCTYPE")) return text;
  const std::size_t end = text.find("]>");
  return end == std::string::npos ? text : text.substr(end + 2);
}

bool is_wrapper(const xml::Node& node) {
  constexpr std::string_view kWrappers[] = {"EncryptedAssertion", "EncryptedID", "EncryptedAttribute"};
  return node && std::ranges::find(kWrappers, node.name()) != std::end(kWrappers);
}

}  // namespace

std::optional<std::string> revealed_layer(std::string_view xml, std::span<const Plaintext> plaintexts) {
  if (plaintexts.empty()) return std::nullopt;
  auto document = xml::Document::parse(xml);
  if (!document) return std::nullopt;
  std::vector<std::size_t> put;
  const auto all = document->select("//xenc:EncryptedData");
  if (!all) return std::nullopt;
  for (std::size_t i = all->size(); i > 0; --i) {
    // Looked for anew: one wrapper may have held two, which went together.
    const std::string data = "(//xenc:EncryptedData)[" + std::to_string(i) + "]";
    const auto place_of = document->select(data);
    if (!place_of || place_of->empty()) continue;
    const auto values = document->select(kData, place_of->front());
    if (!values || values->empty()) continue;
    const auto known = std::ranges::find(plaintexts, values->front().text(), &Plaintext::cipher_value);
    if (known == plaintexts.end()) continue;
    const std::string place = is_wrapper(place_of->front().parent()) ? data + "/.." : data;
    const auto number = static_cast<std::size_t>(known - plaintexts.begin());
    // A root element is replaced as a whole.
    if (auto marked = xml::insert(*document, token_of(number), xml::Position::before, place); !marked) {
      return without_doctype(known->text);
    }
    if (auto removed = xml::remove(*document, place); !removed) return std::nullopt;
    put.push_back(number);
  }
  if (put.empty()) return std::nullopt;
  std::string text = document->serialize();
  for (const std::size_t number : put)
    text = replace_all(std::move(text), token_of(number), without_doctype(plaintexts[number].text));
  return text;
}

std::string revealed(std::string_view xml, std::span<const Plaintext> plaintexts) {
  std::string text(xml);
  // Encrypted within encrypted: no deeper than there are ciphertexts.
  for (std::size_t layer = 0; layer < plaintexts.size(); ++layer) {
    auto next = revealed_layer(text, plaintexts);
    if (!next) break;
    text = std::move(*next);
  }
  return text;
}

}  // namespace idproctor::mock_idp
