#pragma once

#include <map>
#include <string>

#include "foundation/core/clock.hpp"

namespace idproctor::reference {

/// The AuthnRequests that were sent, each with the browser that began it. An answered one is kept until it
/// expires, so that a second answer is known for what it is.
class OpenRequests {
 public:
  void open(const std::string& id, const std::string& browser, Time now);
  void answer(const std::string& id);

  /// Sent by us, whether or not it is answered, for whatever browser.
  bool was_sent(const std::string& id, Time now) const;
  bool is_open(const std::string& id, const std::string& browser, Time now) const;
  bool any_open(const std::string& browser, Time now) const;

 private:
  struct Request {
    std::string browser;
    Time expires{};
    bool answered = false;
    bool awaits(const std::string& by, Time now) const;
  };
  void make_room(Time now);

  std::map<std::string, Request> requests_;
};

}  // namespace idproctor::reference
