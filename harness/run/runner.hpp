#pragma once

#include <functional>
#include <string>
#include <vector>

#include "harness/run/baseline.hpp"
#include "harness/run/environment.hpp"

namespace idproctor::run {

struct Plan {
  std::vector<scenario::Case> cases;
  std::vector<std::string> providers;
  const scenario::Target* target = nullptr;  ///< null: the embedded reference integration
  reference::Checks checks;                  ///< of the embedded one
  int jobs = 4;                              ///< cases that run side by side
  int shard_index = 1, shard_count = 1;
  bool fail_fast = false;
  bool slow = false;  ///< cases that take long are asked too
  Baseline baseline;
};

/// The cases that this plan asks of one provider: a case that only signs on is asked once in each SAML
/// dialect, one that only pushes once in each SCIM dialect, however many providers share that half.
struct Assignment {
  std::string provider;
  std::vector<const scenario::Case*> cases;
};
Result<std::vector<Assignment>> assign(const Plan& plan, const std::string& home);

/// The dialects in which these cases sign on and push, each once.
struct SpokenDialects {
  std::vector<SpokenDialect> saml, scim;
};
Result<SpokenDialects> spoken_dialects(const std::vector<Assignment>& assignments, const std::string& home);

/// Told as the run goes; each may be empty.
struct Listener {
  std::function<void(const std::string& key)> started;
  std::function<void(CaseResult result)> finished;
};

/// Asks every case in every provider's dialect. Results come in the order in which cases end. `stopped` is
/// looked at before each case.
class Runner {
 public:
  Runner(const scenario::Catalogue& catalogue, http::Runtime& runtime, const Clock& clock,
         mock_idp::KeyRing& keys, RunInfo info);

  /// An Error before anything was sent: a provider or the reference integration does not load.
  Result<> run(const Plan& plan, const std::vector<Assignment>& assignments, Listener listener,
               const bool& stopped);

 private:
  Task<> run_provider(const Plan& plan, Environment& environment, std::vector<const scenario::Case*> cases,
                      Listener& listener, const bool& stopped);

  const scenario::Catalogue& catalogue_;
  http::Runtime& runtime_;
  const Clock& clock_;
  mock_idp::KeyRing& keys_;
  RunInfo info_;
  bool enough_ = false;  ///< --fail-fast has seen a failure
};

}  // namespace idproctor::run
