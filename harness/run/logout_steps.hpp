#pragma once

#include <map>
#include <string>

#include "harness/run/case_state.hpp"
#include "harness/run/logout.hpp"

namespace idproctor::run {

/// The logouts of one case, and their judgement: the sessions that are alive or ended afterwards decide, what
/// the target sent to the IdP is evidence.
class LogoutSteps {
 public:
  explicit LogoutSteps(CaseState& state) : state_(state) {}

  /// False when the case ends here.
  Task<bool> run(const scenario::Step& step, const scenario::LogoutStep& logout, Milliseconds timeout);
  /// The IdP's message of that logout step once more.
  Task<bool> run_again(const scenario::Step& step, std::string of, Milliseconds timeout);
  bool has(const std::string& step) const { return logouts_.contains(step); }

  /// The session of that login step was looked at.
  void saw(const std::string& login_step, bool alive);
  /// That a session outlives a bad message says something only where it does not outlive a good one.
  Task<> control();

 private:
  Task<Result<LogoutOutcome>> log_out(const scenario::LogoutStep& logout, std::string browser_name, Seed seed,
                                      Milliseconds timeout);
  bool judge(const scenario::Step& step, const scenario::LogoutStep& logout,
             const Result<LogoutOutcome>& outcome);

  CaseState& state_;
  std::map<std::string, LogoutOutcome> logouts_;
  std::map<std::string, const scenario::LogoutStep*> logout_steps_;
  const scenario::LogoutStep* ignorable_ =
      nullptr;            ///< the last message that the target had reason to ignore
  std::string outlived_;  ///< the login step whose session was last seen alive
};

}  // namespace idproctor::run
