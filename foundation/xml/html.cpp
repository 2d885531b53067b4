#include <libxml/HTMLparser.h>

#include "foundation/xml/library.hpp"

namespace idproctor::xml {

Result<handle::XmlDocument> parse_html_tree(std::string_view bytes) {
  require_library();
  if (bytes.empty()) return invalid("the page is empty");
  constexpr int kForgiving =
      HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET;
  ErrorTrace silence;
  handle::XmlDocument document(
      htmlReadMemory(bytes.data(), static_cast<int>(bytes.size()), nullptr, "UTF-8", kForgiving));
  if (document == nullptr || xmlDocGetRootElement(document.get()) == nullptr) {
    return invalid("this is no HTML page");
  }
  if (height_of(xmlDocGetRootElement(document.get())) > deepest_level) {
    return Error{Error::Kind::too_large, "the page has more than 256 levels of elements", {}};
  }
  return document;
}

}  // namespace idproctor::xml
