#pragma once

#include <memory>
#include <string>

#include "harness/run/login.hpp"

namespace idproctor::run {

/// The identity provider that ours asks who the user is, as Duo asks its authentication source (SAML
/// core 3.4.1.5): a mock IdP with an entity ID and a key of its own. Towards it ours is a service provider,
/// and a strict one: a reference integration of its own.
class Chain {
 public:
  /// `keys` are our IdP's; nothing is sent yet.
  static Result<std::shared_ptr<Chain>> make(const scenario::Catalogue& catalogue, http::Runtime& runtime,
                                             const Clock& clock, mock_idp::KeyRing& keys,
                                             const std::string& run_id, const Seed& seed);
  Task<Result<>> prepare(Log& log);

  /// The leg between the two: ours asks, the other answers with step.upstream's deviations. `accepted`: ours
  /// believes it.
  Task<Result<LoginOutcome>> ask(Log& log, const scenario::LoginStep& step, mock_idp::User user,
                                 mock_idp::User victim, Seed seed, Milliseconds timeout);
  std::string entity_id() const { return environment_->idp_entity_id(); }

 private:
  Chain() = default;

  std::unique_ptr<mock_idp::KeyRing> keys_;
  std::unique_ptr<Environment> environment_;
};

/// What an identity provider answers that could not log the user in (SAML profiles 4.1.4.2).
mock_idp::Recipe refusal();

}  // namespace idproctor::run
