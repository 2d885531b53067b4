#include "foundation/http/cookie_jar.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "foundation/core/text.hpp"
#include "foundation/http/cookie_date.hpp"

namespace idproctor::http {

namespace {

/// Browsers keep no cookie longer (RFC 6265bis 5.5).
constexpr std::chrono::hours longest_life{24 * 400};

bool is_address(const std::string& host) {
  boost::system::error_code error;
  boost::asio::ip::make_address(host, error);
  return !error;
}

/// RFC 6265 5.1.3. An address and a single label ("localhost") have no subdomains that share cookies.
bool domain_matches(const std::string& host, const std::string& domain) {
  if (host == domain) return true;
  return host.size() > domain.size() && host.ends_with(domain) &&
         host[host.size() - domain.size() - 1] == '.' && domain.find('.') != std::string::npos &&
         !is_address(host);
}

/// RFC 6265 5.1.4.
std::string default_path(const std::string& path) {
  auto const slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

bool path_matches(const std::string& path, const std::string& cookie_path) {
  if (!path.starts_with(cookie_path)) return false;
  return path.size() == cookie_path.size() || cookie_path.ends_with('/') || path[cookie_path.size()] == '/';
}

bool is_trustworthy(const Url& url) {
  return url.scheme == "https" || url.is_loopback();
}

/// RFC 6265 5.2.2: seconds, or nothing where the text is no number.
std::optional<std::chrono::seconds> parse_max_age(std::string_view text) {
  auto const negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  constexpr std::chrono::seconds longest = longest_life;
  auto seconds = std::chrono::seconds(0);
  for (char const c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    seconds = std::min(longest, seconds * 10 + std::chrono::seconds(c - '0'));
  }
  return negative ? std::chrono::seconds(0) : seconds;
}

struct Attributes {
  std::optional<std::chrono::seconds> max_age;
  std::optional<Time> expires;
  std::string domain, path, same_site;
  bool has_domain = false, secure = false;
};

Attributes parse_attributes(std::string_view text) {
  Attributes out;
  for (auto const& attribute : split(text, ';')) {
    std::string_view const part = attribute;
    auto const equals = part.find('=');
    auto const name = to_lower(trim(part.substr(0, equals)));
    auto const value = equals == std::string_view::npos ? std::string_view() : trim(part.substr(equals + 1));
    // RFC 6265bis 5.6: such attributes are ignored. Of two of one name the last one counts.
    if (value.size() > 1024) continue;
    if (name == "max-age") {
      if (auto const seconds = parse_max_age(value)) out.max_age = seconds;
    } else if (name == "expires") {
      if (auto const time = parse_cookie_date(value)) out.expires = time;
    } else if (name == "domain") {
      out.domain = to_lower(value.starts_with('.') ? value.substr(1) : value);
      out.has_domain = !out.domain.empty();
    } else if (name == "path") {
      out.path = value.starts_with('/') ? std::string(value) : std::string();
    } else if (name == "secure") {
      out.secure = true;
    } else if (name == "samesite") {
      out.same_site = to_lower(value);
    }
  }
  return out;
}

/// RFC 6265bis 4.1.3: a prefix promises something of the cookie that bears it.
bool keeps_its_promise(const std::string& name, const std::string& value, const Attributes& attributes) {
  // A cookie without a name could otherwise carry the prefix in its value and read the same to the server.
  auto const start = to_lower(name.empty() ? value : name);
  if (start.starts_with("__secure-")) return !name.empty() && attributes.secure;
  if (start.starts_with("__host-"))
    return !name.empty() && attributes.secure && !attributes.has_domain && attributes.path == "/";
  return true;
}

}  // namespace

void CookieJar::store(const Url& from, const std::string& set_cookie, Time now) {
  auto const is_control = [](char c) {
    auto const byte = static_cast<unsigned char>(c);
    return (byte < 0x20 && byte != '\t') || byte == 0x7f;
  };
  if (std::any_of(set_cookie.begin(), set_cookie.end(), is_control)) return;

  std::string_view const text = set_cookie;
  auto const semicolon = text.find(';');
  auto const pair = text.substr(0, semicolon);
  auto const equals = pair.find('=');
  Cookie cookie;
  // A pair without "=" is a value without a name (RFC 6265bis 5.6).
  cookie.name = equals == std::string_view::npos ? std::string() : std::string(trim(pair.substr(0, equals)));
  cookie.value = std::string(trim(equals == std::string_view::npos ? pair : pair.substr(equals + 1)));
  if (cookie.name.empty() && cookie.value.empty()) return;
  if (cookie.name.size() + cookie.value.size() > 4096) return;

  auto const attributes =
      parse_attributes(semicolon == std::string_view::npos ? std::string_view() : text.substr(semicolon + 1));
  if (attributes.secure && !is_trustworthy(from)) return;
  if (attributes.same_site == "none" && !attributes.secure) return;
  if (!keeps_its_promise(cookie.name, cookie.value, attributes)) return;

  auto const host = to_lower(from.host);
  if (attributes.has_domain && !domain_matches(host, attributes.domain)) return;
  cookie.domain = attributes.has_domain ? attributes.domain : host;
  cookie.host_only = !attributes.has_domain;
  cookie.path = attributes.path.empty() ? default_path(from.path) : attributes.path;
  cookie.same_site = attributes.same_site;
  cookie.secure = attributes.secure;
  if (attributes.max_age || attributes.expires) {
    cookie.expires = true;
    cookie.expiry = attributes.max_age ? now + *attributes.max_age : *attributes.expires;
    cookie.expiry = std::min(cookie.expiry, now + longest_life);
  }

  std::erase_if(cookies_, [&](const Cookie& kept) { return kept.expires && kept.expiry <= now; });
  auto const same = std::find_if(cookies_.begin(), cookies_.end(), [&](const Cookie& kept) {
    return kept.name == cookie.name && kept.domain == cookie.domain && kept.path == cookie.path;
  });
  auto const is_dead = cookie.expires && cookie.expiry <= now;
  if (same == cookies_.end()) {
    if (!is_dead) cookies_.push_back(std::move(cookie));
  } else if (same->secure && !is_trustworthy(from)) {
    // RFC 6265bis 5.7: who listens on plain http may not replace what was set over TLS.
  } else if (is_dead) {
    cookies_.erase(same);
  } else {
    *same = std::move(cookie);
  }
}

bool CookieJar::is_for(const Cookie& cookie, const Url& to, Time now) {
  if (cookie.expires && cookie.expiry <= now) return false;
  auto const host = to_lower(to.host);
  if (cookie.host_only ? host != cookie.domain : !domain_matches(host, cookie.domain)) return false;
  return path_matches(to.path, cookie.path) && (!cookie.secure || is_trustworthy(to));
}

bool CookieJar::same_site_lets(const Cookie& cookie, Initiator initiator) {
  if (initiator != Initiator::same_site && cookie.same_site == "strict") return false;
  return initiator != Initiator::cross_site_post || cookie.same_site != "lax";
}

std::vector<std::string> CookieJar::withheld(const Url& to, Initiator initiator, Time now) const {
  std::vector<std::string> out;
  for (auto const& cookie : cookies_) {
    if (is_for(cookie, to, now) && !same_site_lets(cookie, initiator)) out.push_back(cookie.name);
  }
  return out;
}

std::string CookieJar::header_for(const Url& to, Initiator initiator, Time now) const {
  std::vector<const Cookie*> sent;
  for (auto const& cookie : cookies_) {
    if (is_for(cookie, to, now) && same_site_lets(cookie, initiator)) sent.push_back(&cookie);
  }
  // RFC 6265 5.4: longer paths first, else in the order in which they were made.
  std::stable_sort(sent.begin(), sent.end(),
                   [](auto const* a, auto const* b) { return a->path.size() > b->path.size(); });
  std::string header;
  for (auto const* cookie : sent) {
    if (!header.empty()) header += "; ";
    header += cookie->name.empty() ? cookie->value : cookie->name + "=" + cookie->value;
  }
  return header;
}

std::vector<std::string> CookieJar::names() const {
  std::vector<std::string> out;
  for (auto const& cookie : cookies_) out.push_back(cookie.name);
  return out;
}

}  // namespace idproctor::http
