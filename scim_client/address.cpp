#include "scim_client/address.hpp"

#include "foundation/core/text.hpp"

namespace idproctor::scim {

namespace {

// RFC 3986 section 3.4 allows these in a query; brackets and quotes are not among them.
constexpr std::string_view kAllowedBesideUnreserved = "%/?:@!$&'()*,;=+-._~";

bool allowed(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         kAllowedBesideUnreserved.find(c) != std::string_view::npos;
}

std::string encode_literal(std::string_view text, Encoding encoding, bool& in_query) {
  std::string out;
  for (const char c : text) {
    if (c == '?') in_query = true;
    if (c == ' ' && in_query && encoding == Encoding::plus) {
      out += '+';
    } else if (allowed(c)) {
      out += c;
    } else {
      out += percent_encode(std::string_view(&c, 1));
    }
  }
  return out;
}

std::string encode_value(std::string_view text, Encoding encoding, bool in_query) {
  std::string out = percent_encode(text);
  return in_query && encoding == Encoding::plus ? replace_all(std::move(out), "%20", "+") : out;
}

}  // namespace

Result<Address> Address::parse(std::string_view text, Encoding encoding) {
  if (!text.starts_with('/')) return invalid("a path begins with \"/\"");
  auto parsed = Text::parse(text);
  if (!parsed) return parsed.error();
  Address address;
  address.text_ = std::move(*parsed);
  address.encoding_ = encoding;
  bool in_query = false;
  for (Text::Part& part : address.text_.parts())
    part.literal = encode_literal(part.literal, encoding, in_query);
  return address;
}

Result<std::string> Address::render(const Scope& scope) const {
  std::string out;
  for (const Text::Part& part : text_.parts()) {
    out += part.literal;
    if (!part.reference) continue;
    auto value = scope.get(*part.reference);
    if (!value) return value.error();
    if (!*value) continue;
    const std::string text = to_text(**value);
    const bool in_query = out.find('?') != std::string::npos;
    out += encode_value(part.quoted ? escape_filter_value(text) : text, encoding_, in_query);
  }
  return out;
}

std::string encode_address(std::string_view path_and_query, Encoding encoding) {
  bool in_query = false;
  return encode_literal(path_and_query, encoding, in_query);
}

std::string join_address(std::string_view base_url, std::string_view path_and_query) {
  base_url = base_url.substr(0, base_url.find('#'));
  const std::size_t mark = base_url.find('?');
  std::string_view base_query =
      mark == std::string_view::npos ? std::string_view{} : base_url.substr(mark + 1);
  std::string_view base = base_url.substr(0, mark);
  while (base.ends_with('/')) base.remove_suffix(1);
  std::string out(base);
  if (base_query.empty()) return out.append(path_and_query);
  const std::size_t query = path_and_query.find('?');
  out += path_and_query.substr(0, query);
  out += '?';
  out += base_query;
  if (query != std::string_view::npos) out.append("&").append(path_and_query.substr(query + 1));
  return out;
}

}  // namespace idproctor::scim
