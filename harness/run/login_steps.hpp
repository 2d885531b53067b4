#pragma once

#include <map>
#include <string>

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// The steps of one case that sign on: logins, replays, sessions and logouts, with the browsers and earlier
/// outcomes that they refer to. Each step returns whether the case goes on.
class LoginSteps {
 public:
  explicit LoginSteps(CaseState& state) : state_(state) {}

  Task<bool> login(const scenario::Step& step, const scenario::LoginStep& login, Milliseconds timeout);
  Task<bool> replay(const scenario::Step& step, const std::string& of, Milliseconds timeout);
  Task<bool> session(const scenario::Step& step, const std::string& of, Milliseconds timeout);
  Task<bool> logout(const std::string& of, Milliseconds timeout);

 private:
  Task<bool> has_account(std::string user, Milliseconds timeout);
  Task<bool> victim_can_log_in(Milliseconds timeout);
  bool judge(const scenario::Step& step, const Result<LoginOutcome>& outcome);
  Browser& browser(const std::string& name);

  CaseState& state_;
  std::map<std::string, LoginOutcome> logins_;      ///< by step
  std::map<std::string, std::string> browsers_of_;  ///< which jar a login step used
  std::map<std::string, Browser> browsers_;
};

}  // namespace idproctor::run
