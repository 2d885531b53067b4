#include "foundation/xml/canonical.hpp"

#include <libxml/c14n.h>

#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/exclusive.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

struct Canonicalization {
  std::string_view uri;
  std::string_view without_comments;
  xmlC14NMode mode;
  bool with_comments;
};

constexpr std::string_view exclusive_1_0 = "http://www.w3.org/2001/10/xml-exc-c14n#";
constexpr std::string_view inclusive_1_0 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315";
constexpr std::string_view inclusive_1_1 = "http://www.w3.org/2006/12/xml-c14n11";

constexpr Canonicalization canonicalizations[] = {
    {exclusive_1_0, exclusive_1_0, XML_C14N_EXCLUSIVE_1_0, false},
    {"http://www.w3.org/2001/10/xml-exc-c14n#WithComments", exclusive_1_0, XML_C14N_EXCLUSIVE_1_0, true},
    {inclusive_1_0, inclusive_1_0, XML_C14N_1_0, false},
    {"http://www.w3.org/TR/2001/REC-xml-c14n-20010315#WithComments", inclusive_1_0, XML_C14N_1_0, true},
    {inclusive_1_1, inclusive_1_1, XML_C14N_1_1, false},
    {"http://www.w3.org/2006/12/xml-c14n11#WithComments", inclusive_1_1, XML_C14N_1_1, true},
};

const Canonicalization* canonicalization_of(std::string_view uri) {
  for (const Canonicalization& known : canonicalizations) {
    if (known.uri == uri) return &known;
  }
  return nullptr;
}

struct Scope {
  const xmlNode* subtree;
  const xmlNode* without;
  const NodeFilter& keep;
};

// libxml2 asks for every node of the document. A namespace declaration has no parent of its own: it is seen
// where its element is.
int is_in_scope(void* data, xmlNodePtr node, xmlNodePtr parent) {
  const auto& scope = *static_cast<const Scope*>(data);
  const bool has_no_place = node->type == XML_NAMESPACE_DECL || node->type == XML_ATTRIBUTE_NODE;
  for (const xmlNode* at = has_no_place ? parent : node; at != nullptr; at = at->parent) {
    if (at == scope.without) return 0;
    if (at != scope.subtree) continue;
    return scope.keep == nullptr || scope.keep(Node(node->type == XML_NAMESPACE_DECL ? parent : node)) ? 1
                                                                                                       : 0;
  }
  return 0;
}

/// The subtree as a document of its own, with the namespaces that are in scope where it stands.
handle::XmlDocument copied(const Document& document, xmlNodePtr subtree) {
  handle::XmlDocument copy(xmlNewDoc(nullptr));
  xmlNodePtr root = copy == nullptr ? nullptr : xmlDocCopyNode(subtree, copy.get(), 1);
  if (root == nullptr) throw std::bad_alloc();
  xmlDocSetRootElement(copy.get(), root);
  xmlNsPtr* in_scope = xmlGetNsList(raw(document), subtree);
  // xmlNewNs does nothing where the element declares that prefix itself.
  for (xmlNsPtr* ns = in_scope; ns != nullptr && *ns != nullptr; ++ns) {
    xmlNewNs(root, (*ns)->href, (*ns)->prefix);
  }
  xmlFree(in_scope);
  return copy;
}

}  // namespace

Result<std::string> canonical(const Document& document, Node subtree, std::string_view algorithm_uri,
                              std::string_view inclusive_prefixes, Node without, const NodeFilter& keep) {
  require_library();
  const Canonicalization* chosen = canonicalization_of(algorithm_uri);
  if (chosen == nullptr) {
    return Error{
        Error::Kind::unsupported, "unknown canonicalization algorithm " + printable(algorithm_uri), {}};
  }
  std::vector<std::string> names = split(replace_all(std::string(inclusive_prefixes), "\n", " "), ' ');
  std::erase(names, "");
  if (chosen->mode == XML_C14N_EXCLUSIVE_1_0 && subtree.is_element() && keep == nullptr) {
    auto text =
        exclusive_canonical(raw(subtree), raw(without), {names.begin(), names.end()}, chosen->with_comments);
    if (text) return std::move(*text);
  }
  std::vector<xmlChar*> list;
  list.reserve(names.size() + 1);
  for (std::string& name : names) list.push_back(reinterpret_cast<xmlChar*>(name.data()));
  list.push_back(nullptr);

  const auto write = [&](xmlDocPtr doc, const Scope& scope) -> handle::XmlOutput {
    handle::XmlOutput written(xmlAllocOutputBuffer(nullptr));
    if (written == nullptr) throw std::bad_alloc();
    const int done = xmlC14NExecute(doc, is_in_scope, const_cast<Scope*>(&scope), chosen->mode, list.data(),
                                    chosen->with_comments, written.get());
    return done < 0 ? nullptr : std::move(written);
  };
  ErrorTrace trace;
  auto output = write(raw(document), {subtree ? raw(subtree) : reinterpret_cast<xmlNodePtr>(raw(document)),
                                      raw(without), keep});
  if (output == nullptr && subtree && !without && keep == nullptr) {
    // libxml2 refuses a document for what stands outside of the subtree as well, a relative namespace say.
    const handle::XmlDocument copy = copied(document, raw(subtree));
    output = write(copy.get(), {xmlDocGetRootElement(copy.get()), nullptr, keep});
  }
  if (output == nullptr) return invalid("the canonical form cannot be written: " + trace.text());
  return std::string(
      handle::view(xmlOutputBufferGetContent(output.get())).substr(0, xmlOutputBufferGetSize(output.get())));
}

bool is_canonicalization(std::string_view algorithm_uri) {
  return canonicalization_of(algorithm_uri) != nullptr;
}

std::string without_comments(std::string_view algorithm_uri) {
  const Canonicalization* known = canonicalization_of(algorithm_uri);
  return std::string(known == nullptr ? algorithm_uri : known->without_comments);
}

std::string inclusive_prefixes(Node method) {
  for (const Node& child : method.children()) {
    if (child.name() == "InclusiveNamespaces") return child.attribute("PrefixList");
  }
  return {};
}

}  // namespace idproctor::xml
