#include "foundation/xml/careless.hpp"

#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include <climits>
#include <new>
#include <string>

#include "foundation/xml/library.hpp"

namespace idproctor::xml {

namespace {

/// Reached through the parser context's _private.
struct CarelessParse {
  const Carelessness& how;
  bool has_doctype = false;

  std::string fetched(const xmlChar* url) const {
    if (!how.fetch || url == nullptr) return {};
    return how.fetch(std::string(handle::view(url))).value_or("");
  }
};

CarelessParse& parse_of(void* context) {
  return *static_cast<CarelessParse*>(static_cast<xmlParserCtxtPtr>(context)->_private);
}

void stop_at_doctype(void* context, const xmlChar*, const xmlChar*, const xmlChar*) {
  parse_of(context).has_doctype = true;
  xmlStopParser(static_cast<xmlParserCtxtPtr>(context));
}

// libxml2 would load an external entity with a loader that belongs to the whole process. Here it becomes an
// internal one with the content that was fetched for it.
void declare_entity(void* context, const xmlChar* name, int type, const xmlChar* public_id,
                    const xmlChar* system_id, xmlChar* content) {
  const bool is_parameter = type == XML_EXTERNAL_PARAMETER_ENTITY;
  if (type != XML_EXTERNAL_GENERAL_PARSED_ENTITY && !is_parameter) {
    xmlSAX2EntityDecl(context, name, type, public_id, system_id, content);
    return;
  }
  const std::string fetched = parse_of(context).fetched(system_id);
  handle::XmlText copy(xmlStrdup(handle::to_xml(fetched)));
  xmlSAX2EntityDecl(context, name, is_parameter ? XML_INTERNAL_PARAMETER_ENTITY : XML_INTERNAL_GENERAL_ENTITY,
                    nullptr, nullptr, copy.get());
}

void fetch_external_subset(void* context, const xmlChar*, const xmlChar*, const xmlChar* system_id) {
  parse_of(context).fetched(system_id);
}

int options_of(const Carelessness& how) {
  int options = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING;
  if (how.recovers) options |= XML_PARSE_RECOVER;
  if (how.doctype) options |= XML_PARSE_NOENT | XML_PARSE_DTDATTR | XML_PARSE_HUGE;
  return options;
}

}  // namespace

Result<std::string> careless_reading(std::string_view bytes, const Carelessness& how) {
  require_library();
  if (bytes.size() > INT_MAX) return Error{Error::Kind::too_large, "the XML is too large", {}};
  std::string text(bytes);
  // libxml2 takes a NUL for the end; parsers that keep lengths go on.
  if (how.recovers) std::erase(text, '\0');
  ErrorTrace trace;
  CarelessParse state{how};
  handle::ParserContext parser(xmlNewParserCtxt());
  if (parser == nullptr) throw std::bad_alloc();
  parser->_private = &state;
  if (how.doctype) {
    parser->sax->entityDecl = declare_entity;
    parser->sax->externalSubset = fetch_external_subset;
  } else {
    parser->sax->internalSubset = stop_at_doctype;
  }
  handle::XmlDocument document(xmlCtxtReadMemory(parser.get(), text.data(), static_cast<int>(text.size()),
                                                 nullptr, nullptr, options_of(how)));
  if (state.has_doctype) return invalid("the document has a DOCTYPE");
  xmlNodePtr root = document == nullptr ? nullptr : xmlDocGetRootElement(document.get());
  if (root == nullptr || (parser->wellFormed == 0 && !how.recovers)) {
    return invalid("not well-formed XML: " + trace.text());
  }
  handle::XmlOutput output(xmlAllocOutputBuffer(nullptr));
  if (output == nullptr) throw std::bad_alloc();
  xmlNodeDumpOutput(output.get(), document.get(), root, 0, 0, "UTF-8");
  return std::string(reinterpret_cast<const char*>(xmlOutputBufferGetContent(output.get())),
                     xmlOutputBufferGetSize(output.get()));
}

}  // namespace idproctor::xml
