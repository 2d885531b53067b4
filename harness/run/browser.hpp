#pragma once

#include <string>

#include "foundation/http/cookie_jar.hpp"
#include "harness/run/gateway.hpp"

namespace idproctor::run {

/// The user's browser: a cookie jar, and redirects and pages' SAML forms that are followed as browsers do.
class Browser {
 public:
  Browser(Gateway& gateway, const Clock& clock) : gateway_(gateway), clock_(clock) {}

  struct Visit {
    http::Response response;  ///< the last one
    std::string url;          ///< where it came from, or where a redirect pointed when `stopped`
    bool stopped = false;     ///< a redirect or a form led to the URL that navigation was to stop at
    std::string form;         ///< what a page's form was about to post there; empty after a redirect
    std::string trouble;   ///< a redirect or form that could not be followed; the response before it stands
    std::string exchange;  ///< of the first request
  };

  /// Goes to a URL. Stops before a redirect or a form to a URL that begins with `stop_at` (empty: follows
  /// all). An Error is that of the first request; later trouble is in the Visit, since the first answer was
  /// complete.
  Task<Result<Visit>> get(Log& log, std::string what, std::string url, std::string stop_at,
                          Milliseconds timeout);

  /// A form that a page of another site posts, as the IdP's does.
  Task<Result<Visit>> post_from_elsewhere(Log& log, std::string what, std::string url, std::string form,
                                          std::string stop_at, Milliseconds timeout);

  /// A redirect from another site, as the IdP's is.
  Task<Result<Visit>> get_from_elsewhere(Log& log, std::string what, std::string url, std::string stop_at,
                                         Milliseconds timeout);

 private:
  Task<Result<Visit>> go(Log& log, std::string what, http::Request request, http::Initiator initiator,
                         std::string stop_at, Milliseconds timeout);

  Gateway& gateway_;
  const Clock& clock_;
  http::CookieJar jar_;
};

}  // namespace idproctor::run
