#include "foundation/http/url.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <charconv>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace {

/// RFC 3986 appendix B, the fragment dropped. The parts are views; `has_*` tell an empty part from none.
struct Parts {
  std::string_view scheme, authority, path, query;
  bool has_scheme = false, has_authority = false, has_query = false;
};

bool is_scheme(std::string_view text) {
  auto const letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return !text.empty() && letter(text.front()) && std::all_of(text.begin(), text.end(), [&](char c) {
    return letter(c) || (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
  });
}

Parts take_apart(std::string_view text) {
  Parts parts;
  text = text.substr(0, text.find('#'));
  if (auto const mark = text.find('?'); mark != std::string_view::npos) {
    parts.query = text.substr(mark + 1);
    parts.has_query = true;
    text = text.substr(0, mark);
  }
  if (auto const colon = text.find(':');
      colon != std::string_view::npos && is_scheme(text.substr(0, colon))) {
    parts.scheme = text.substr(0, colon);
    parts.has_scheme = true;
    text.remove_prefix(colon + 1);
  }
  if (text.starts_with("//")) {
    text.remove_prefix(2);
    parts.authority = text.substr(0, text.find('/'));
    parts.has_authority = true;
    text.remove_prefix(parts.authority.size());
  }
  parts.path = text;
  return parts;
}

/// RFC 3986 5.2.4.
std::string remove_dot_segments(std::string_view path) {
  std::string out;
  while (!path.empty()) {
    if (path.starts_with("../")) {
      path.remove_prefix(3);
    } else if (path.starts_with("./") || path.starts_with("/./")) {
      path.remove_prefix(2);
    } else if (path == "/.") {
      path = "/";
    } else if (path.starts_with("/../") || path == "/..") {
      path = path == "/.." ? std::string_view("/") : path.substr(3);
      auto const slash = out.rfind('/');
      out.resize(slash == std::string::npos ? 0 : slash);
    } else if (path == "." || path == "..") {
      path = {};
    } else {
      auto const segment = path.substr(0, path.find('/', 1));
      out += segment;
      path.remove_prefix(segment.size());
    }
  }
  return out;
}

/// What browsers make of a Location before they read it (WHATWG URL): white space around it goes, a backslash
/// in front of the query is a slash, and what cannot stand in a URL is escaped.
std::string as_browsers_read(std::string_view reference) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  bool before_query = true;
  for (char const c : trim(reference)) {
    if (c == '?' || c == '#') before_query = false;
    auto const byte = static_cast<unsigned char>(c);
    if (c == '\\' && before_query) {
      out += '/';
    } else if (c == ' ' || c == '"' || c == '<' || c == '>' || byte > 0x7e) {
      out += '%';
      out += digits[byte >> 4];
      out += digits[byte & 15];
    } else {
      out += c;
    }
  }
  return out;
}

bool is_ipv6(std::string_view host) {
  return host.find(':') != std::string_view::npos;
}

std::string_view usual_port(std::string_view scheme) {
  return scheme == "https" ? "443" : "80";
}

/// Host and port into `url` (RFC 3986 3.2.2; of registered names those that DNS can know). Boost.URL 1.81 is
/// of no use here: it refuses names that begin like an address, such as 10.0.0.1.nip.io.
bool parse_authority(std::string_view text, Url& url) {
  auto rest = std::string_view();
  if (text.starts_with('[')) {
    auto const end = text.find(']');
    if (end == std::string_view::npos) return false;
    url.host = std::string(text.substr(1, end - 1));
    rest = text.substr(end + 1);
    boost::system::error_code error;
    boost::asio::ip::make_address_v6(url.host, error);
    if (error || url.host.find('%') != std::string::npos) return false;
  } else {
    auto const end = std::min(text.find(':'), text.size());
    url.host = std::string(text.substr(0, end));
    rest = text.substr(end);
    auto const is_in_names = [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
             c == '.' || c == '_';
    };
    if (url.host.empty() || !std::all_of(url.host.begin(), url.host.end(), is_in_names)) return false;
  }
  if (rest.empty() || rest == ":") {
    url.port = usual_port(url.scheme);
    return true;
  }
  if (rest.front() != ':') return false;
  rest.remove_prefix(1);
  unsigned short number = 0;
  auto const [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), number);
  url.port = std::to_string(number);
  return error == std::errc() && end == rest.data() + rest.size() && number != 0;
}

}  // namespace

std::string Url::origin() const {
  auto out = scheme + "://" + to_lower(is_ipv6(host) ? "[" + host + "]" : host);
  if (port != usual_port(scheme)) out += ":" + port;
  return out;
}

std::string Url::target() const {
  return has_query ? path + "?" + query : path;
}

std::string Url::str() const {
  auto out = scheme + "://" + (is_ipv6(host) ? "[" + host + "]" : host);
  if (port != usual_port(scheme)) out += ":" + port;
  return out + target();
}

bool Url::is_loopback() const {
  if (equals_ignoring_case(host, "localhost")) return true;
  boost::system::error_code error;
  auto const address = boost::asio::ip::make_address(host, error);
  return !error && address.is_loopback();
}

Result<Url> parse_url(std::string_view text) {
  auto const broken = [&](const std::string& why) {
    return invalid("\"" + printable(text, 300) + "\" is not a URL that can be asked: " + why);
  };
  auto const parts = take_apart(text);
  // Nothing may quote the text before a password in it is ruled out.
  if (parts.authority.find('@') != std::string_view::npos)
    return invalid("a URL with a user name or a password in it (scheme://user@host) is not accepted");
  for (char const c : text) {
    auto const byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) return broken("it contains a space or a control character");
  }
  Url url;
  url.scheme = to_lower(parts.scheme);
  if (url.scheme != "http" && url.scheme != "https")
    return broken("an absolute http or https URL is expected");
  if (!parts.has_authority || parts.authority.empty()) return broken("it names no host");

  if (!parse_authority(parts.authority, url))
    return broken("\"" + printable(parts.authority, 300) + "\" is not a host and port");
  url.path = parts.path.empty() ? "/" : std::string(parts.path);
  url.query = std::string(parts.query);
  url.has_query = parts.has_query;
  return url;
}

Result<std::string> resolve(std::string_view base, std::string_view reference) {
  auto const from = parse_url(base);
  if (!from) return from.error();
  auto const text = as_browsers_read(reference);
  auto const parts = take_apart(text);

  std::string target;
  if (parts.has_scheme || parts.has_authority) {
    target = parts.has_scheme ? std::string(parts.scheme) + ":" : from->scheme + ":";
    if (parts.has_authority) target += "//" + std::string(parts.authority);
    target += remove_dot_segments(parts.path);
  } else {
    target = from->origin();
    if (parts.path.empty()) {
      target += from->path;
    } else if (parts.path.starts_with('/')) {
      target += remove_dot_segments(parts.path);
    } else {
      auto const folder = from->path.substr(0, from->path.rfind('/') + 1);
      target += remove_dot_segments(folder + std::string(parts.path));
    }
  }
  if (parts.has_query) {
    target += "?" + std::string(parts.query);
  } else if (!parts.has_scheme && !parts.has_authority && parts.path.empty() && from->has_query) {
    target += "?" + from->query;
  }
  auto const url = parse_url(target);
  if (!url) return url.error();
  return url->str();
}

}  // namespace idproctor::http
