#include "foundation/xml/xpath_filter.hpp"

#include <libxml/xpathInternals.h>

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;

constexpr std::string_view filter2_namespace = "http://www.w3.org/2002/06/xmldsig-filter2";

using CompiledXPath = handle::Handle<xmlXPathCompExpr, xmlXPathFreeCompExpr>;

/// The context in which the expression of this element is evaluated.
handle::XPathContext context_for(xmlNodePtr element) {
  handle::XPathContext context(xmlXPathNewContext(element->doc));
  if (context == nullptr) throw std::bad_alloc();
  xmlNsPtr* in_scope = xmlGetNsList(element->doc, element);
  for (xmlNsPtr* one = in_scope; one != nullptr && *one != nullptr; ++one) {
    if ((*one)->prefix != nullptr) xmlXPathRegisterNs(context.get(), (*one)->prefix, (*one)->href);
  }
  xmlFree(in_scope);
  return context;
}

Error not_an_xpath(const std::string& expression, const ErrorTrace& trace) {
  return invalid("the transform's XPath " + printable(expression, 200) + ": " + trace.text());
}

/// True or false for every node by itself.
Result<NodeFilter> filter_by_predicate(Node element) {
  ErrorTrace trace;
  const std::string expression = element.text();
  std::shared_ptr<xmlXPathContext> context = context_for(raw(element));
  std::shared_ptr<xmlXPathCompExpr> compiled =
      CompiledXPath(xmlXPathCtxtCompile(context.get(), to_xml(expression)));
  if (compiled == nullptr) return not_an_xpath(expression, trace);
  return NodeFilter([context, compiled](Node node) {
    context->node = raw(node);
    return xmlXPathCompiledEvalToBoolean(compiled.get(), context.get()) == 1;
  });
}

/// Keeps, or leaves out, the subtrees that the expression selects.
Result<NodeFilter> filter_by_subtrees(Node element, bool keeps) {
  ErrorTrace trace;
  const std::string expression = element.text();
  handle::XPathContext context = context_for(raw(element));
  handle::XPathObject object(xmlXPathEvalExpression(to_xml(expression), context.get()));
  if (object == nullptr || object->type != XPATH_NODESET) return not_an_xpath(expression, trace);
  std::set<const void*> tops;
  const xmlNodeSet* nodes = object->nodesetval;
  for (int i = 0; nodes != nullptr && i < nodes->nodeNr; ++i) tops.insert(nodes->nodeTab[i]);
  return NodeFilter([tops = std::move(tops), keeps](Node node) {
    for (const xmlNode* at = raw(node); at != nullptr; at = at->parent) {
      if (tops.contains(at)) return keeps;
    }
    return !keeps;
  });
}

}  // namespace

Result<NodeFilter> xpath_filter(const Document& document, Node transform) {
  require_library();
  if (!transform || raw(transform)->doc != raw(document)) return invalid("there is no transform");
  std::vector<NodeFilter> all;
  for (const Node& child : transform.children()) {
    if (child.name() != "XPath") continue;
    const std::string filter = child.attribute("Filter");
    Result<NodeFilter> one =
        child.namespace_uri() != filter2_namespace ? filter_by_predicate(child)
        : filter == "subtract"                     ? filter_by_subtrees(child, false)
        : filter == "intersect"
            ? filter_by_subtrees(child, true)
            : invalid("XPath Filter 2.0 subtracts or intersects here, it has no " + printable(filter, 50));
    if (!one) return one.error();
    all.push_back(*one);
  }
  if (all.empty()) return invalid("the XPath transform has no XPath");
  return NodeFilter([all = std::move(all)](Node node) {
    for (const NodeFilter& keep : all) {
      if (!keep(node)) return false;
    }
    return true;
  });
}

}  // namespace idproctor::xml
