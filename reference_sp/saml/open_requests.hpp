#pragma once

#include <map>
#include <string>

#include "foundation/core/clock.hpp"

namespace idproctor::reference {

/// What an AuthnRequest asked for besides a login.
struct RequestedLogin {
  Time at{};
  bool force_authn = false;
  std::string authn_context;  ///< a class reference; empty: any
};

/// The AuthnRequests that were sent, each with the browser that began it. An answered one is kept until it
/// expires, so that a second answer is known for what it is.
class OpenRequests {
 public:
  void open(const std::string& id, const std::string& browser, RequestedLogin requested);
  void answer(const std::string& id);

  /// Sent by us, whether or not it is answered, for whatever browser.
  bool was_sent(const std::string& id, Time now) const;
  bool is_open(const std::string& id, const std::string& browser, Time now) const;
  /// Nothing in particular for an ID that is not known.
  RequestedLogin asked_for(const std::string& id) const;
  bool any_open(const std::string& browser, Time now) const;

 private:
  struct Request {
    std::string browser;
    RequestedLogin requested;
    Time expires{};
    bool answered = false;
    bool awaits(const std::string& by, Time now) const;
  };
  void make_room(Time now);

  std::map<std::string, Request> requests_;
};

}  // namespace idproctor::reference
