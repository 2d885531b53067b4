#pragma once

#include <string>

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// The steps of one case that sign on: logins, replays of their responses, and looks at their sessions. Each
/// step returns whether the case goes on.
class LoginSteps {
 public:
  explicit LoginSteps(CaseState& state) : state_(state) {}

  Task<bool> login(const scenario::Step& step, const scenario::LoginStep& login, Milliseconds timeout);
  Task<bool> replay(const scenario::Step& step, const std::string& of, Milliseconds timeout);
  Task<bool> session(const scenario::Step& step, const std::string& of, Milliseconds timeout);
  Task<bool> plant(const scenario::Step& step, const std::string& into, Milliseconds timeout);

 private:
  Task<bool> has_account(std::string user, Milliseconds timeout);
  Task<bool> victim_can_log_in(Milliseconds timeout);
  bool got_callback(const LoginOutcome& outcome);
  /// The first exchange from that place on whose page shows a value as markup; empty where none does.
  std::string page_with_markup(std::size_t place) const;
  Task<> listen_to_canary(LoginOutcome& outcome, std::string nonce);
  bool judge(const scenario::Step& step, const Result<LoginOutcome>& outcome);
  bool judge_effects(const scenario::Step& step, const LoginOutcome& outcome);

  CaseState& state_;
};

}  // namespace idproctor::run
