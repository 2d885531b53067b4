#include <algorithm>

#include "foundation/core/base64.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/response_reader.hpp"
#include "reference_sp/saml/signature.hpp"

namespace idproctor::reference {
namespace {

/// The root elements of bytes that hold several documents, each as a document of its own.
std::vector<xml::Document> roots_of(std::string_view bytes) {
  if (bytes.starts_with("<?xml ")) bytes.remove_prefix(std::min(bytes.size(), bytes.find("?>") + 2));
  std::vector<xml::Document> roots;
  const auto all = xml::Document::parse("<roots>" + std::string(bytes) + "</roots>");
  if (!all) return roots;
  for (const xml::Node& root : all->root().children()) {
    if (auto document = xml::Document::parse(all->serialize(root))) roots.push_back(std::move(*document));
  }
  return roots;
}

}  // namespace

Result<Message> read_other_root(std::string_view saml_response, const Expected& expected) {
  const auto bytes = base64_decode(saml_response);
  if (!bytes) return bytes.error();
  const std::vector<xml::Document> roots = roots_of(*bytes);
  if (roots.size() != 2) return invalid("SAMLResponse is not XML");
  for (std::size_t i = 0; i < roots.size(); ++i) {
    if (!has_signature(roots[i]) ||
        !read_signed_content(roots[i].clone(), expected.idp, expected.decryption, expected.checks))
      continue;
    Message message{roots[1 - i].clone(), {}, {}, {}};
    message.response = message.received.root();
    const auto assertions = children(message.response, saml_namespace, "Assertion");
    if (!assertions.empty()) message.assertion = assertions.front();
    return message;
  }
  return invalid("Signature: neither document is signed");
}

}  // namespace idproctor::reference
