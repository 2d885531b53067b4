#pragma once

#include <map>
#include <string>

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/saml/logout_message.hpp"
#include "reference_sp/saml/replay.hpp"
#include "reference_sp/saml/sessions.hpp"

namespace idproctor::reference {

/// Single logout (SAML profiles 4.4): the user's own logout goes on to the identity provider, and the
/// identity provider's requests end sessions here.
class Logout {
 public:
  /// What was used outlives a restart as far as `records` does, which must outlive it.
  explicit Logout(Records& records) : used_(records, "used_logout") {}
  /// The user asks at /logout: the local session ends, and the browser goes on to the identity provider where
  /// that has a SingleLogoutService.
  http::Response begin(const http::Request& request, const Expected& expected, Sessions& sessions);
  /// What comes to the SingleLogoutService, a LogoutRequest or a LogoutResponse.
  http::Response receive(const http::Request& request, const Expected& expected, Sessions& sessions);

 private:
  http::Response answer(const LogoutMessage& message, const std::string& browser_session,
                        const Expected& expected, Sessions& sessions);
  http::Response finish(const LogoutMessage& message, const std::string& browser_session,
                        const Expected& expected, Sessions& sessions);
  void forget_expired(Time now);

  /// A LogoutRequest of ours that waits for its answer.
  struct Open {
    std::string browser_session;
    Time expires{};
  };
  std::map<std::string, Open> open_;
  UsedAssertions used_;
};

}  // namespace idproctor::reference
