#include "harness/run/logout_steps.hpp"

#include "foundation/core/text.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

using scenario::LogoutStep;
using scenario::Step;

namespace {

std::string describe_message(const LogoutOutcome& outcome) {
  const mock_idp::SpMessage& message = *outcome.message;
  std::string text = message.kind + " by " + message.binding + ", signature " + message.signature;
  if (!message.status.empty()) text += ", status " + message.status;
  if (!message.sub_status.empty()) text += " " + message.sub_status;
  if (!message.in_response_to.empty()) text += ", InResponseTo " + message.in_response_to;
  return printable(text, 500);
}

}  // namespace

void LogoutSteps::saw(const std::string& login_step, bool alive) {
  if (alive) {
    outlived_ = login_step;
  } else if (outlived_ == login_step) {
    outlived_.clear();
  }
}

Task<Result<LogoutOutcome>> LogoutSteps::log_out(const LogoutStep& logout, std::string browser_name,
                                                 Seed seed, Milliseconds timeout) {
  LogoutTask task{logout, state_.logins, state_.directory.user(state_.users_of.at(logout.of)),
                  state_.directory.user("victim")};
  Browser& jar = state_.browser(browser_name);
  if (logout.start == "idp") {
    co_return co_await log_out_at_idp(state_.environment, state_.result.exchanges, jar, task, seed, timeout);
  }
  co_return co_await log_out_at_application(state_.environment, state_.result.exchanges, jar, task, seed,
                                            timeout);
}

Task<bool> LogoutSteps::run(const Step& step, const LogoutStep& logout, Milliseconds timeout) {
  Seed seed = state_.seed.fork(step.id);
  const std::string jar = state_.browsers_of.at(logout.of);
  auto outcome = co_await log_out(logout, jar, seed, timeout);
  if (outcome) {
    logouts_[step.id] = *outcome;
    logout_steps_[step.id] = &logout;
  }
  if (logout.deviates && logout.start == "idp") ignorable_ = &logout;
  const bool asked_nobody = outcome && !outcome->message && !outcome->broken;
  if (asked_nobody && logout.start == "sp" && logout.single_logout) {
    mock_idp::Message message = state_.logins.at(logout.of).message;
    auto looked = co_await look(state_.environment, state_.result.exchanges, state_.browser(jar),
                                std::move(message), timeout);
    if (looked && looked->observed == Observed::rejected) {
      state_.finish(Status::skip,
                    "the application's logout ends the session here and asks the identity "
                    "provider for nothing: no single logout begins there");
      co_return false;
    }
  }
  co_return judge(step, logout, outcome);
}

Task<bool> LogoutSteps::run_again(const Step& step, std::string of, Milliseconds timeout) {
  const LogoutStep& logout = *logout_steps_.at(of);
  LogoutOutcome earlier = logouts_.at(of);
  auto outcome = co_await replay_logout(state_.environment, state_.result.exchanges,
                                        state_.browser(state_.browsers_of.at(logout.of)), earlier, timeout);
  ignorable_ = &logout;
  co_return judge(step, logout, outcome);
}

bool LogoutSteps::judge(const Step& step, const LogoutStep& logout, const Result<LogoutOutcome>& outcome) {
  if (!outcome) {
    state_.finish(Status::error, describe(outcome.error()));
    return false;
  }
  if (outcome->broken) {
    state_.result.expected = "an answer";
    state_.result.observed = name(Observed::broken);
    state_.result.evidence.push_back({"wire", "no answer", "an answer", "broken", outcome->exchange, false});
    state_.finish(weigh(Judgement::grave, state_.result.level, true), outcome->trouble);
    return false;
  }
  const bool asks = logout.single_logout && logout.start == "sp";
  const std::string rung = logout.start == "sp" ? "LogoutRequest" : "LogoutResponse";
  const bool came = outcome->message.has_value();
  if (came || asks || !step.expect.message.empty()) {
    state_.result.evidence.push_back(
        {"wire", rung, "", came ? describe_message(*outcome) : outcome->trouble, outcome->exchange});
  }
  if (!came && (asks || !step.expect.message.empty())) {
    state_.result.message = outcome->stated;
    return state_.deviates(rung, "none", outcome->trouble);
  }
  if (const auto mismatch = observe::first_mismatch(step.expect.message, outcome->facts)) {
    const std::string where = rung + " " + mismatch->pointer;
    return state_.deviates(
        where + ": " + mismatch->expected, mismatch->observed,
        where + " is " + mismatch->observed + ", and " + mismatch->expected + " was expected");
  }
  if (!step.expect.message.empty()) {
    state_.result.expected = state_.result.observed = rung + " as described";
    state_.result.reason = "the target's " + rung + " is as it should be";
  }
  return true;
}

Task<> LogoutSteps::control() {
  if (state_.finished || ignorable_ == nullptr || outlived_.empty()) co_return;
  LogoutStep honest;
  honest.of = outlived_;
  honest.start = "idp";
  honest.binding = ignorable_->binding;
  honest.single_logout = true;
  honest.recipe.kind = mock_idp::MessageKind::logout_request;
  const Milliseconds timeout = state_.environment.target.timeout;
  const std::string jar = state_.browsers_of.at(outlived_);
  Seed seed = state_.seed.fork("control logout");
  const std::size_t place = state_.result.exchanges.size();
  auto outcome = co_await log_out(honest, jar, seed, timeout);
  auto looked = co_await look(state_.environment, state_.result.exchanges, state_.browser(jar),
                              state_.logins.at(outlived_).message, timeout);
  for (std::size_t i = place; i < state_.result.exchanges.size(); ++i) {
    state_.result.exchanges[i].what = "control: " + state_.result.exchanges[i].what;
  }
  const bool ended = outcome && looked && looked->observed == Observed::rejected;
  state_.result.control.status = ended ? "pass" : "fail";
  if (looked) state_.result.control.exchange = looked->exchange;
  if (ended) co_return;
  state_.finish(Status::inconclusive,
                "an honest LogoutRequest does not end the session either, so that it outlives this "
                "one says nothing");
}

}  // namespace idproctor::run
