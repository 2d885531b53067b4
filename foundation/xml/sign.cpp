#include "foundation/xml/sign.hpp"

#include <xmlsec/openssl/crypto.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;
using handle::view;

bool is_id_attribute(const xmlAttr* attribute) {
  const std::string_view name = view(attribute->name);
  if (attribute->ns != nullptr) return name == "id" && view(attribute->ns->prefix) == "xml";
  return name == "ID" || name == "Id";
}

/// The ID in "#ID" or "#xpointer(id('ID'))" (XML Signature 4.4.3.3); empty for every other URI.
std::string id_in(std::string_view uri) {
  if (!uri.starts_with('#')) return {};
  uri.remove_prefix(1);
  constexpr std::string_view before = "xpointer(id('";
  constexpr std::string_view after = "'))";
  if (uri.starts_with(before) && uri.ends_with(after)) {
    return std::string(uri.substr(before.size(), uri.size() - before.size() - after.size()));
  }
  return uri.find('(') == uri.npos ? std::string(uri) : std::string();
}

/// Where `id` stands: on the nearest ancestor of the signature that carries it, else the first in the
/// document.
xmlAttrPtr find_target(xmlNodePtr signature, std::string_view id) {
  const auto id_on = [&](xmlNodePtr element) -> xmlAttrPtr {
    if (element->type != XML_ELEMENT_NODE) return nullptr;
    for (xmlAttrPtr attribute = element->properties; attribute != nullptr; attribute = attribute->next) {
      if (is_id_attribute(attribute) && Node(attribute).text() == id) return attribute;
    }
    return nullptr;
  };
  for (xmlNodePtr above = signature->parent; above != nullptr; above = above->parent) {
    if (xmlAttrPtr found = id_on(above)) return found;
  }
  xmlNodePtr root = xmlDocGetRootElement(signature->doc);
  for (xmlNodePtr node = root; node != nullptr; node = next_in_tree(node, root)) {
    if (xmlAttrPtr found = id_on(node)) return found;
  }
  return nullptr;
}

/// Makes one attribute the ID that xmlsec finds, as long as this lives; then everything is as before.
class RegisteredId {
 public:
  explicit RegisteredId(xmlAttrPtr attribute) : attribute_(attribute) {
    const std::string value = Node(attribute).text();
    before_ = xmlGetID(attribute->doc, to_xml(value));
    if (before_ == attribute) return;
    // libxml2 registers xml:id by itself; it would stand in the way of another attribute with this value.
    if (before_ != nullptr) xmlRemoveID(attribute->doc, before_);
    xmlAddID(nullptr, attribute->doc, to_xml(value), attribute);
  }
  ~RegisteredId() {
    if (attribute_ == nullptr || before_ == attribute_) return;
    xmlRemoveID(attribute_->doc, attribute_);
    if (before_ != nullptr) xmlAddID(nullptr, before_->doc, to_xml(Node(before_).text()), before_);
  }
  RegisteredId(RegisteredId&& other) noexcept
      : attribute_(std::exchange(other.attribute_, nullptr)), before_(other.before_) {}
  RegisteredId& operator=(RegisteredId&&) = delete;

 private:
  xmlAttrPtr attribute_;
  xmlAttrPtr before_ = nullptr;
};

void remove_content(xmlNodePtr element) {
  while (xmlNodePtr child = element->children) {
    xmlUnlinkNode(child);
    xmlFreeNode(child);
  }
}

}  // namespace

Result<> sign(Document& document, Node signature, const crypto::Key& key) {
  require_library();
  xmlNodePtr top = raw(signature);
  if (!is_element(top, dsig_namespace, "Signature") || top->doc != raw(document)) {
    return invalid("only a ds:Signature element of the document can be signed");
  }
  if (!key.is_private()) return invalid("a public key cannot sign");

  std::vector<RegisteredId> registered;
  std::vector<std::string> known;
  for (xmlNodePtr node = top; node != nullptr; node = next_in_tree(node, top)) {
    if (is_element(node, dsig_namespace, "DigestValue") ||
        is_element(node, dsig_namespace, "SignatureValue")) {
      remove_content(node);
    }
    if (!is_element(node, dsig_namespace, "Reference")) continue;
    const std::string uri = Node(node).attribute("URI");
    const std::string id = id_in(uri);
    if (id.empty() || std::ranges::find(known, id) != known.end()) continue;
    xmlAttrPtr target = find_target(top, id);
    if (target == nullptr) return invalid("the Reference " + printable(uri) + " points at no element");
    known.push_back(id);
    registered.emplace_back(target);
  }

  ErrorTrace trace;
  handle::SignatureContext context(xmlSecDSigCtxCreate(nullptr));
  if (context == nullptr) throw std::bad_alloc();
  context->enabledReferenceUris = xmlSecTransformUriTypeEmpty | xmlSecTransformUriTypeSameDocument;
  // xmlsec would complete KeyInfo by itself. Only the kinds in this list are written, and nobody uses this
  // one.
  xmlSecPtrListAdd(&context->keyInfoWriteCtx.enabledKeyData,
                   const_cast<void*>(static_cast<const void*>(xmlSecOpenSSLKeyDataHmacId)));
  context->signKey = sec_key(key).release();
  if (xmlSecDSigCtxSign(context.get(), top) != 0) {
    return invalid("the signature cannot be made: " + trace.text(),
                   "line " + std::to_string(signature.line()));
  }
  return {};
}

}  // namespace idproctor::xml
