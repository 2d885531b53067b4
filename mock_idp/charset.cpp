#include "mock_idp/charset.hpp"

#include <iconv.h>

#include "foundation/core/text.hpp"

namespace idproctor::mock_idp {

namespace {

std::string_view without_declaration(std::string_view xml) {
  if (!xml.starts_with("<?xml ")) return xml;
  const std::size_t end = xml.find("?>");
  return end == std::string_view::npos ? xml : xml.substr(end + 2);
}

std::string declaration(const std::string& encoding) {
  return "<?xml version=\"1.0\" encoding=\"" + encoding + "\"?>";
}

Result<std::string> converted(std::string utf8, const char* charset) {
  const iconv_t converter = iconv_open(charset, "UTF-8");
  // NOLINTNEXTLINE(performance-no-int-to-ptr): iconv's own way to say that it failed
  if (converter == reinterpret_cast<iconv_t>(-1)) {
    return invalid("this system cannot write " + std::string(charset));
  }
  std::string out(utf8.size() * 8 + 16, '\0');
  char* from = utf8.data();
  char* to = out.data();
  std::size_t left = utf8.size(), room = out.size();
  const bool done = iconv(converter, &from, &left, &to, &room) != static_cast<std::size_t>(-1) &&
                    iconv(converter, nullptr, nullptr, &to, &room) != static_cast<std::size_t>(-1);
  iconv_close(converter);
  if (!done) return invalid("the message cannot be written in " + std::string(charset));
  out.resize(out.size() - room);
  return out;
}

}  // namespace

const std::vector<std::string>& charsets() {
  static const std::vector<std::string> all{"utf-8",    "utf-8-bom", "utf-16",
                                            "utf-16be", "utf-7",     "utf-8-as-latin-1"};
  return all;
}

Result<std::string> in_charset(std::string_view xml, std::string_view charset) {
  if (charset == "utf-8") return std::string(xml);
  const std::string body(without_declaration(xml));
  if (charset == "utf-8-bom") return "\xEF\xBB\xBF" + declaration("UTF-8") + body;
  if (charset == "utf-8-as-latin-1") return declaration("ISO-8859-1") + body;
  const bool big_endian = charset == "utf-16be";
  if (charset == "utf-16" || big_endian) {
    auto bytes = converted(declaration("UTF-16") + body, big_endian ? "UTF-16BE" : "UTF-16LE");
    if (!bytes) return bytes;
    return (big_endian ? "\xFE\xFF" : "\xFF\xFE") + *bytes;
  }
  if (charset == "utf-7") {
    // A parser has to read the declaration before it knows of UTF-7, so that stays plain.
    auto bytes = converted(body, "UTF-7");
    if (!bytes) return bytes;
    return declaration("UTF-7") + *bytes;
  }
  return invalid("the charset '" + std::string(charset) + "' is none of " + join(charsets(), ", "));
}

}  // namespace idproctor::mock_idp
