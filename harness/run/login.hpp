#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "harness/run/environment.hpp"
#include "harness/run/observation.hpp"
#include "harness/scenario/model.hpp"
#include "mock_idp/authn_request.hpp"
#include "mock_idp/builder.hpp"
#include "mock_idp/expression.hpp"

namespace idproctor::run {

/// What came of one login, from the first request to whoami.
struct LoginOutcome {
  Observed observed = Observed::unknown;
  observe::Who who;
  std::string reason;         ///< why it was judged so
  std::string stated;         ///< what the target said, foreign text
  int status = 0;             ///< of the page at which the message ended; 0 where none was sent
  std::string rung;           ///< the evidence that decided: "whoami", "no answer"
  std::string exchange;       ///< of that evidence
  std::string sent_exchange;  ///< of the request that carried the message
  mock_idp::Message message;  ///< what was sent, before any encoding
  std::string form;           ///< what was posted, for a replay
  std::string acs_url;
  std::string left_for;               ///< another site that the login led to
  std::string page;                   ///< what whoami answered
  std::string request_id;             ///< of the AuthnRequest that was answered; empty when the IdP began
  std::string markup_at;              ///< the exchange whose page shows a value of the message as markup
  std::string fetched;                ///< the canary's URL, if somebody asked for it
  bool at_application = false;        ///< the application's own session was looked at
  std::vector<std::string> withheld;  ///< names of cookies that SameSite kept from going with the message
  std::string never_began;  ///< why no message was sent: the login ended before the identity provider
  std::string callback;     ///< where the broker sent the browser back to; empty where it did not
  bool tells_error = true;  ///< false: that has an error, and the page behind it does not tell
};

/// What every message of the IdP to this target is about; who asked, and when, is for the caller to say.
mock_idp::Login login_of(const Environment& environment, mock_idp::User user, mock_idp::User victim);
/// Whether an edit of the recipe speaks of ${name} or f(name).
bool mentions(const mock_idp::Recipe& recipe, std::string_view name);

/// The part of the canary's URL that is this login's alone; `seed` is the one that log_in gets.
std::string canary_nonce(const Seed& seed);

/// A user and the message's deviations. Makes the message, carries it to the target as that browser and looks
/// who is logged in. An Error is our own trouble, or the target's before any message was sent: no
/// AuthnRequest, unreachable. A login at the application that ends before the identity provider is an outcome
/// all the same, unless the message deviates: then nothing was asked. `carrier`: the browser that posts the
/// message, when it is not the one that asked. `names`: what else the message may speak of, as ${name}.
Task<Result<LoginOutcome>> log_in(const Environment& environment, Log& log, Browser& browser,
                                  const scenario::LoginStep& step, mock_idp::User user, mock_idp::User victim,
                                  Seed seed, Milliseconds timeout, Browser* carrier = nullptr,
                                  std::map<std::string, std::string> names = {});

/// Posts the bytes of an earlier login again.
Task<Result<LoginOutcome>> replay(const Environment& environment, Log& log, Browser& browser,
                                  LoginOutcome earlier, Milliseconds timeout);

/// Asks who is logged in with this browser, at the service provider or at the application behind it, and
/// compares with whom the message's signatures vouch for.
Task<Result<LoginOutcome>> look(const Environment& environment, Log& log, Browser& browser,
                                mock_idp::Message message, Milliseconds timeout, bool at_application = false);

/// "sp" or "idp": what the step says, else the way that the provider or the target leaves.
std::string start_of(const scenario::LoginStep& step, const Environment& environment);

/// Begins a login at the service provider, one that `asks` for more (force_authn, authn_context), the plain
/// one, or the application's, and gives the AuthnRequest, which also goes into the environment's
/// collection, whatever it is. `stayed` gets the page that came in place of a way to the identity provider.
Task<Result<mock_idp::AuthnRequest>> ask_service_provider(const Environment& environment, Log& log,
                                                          Browser& browser, std::string asks,
                                                          Milliseconds timeout,
                                                          std::optional<Browser::Visit>* stayed = nullptr);

}  // namespace idproctor::run
