#pragma once

#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/http/url.hpp"

namespace idproctor::http {

/// How a request came about; SameSite depends on it (RFC 6265bis 5.2).
enum class Initiator {
  same_site,        ///< typed, or from a page of the same site
  cross_site_get,   ///< a top-level navigation from another site: SameSite=Strict stays at home
  cross_site_post,  ///< a form posted from another site, as the IdP does: Lax stays at home too
};

/// What a browser keeps of Set-Cookie (RFC 6265 with SameSite). A cookie without SameSite is sent with a
/// cross-site POST, since browsers allow that for the first two minutes ("Lax+POST").
class CookieJar {
 public:
  /// Takes one Set-Cookie header value; what a browser would ignore is ignored.
  void store(const Url& from, const std::string& set_cookie, Time now);
  /// The Cookie header's value for a request; empty when there is none. Secure cookies go to https and
  /// loopback.
  std::string header_for(const Url& to, Initiator initiator, Time now) const;
  /// Names of the cookies that SameSite alone keeps from going along.
  std::vector<std::string> withheld(const Url& to, Initiator initiator, Time now) const;
  bool empty() const { return cookies_.empty(); }
  /// Names alone: a value is somebody's session.
  std::vector<std::string> names() const;

 private:
  struct Cookie {
    std::string name, value, domain, path, same_site;
    bool host_only = true, secure = false, expires = false;
    Time expiry{};
  };
  static bool is_for(const Cookie& cookie, const Url& to, Time now);
  static bool same_site_lets(const Cookie& cookie, Initiator initiator);
  std::vector<Cookie> cookies_;
};

}  // namespace idproctor::http
