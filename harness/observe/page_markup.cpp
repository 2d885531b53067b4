#include "harness/observe/page_markup.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/document.hpp"

namespace idproctor::observe {

bool has_foreign_markup(const http::Response& response) {
  const std::string type = to_lower(response.headers.get("Content-Type"));
  if (type.find("html") == std::string::npos) return false;
  // Most pages do not say it; they need no parser.
  if (to_lower(response.body).find("<" + std::string(kForeignElement)) == std::string::npos) return false;
  const auto page = xml::Document::parse_html(response.body);
  if (!page) return false;
  const auto found = page->select("//" + std::string(kForeignElement));
  return found && !found->empty();
}

}  // namespace idproctor::observe
