#pragma once

#include <map>
#include <optional>
#include <string>

#include "foundation/core/json.hpp"
#include "harness/run/environment.hpp"
#include "harness/run/login.hpp"
#include "mock_idp/sp_message.hpp"

namespace idproctor::run {

/// What came of one logout. Whether a session ended is for `look` to say.
struct LogoutOutcome {
  /// What the target sent to the IdP: its LogoutRequest where it starts, else its LogoutResponse.
  std::optional<mock_idp::SpMessage> message;
  Json facts;            ///< of `message`, for expectations; null without one
  std::string trouble;   ///< why there is none
  std::string stated;    ///< what the target said at the end, foreign text
  std::string exchange;  ///< of the request that carried the IdP's message, or of the logout page
  bool broken = false;   ///< the request with the IdP's message got no complete answer
  bool is_post = true;
  std::string url, form;  ///< what the browser brought, for a replay
};

/// A message of the IdP in a session that a login began, and what came of it. `logins` are the case's logins
/// by step, for ${STEP.session_index}.
struct LogoutTask {
  const scenario::LogoutStep& step;
  const std::map<std::string, LoginOutcome>& logins;
  mock_idp::User user, victim;
};

/// By which binding the identity provider's message of the step travels: one that the step allows, the target
/// has a place for and the provider uses, POST first. Empty: there is none.
std::string logout_binding(const scenario::LogoutStep& step, const Environment& environment);

/// The user asks at the application; where that sends the browser to the IdP, the IdP answers as the step
/// says.
Task<Result<LogoutOutcome>> log_out_at_application(const Environment& environment, Log& log, Browser& browser,
                                                   LogoutTask task, Seed seed, Milliseconds timeout);

/// The IdP sends its message through the browser (SAML profiles 4.4.3.2).
Task<Result<LogoutOutcome>> log_out_at_idp(const Environment& environment, Log& log, Browser& browser,
                                           LogoutTask task, Seed seed, Milliseconds timeout);

/// The same bytes once more.
Task<Result<LogoutOutcome>> replay_logout(const Environment& environment, Log& log, Browser& browser,
                                          LogoutOutcome earlier, Milliseconds timeout);

}  // namespace idproctor::run
