#include "foundation/core/file.hpp"
#include "foundation/xml/careless.hpp"
#include "reference_sp/saml/mistakes.hpp"

namespace idproctor::reference {
namespace {

constexpr std::size_t largest_file = 64 << 10;

/// A file is read at once; what must be asked for elsewhere comes too late to be of use.
std::optional<std::string> content_at(const std::string& url, const Outside& outside) {
  constexpr std::string_view file = "file://";
  if (url.starts_with(file)) {
    auto bytes = read_file(url.substr(file.size()), largest_file);
    if (!bytes) return std::nullopt;
    return *bytes;
  }
  if (outside) outside(url);
  return std::string();
}

}  // namespace

Result<xml::Document> parse_message(std::string_view bytes, std::size_t limit, const Checks& checks,
                                    const Outside& outside) {
  auto document = xml::Document::parse(bytes, limit);
  const bool recovers = checks.off("well-formed"), doctype = checks.off("doctype");
  if (document || (!recovers && !doctype)) return document;
  xml::Carelessness how;
  how.recovers = recovers;
  how.doctype = doctype;
  how.fetch = [&](const std::string& url) { return content_at(url, outside); };
  auto read = xml::careless_reading(bytes, how);
  if (!read) return document;
  return xml::Document::parse(*read, limit);
}

}  // namespace idproctor::reference
