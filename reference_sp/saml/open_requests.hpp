#pragma once

#include <map>
#include <string>

#include "foundation/core/clock.hpp"
#include "reference_sp/records.hpp"

namespace idproctor::reference {

/// What an AuthnRequest asked for besides a login.
struct RequestedLogin {
  Time at{};
  bool force_authn = false;
  std::string authn_context;       ///< a class reference; empty: any
  std::string authorization = {};  ///< whose login it is, where the broker asked for it
};

/// The AuthnRequests that were sent, each with the browser that began it. An answered one is kept until it
/// expires, so that a second answer is known for what it is.
class OpenRequests {
 public:
  /// `records` must outlive it.
  explicit OpenRequests(Records& records = no_records());
  void open(const std::string& id, const std::string& browser, RequestedLogin requested);
  void answer(const std::string& id);

  /// Sent by us, whether or not it is answered, for whatever browser.
  bool was_sent(const std::string& id, Time now) const;
  bool is_open(const std::string& id, const std::string& browser, Time now) const;
  /// Nothing in particular for an ID that is not known.
  RequestedLogin asked_for(const std::string& id) const;
  bool any_open(const std::string& browser, Time now) const;
  /// The authorization of the browser's youngest open request; empty where that has none.
  std::string authorization_in(const std::string& browser, Time now) const;

 private:
  struct Request {
    std::string browser;
    RequestedLogin requested;
    Time expires{};
    bool answered = false;
    bool awaits(const std::string& by, Time now) const;
  };
  void make_room(Time now);
  void keep(const std::string& id) const;

  Records& records_;
  std::map<std::string, Request> requests_;
};

}  // namespace idproctor::reference
