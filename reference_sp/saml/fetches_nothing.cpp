#include "reference_sp/saml/mistakes.hpp"

namespace idproctor::reference {
namespace {

constexpr const char* xinclude_links =
    "//*[local-name()='include' and namespace-uri()='http://www.w3.org/2001/XInclude']/@href";
constexpr const char* style_sheets = "//processing-instruction('xml-stylesheet')";
constexpr const char* references =
    "//ds:Reference/@URI | //ds:RetrievalMethod/@URI | //xenc:CipherReference/@URI";
constexpr const char* xslt_selections =
    "//ds:Transform[@Algorithm='http://www.w3.org/TR/1999/REC-xslt-19991116']//@select";

/// What stands between `before` and the next `after`; empty where that is nowhere.
std::string between(const std::string& text, std::string_view before, char after) {
  const std::size_t start = text.find(before);
  if (start == std::string::npos) return {};
  const std::size_t begin = start + before.size();
  const std::size_t end = text.find(after, begin);
  return end == std::string::npos ? std::string() : text.substr(begin, end - begin);
}

}  // namespace

void fetch_what_is_named(const xml::Document& received, const Outside& outside) {
  if (!outside) return;
  const auto fetch_each = [&](const char* xpath, auto url_in) {
    const auto places = received.select(xpath);
    if (!places) return;
    for (const xml::Node& place : *places) {
      if (const std::string url = url_in(place.text()); !url.empty()) outside(url);
    }
  };
  fetch_each(xinclude_links, [](const std::string& text) { return text; });
  fetch_each(style_sheets, [](const std::string& text) { return between(text, "href=\"", '"'); });
  fetch_each(references,
             [](const std::string& text) { return text.starts_with("http") ? text : std::string(); });
  fetch_each(xslt_selections, [](const std::string& text) { return between(text, "document('", '\''); });
}

}  // namespace idproctor::reference
