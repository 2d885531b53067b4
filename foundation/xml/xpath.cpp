#include "foundation/xml/xpath.hpp"

#include <libxml/xpathInternals.h>

#include <map>
#include <new>
#include <string>

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

using handle::to_xml;
using Compiled = handle::Handle<xmlXPathCompExpr, xmlXPathFreeCompExpr>;

/// Queries of one thread. To make a context registers dozens of functions and prefixes, and to compile an
/// expression takes as long as most evaluations: both are kept, and lent to one document after the other.
class Queries {
 public:
  Queries() : context_(xmlXPathNewContext(nullptr)) {
    if (context_ == nullptr) throw std::bad_alloc();
    for (const Prefix& bound : prefixes()) {
      xmlXPathRegisterNs(context_.get(), to_xml(std::string(bound.prefix)), to_xml(std::string(bound.uri)));
    }
  }

  /// Null where the expression is none, or comes to nothing.
  handle::XPathObject evaluate(xmlDocPtr document, xmlNodePtr start, const std::string& expression) {
    context_->doc = document;
    context_->node = start;
    context_->depth = 0;  // an error within parentheses leaves it counted up
    handle::XPathObject object;
    if (xmlXPathCompExprPtr compiled = compile(expression)) {
      object.reset(xmlXPathCompiledEval(compiled, context_.get()));
    }
    context_->doc = nullptr;
    context_->node = nullptr;
    return object;
  }

 private:
  xmlXPathCompExprPtr compile(const std::string& expression) {
    const auto known = compiled_.find(expression);
    if (known != compiled_.end()) return known->second.get();
    Compiled made(xmlXPathCtxtCompile(context_.get(), to_xml(expression)));
    if (made == nullptr) return nullptr;
    // Some expressions have a message's own values in them and never come again.
    if (compiled_.size() >= kMostCompiled) compiled_.clear();
    return (compiled_[expression] = std::move(made)).get();
  }

  static constexpr std::size_t kMostCompiled = 500;
  handle::XPathContext context_;
  std::map<std::string, Compiled, std::less<>> compiled_;
};

}  // namespace

Error xpath_error(std::string_view expression, const std::string& reason) {
  return invalid("XPath " + printable(expression) + ": " + reason);
}

Result<handle::XPathObject> evaluate_xpath(xmlDocPtr document, xmlNodePtr start,
                                           std::string_view expression) {
  thread_local Queries queries;
  ErrorTrace trace;
  handle::XPathObject object;
  if (expression.find('\0') == expression.npos) {
    object = queries.evaluate(document, start, std::string(expression));
  }
  if (object == nullptr) return xpath_error(expression, trace.text());
  return object;
}

}  // namespace idproctor::xml
