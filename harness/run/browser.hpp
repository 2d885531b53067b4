#pragma once

#include <string>
#include <string_view>

#include "foundation/http/cookie_jar.hpp"
#include "harness/run/gateway.hpp"

namespace idproctor::run {

/// A site that belongs to nobody (RFC 2606). Cases point at it; the browser never goes there, and tells.
inline constexpr std::string_view kElsewhere = "elsewhere.idproctor.test";
/// A header that only an injected line can make.
inline constexpr std::string_view kInjectedHeader = "X-Idproctor";

/// The user's browser: a cookie jar, and redirects and pages' SAML forms that are followed as browsers do.
class Browser {
 public:
  Browser(Gateway& gateway, const Clock& clock) : gateway_(gateway), clock_(clock) {}

  struct Visit {
    http::Response response;  ///< the last one
    std::string url;          ///< where it came from, or where a redirect pointed when `stopped`
    bool stopped = false;     ///< a redirect or a form led to the URL that navigation was to stop at
    std::string form;         ///< what a page's form was about to post there; empty after a redirect
    std::string left_for;     ///< another site that the answer leads to: kElsewhere, or a script
    std::string trouble;   ///< a redirect or form that could not be followed; the response before it stands
    std::string exchange;  ///< of the first request
    std::vector<std::string> withheld;  ///< names of cookies that SameSite kept from the first request
  };

  /// Takes over another browser's cookies.
  void adopt_cookies(const Browser& other) { jar_ = other.jar_; }

  /// Goes to a URL. Stops before a redirect or a form to a URL that begins with `stop_at` (empty: follows
  /// all). An Error is that of the first request; later trouble is in the Visit, since the first answer was
  /// complete.
  Task<Result<Visit>> get(Log& log, std::string what, std::string url, std::string stop_at,
                          Milliseconds timeout);

  /// A form that a page of another site posts, as the IdP's does.
  Task<Result<Visit>> post_from_elsewhere(Log& log, std::string what, std::string url, std::string form,
                                          std::string stop_at, Milliseconds timeout);

  /// A request as some script or form of the target's own makes it; GET and POST alike.
  Task<Result<Visit>> send(Log& log, std::string what, http::Request request, std::string stop_at,
                           Milliseconds timeout);

  /// The newest URL that begins so and that this browser was sent to or asked for; empty where there is none.
  std::string was_at(const std::string& beginning) const;
  /// The newest URL whose query has that parameter; empty where there is none.
  std::string was_with(const std::string& parameter) const;

  /// A redirect from another site, as the IdP's is.
  Task<Result<Visit>> get_from_elsewhere(Log& log, std::string what, std::string url, std::string stop_at,
                                         Milliseconds timeout);

 private:
  Task<Result<Visit>> go(Log& log, std::string what, http::Request request, http::Initiator initiator,
                         std::string stop_at, Milliseconds timeout);

  Gateway& gateway_;
  const Clock& clock_;
  http::CookieJar jar_;
  std::vector<std::string> history_;  ///< in order
};

}  // namespace idproctor::run
