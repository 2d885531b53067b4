#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <new>

#include "foundation/core/text.hpp"
#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

/// What a parser run leaves behind; reached through the parser context's _private.
struct ParseFindings {
  bool has_doctype = false;
  Error first;
};

ParseFindings& findings_of(void* context) {
  return *static_cast<ParseFindings*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

// Stops before the first declaration is read, so that no entity is ever defined.
void refuse_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  findings_of(context).has_doctype = true;
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

Error too_deep() {
  return {Error::Kind::too_large, "the document has more than 256 levels of elements", {}};
}

// The first error is the cause; later ones are consequences.
void keep_first_error(void* context, xmlErrorPtr error) {
  Error& first = findings_of(context).first;
  if (error == nullptr || error->level < XML_ERR_ERROR || !first.message.empty()) return;
  const std::string_view message = error->message == nullptr ? "no reason was given" : error->message;
  if (message.find("Excessive depth") != message.npos) {
    first = too_deep();
  } else {
    first = invalid("not well-formed XML: " + printable(trim(message)));
  }
  first.where = "line " + std::to_string(error->line);
  if (error->int2 > 0) first.where += ", column " + std::to_string(error->int2);
}

}  // namespace

Result<handle::XmlDocument> parse_tree(std::string_view bytes, int options) {
  require_library();
  if (bytes.empty()) return invalid("not well-formed XML: the document is empty");
  ParseFindings findings;
  handle::ParserContext parser(xmlNewParserCtxt());
  if (parser == nullptr) throw std::bad_alloc();
  parser->_private = &findings;
  parser->sax->internalSubset = refuse_doctype;
  parser->sax->serror = keep_first_error;
  handle::XmlDocument document(
      xmlCtxtReadMemory(parser.get(), bytes.data(), static_cast<int>(bytes.size()), nullptr, nullptr,
                        options | XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING));
  if (findings.has_doctype || (document != nullptr && document->intSubset != nullptr)) {
    return invalid("the document has a DOCTYPE, which SAML messages must not have");
  }
  if (document == nullptr || parser->wellFormed == 0 || parser->nsWellFormed == 0) {
    if (findings.first.message.empty()) findings.first = invalid("not well-formed XML");
    return findings.first;
  }
  // libxml2 itself stops a level or two later; that keeps its own recursion short, and this makes it exact.
  if (height_of(xmlDocGetRootElement(document.get())) > deepest_level) return too_deep();
  // Without an encoding libxml2 writes non-ASCII attribute values as character references.
  xmlFree(const_cast<xmlChar*>(document->encoding));
  document->encoding = xmlStrdup(handle::to_xml("UTF-8"));
  return document;
}

}  // namespace idproctor::xml
