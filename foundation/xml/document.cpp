#include "foundation/xml/document.hpp"

#include <libxml/xpathInternals.h>

#include <climits>
#include <new>
#include <utility>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"
#include "foundation/xml/xpath.hpp"

namespace idproctor::xml {

using handle::view;

struct Document::Impl {
  handle::XmlDocument document;
};

namespace {

handle::XmlOutput empty_output() {
  handle::XmlOutput output(xmlAllocOutputBuffer(nullptr));
  if (output == nullptr) throw std::bad_alloc();
  return output;
}

void write(xmlDocPtr document, xmlNodePtr node, const handle::XmlOutput& output) {
  // Naming the encoding keeps non-ASCII characters as they are instead of as character references.
  xmlNodeDumpOutput(output.get(), document, node, 0, 0, "UTF-8");
}

std::string text_of(const handle::XmlOutput& output) {
  return std::string(reinterpret_cast<const char*>(xmlOutputBufferGetContent(output.get())),
                     xmlOutputBufferGetSize(output.get()));
}

}  // namespace

const std::vector<Prefix>& prefixes() {
  static const std::vector<Prefix> table = {
      {"saml", "urn:oasis:names:tc:SAML:2.0:assertion"},    {"samlp", "urn:oasis:names:tc:SAML:2.0:protocol"},
      {"md", "urn:oasis:names:tc:SAML:2.0:metadata"},       {"ds", "http://www.w3.org/2000/09/xmldsig#"},
      {"xenc", "http://www.w3.org/2001/04/xmlenc#"},        {"xenc11", "http://www.w3.org/2009/xmlenc11#"},
      {"ec", "http://www.w3.org/2001/10/xml-exc-c14n#"},    {"xs", "http://www.w3.org/2001/XMLSchema"},
      {"xsi", "http://www.w3.org/2001/XMLSchema-instance"},
  };
  return table;
}

Document::Document(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view bytes, std::size_t limit) {
  require_library();
  if (bytes.size() > limit || bytes.size() > INT_MAX) {
    return Error{Error::Kind::too_large,
                 "the XML has " + std::to_string(bytes.size()) + " bytes, more than the limit of " +
                     std::to_string(limit),
                 {}};
  }
  auto document = parse_tree(bytes, 0);
  if (!document) return document.error();
  return Document(std::make_unique<Impl>(Impl{std::move(*document)}));
}

Result<Document> Document::parse_content(std::string_view bytes, Node place) {
  require_library();
  struct FreeList {
    void operator()(xmlNsPtr* list) const noexcept { xmlFree(list); }
  };
  const xmlNodePtr node = xml::raw(place);
  const std::unique_ptr<xmlNsPtr, FreeList> in_scope(xmlGetNsList(node->doc, node));
  std::string start = "<content";
  for (xmlNsPtr* bound = in_scope.get(); bound != nullptr && *bound != nullptr; ++bound) {
    const std::string_view prefix = view((*bound)->prefix);
    start += prefix.empty() ? " xmlns=\"" : " xmlns:" + std::string(prefix) + "=\"";
    start += escape_markup(view((*bound)->href)) + "\"";
  }
  return parse(start + ">" + std::string(bytes) + "</content>");
}

Result<Document> Document::parse_html(std::string_view bytes, std::size_t limit) {
  require_library();
  if (bytes.size() > limit || bytes.size() > INT_MAX) {
    return Error{Error::Kind::too_large, "the page has " + std::to_string(bytes.size()) + " bytes", {}};
  }
  auto document = parse_html_tree(bytes);
  if (!document) return document.error();
  return Document(std::make_unique<Impl>(Impl{std::move(*document)}));
}

Document Document::clone() const {
  handle::XmlDocument copy(xmlCopyDoc(impl_->document.get(), 1));
  if (copy == nullptr) throw std::bad_alloc();
  return Document(std::make_unique<Impl>(Impl{std::move(copy)}));
}

Node Document::root() const {
  return Node(xmlDocGetRootElement(impl_->document.get()));
}

std::string Document::serialize() const {
  const handle::XmlOutput output = empty_output();
  for (xmlNodePtr node = impl_->document->children; node != nullptr; node = node->next) {
    write(impl_->document.get(), node, output);
  }
  return text_of(output);
}

std::string Document::serialize(Node node) const {
  if (!node || xml::raw(node)->type == XML_DOCUMENT_NODE) return serialize();
  const handle::XmlOutput output = empty_output();
  write(impl_->document.get(), xml::raw(node), output);
  std::string bytes = text_of(output);
  return xml::raw(node)->type == XML_ATTRIBUTE_NODE ? std::string(trim(bytes)) : bytes;
}

Result<std::vector<Node>> Document::select(std::string_view xpath) const {
  return select(xpath, Node());
}

Result<std::vector<Node>> Document::select(std::string_view xpath, Node context) const {
  xmlDocPtr document = impl_->document.get();
  xmlNodePtr start = context ? xml::raw(context) : reinterpret_cast<xmlNodePtr>(document);
  auto object = evaluate_xpath(document, start, xpath);
  if (!object) return object.error();
  if ((*object)->type != XPATH_NODESET) return xpath_error(xpath, "selects no nodes, it computes a value");
  std::vector<Node> nodes;
  if (xmlNodeSetPtr set = (*object)->nodesetval) {
    xmlXPathNodeSetSort(set);
    for (int i = 0; i < set->nodeNr; ++i) {
      // These are copies that die with the query.
      if (set->nodeTab[i]->type == XML_NAMESPACE_DECL) {
        return xpath_error(xpath, "selects namespace declarations, which are no nodes of the document");
      }
      nodes.emplace_back(set->nodeTab[i]);
    }
  }
  return nodes;
}

Result<std::string> Document::evaluate(std::string_view xpath) const {
  xmlDocPtr document = impl_->document.get();
  auto object = evaluate_xpath(document, reinterpret_cast<xmlNodePtr>(document), xpath);
  if (!object) return object.error();
  return handle::to_string(handle::XmlText(xmlXPathCastToString(object->get())));
}

void* Document::raw() const {
  return impl_->document.get();
}

}  // namespace idproctor::xml
