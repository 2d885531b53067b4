#include "harness/run/chain.hpp"

namespace idproctor::run {

namespace {

/// What often stands behind Duo.
constexpr const char* kProvider = "entra";

mock_idp::Edit edit(mock_idp::Edit::Verb verb, std::string subject, std::string value = {},
                    std::string at = {}) {
  mock_idp::Edit made;
  made.verb = verb;
  made.subject = std::move(subject);
  made.value = std::move(value);
  made.at = std::move(at);
  return made;
}

}  // namespace

Result<std::shared_ptr<Chain>> Chain::make(const scenario::Catalogue& catalogue, http::Runtime& runtime,
                                           const Clock& clock, mock_idp::KeyRing& keys,
                                           const std::string& run_id, const Seed& seed) {
  auto pair = keys.get("other-idp");
  if (!pair) return pair.error();
  auto ring =
      mock_idp::KeyRing::from_pem((*pair)->key.private_pem() + (*pair)->certificate.pem(), clock.now());
  if (!ring) return ring.error();
  std::shared_ptr<Chain> chain(new Chain);
  chain->keys_ = std::make_unique<mock_idp::KeyRing>(std::move(*ring));
  EnvironmentOptions options;
  options.idp_keys.clear();
  options.reference_keys = &keys;
  auto environment = make_environment(catalogue, runtime, clock, *chain->keys_, run_id, seed.fork("upstream"),
                                      kProvider, std::move(options));
  if (!environment) return environment.error();
  chain->environment_ = std::move(*environment);
  return chain;
}

Task<Result<>> Chain::prepare(Log& log) {
  co_return co_await run::prepare(*environment_, log);
}

Task<Result<LoginOutcome>> Chain::ask(Log& log, const scenario::LoginStep& step, mock_idp::User user,
                                      mock_idp::User victim, Seed seed, Milliseconds timeout) {
  scenario::LoginStep leg;
  leg.user = step.user;
  leg.start = "sp";
  leg.recipe = *step.upstream;
  leg.deviates = true;
  Browser browser(*environment_->gateway, environment_->clock);
  co_return co_await log_in(*environment_, log, browser, leg, std::move(user), std::move(victim),
                            seed.fork("upstream"), timeout);
}

mock_idp::Recipe refusal() {
  using Verb = mock_idp::Edit::Verb;
  const std::string status = "urn:oasis:names:tc:SAML:2.0:status:";
  mock_idp::SignStage sign;
  sign.elements = {"response"};
  mock_idp::Recipe recipe;
  recipe.stages = {
      mock_idp::EditStage{{edit(Verb::remove, "//saml:Assertion"),
                           edit(Verb::set, "//samlp:StatusCode/@Value", status + "Responder"),
                           edit(Verb::insert, "<samlp:StatusCode Value=\"" + status + "AuthnFailed\"/>", {},
                                "//samlp:StatusCode")}},
      sign};
  return recipe;
}

}  // namespace idproctor::run
