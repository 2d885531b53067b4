#include "harness/run/login_steps.hpp"

#include <algorithm>

#include "harness/run/verdict.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

bool mentions_victim(const mock_idp::Recipe& recipe) {
  const auto in_edits = [](const mock_idp::Stage& stage) {
    if (const auto* encryption = std::get_if<mock_idp::EncryptStage>(&stage)) {
      return encryption->content.value_or("").find("${victim}") != std::string::npos;
    }
    const auto* edits = std::get_if<mock_idp::EditStage>(&stage);
    return edits != nullptr && std::ranges::any_of(edits->edits, [](const mock_idp::Edit& edit) {
             return (edit.value + edit.subject).find("${victim}") != std::string::npos;
           });
  };
  return std::ranges::any_of(recipe.stages, in_edits) ||
         std::ranges::any_of(recipe.messages,
                             [](const auto& entry) { return mentions_victim(entry.second); });
}

}  // namespace

Task<bool> LoginSteps::login(const Step& step, const LoginStep& login, Milliseconds timeout) {
  if (!co_await has_account(login.user, timeout)) co_return false;
  if (mentions_victim(login.recipe) && !co_await victim_can_log_in(timeout)) co_return false;
  const mock_idp::User user = state_.directory.user(login.user), victim = state_.directory.user("victim");
  Browser& jar = state_.browser(step.browser);
  Seed seed = state_.seed.fork(step.id);
  auto outcome =
      co_await log_in(state_.environment, state_.result.exchanges, jar, login, user, victim, seed, timeout);
  if (outcome) {
    state_.logins[step.id] = *outcome;
    state_.browsers_of[step.id] = step.browser;
    state_.users_of[step.id] = login.user;
  }
  if (outcome && outcome->observed == Observed::accepted && !login.deviates) {
    state_.controls.saw_success(start_of(login, state_.environment), outcome->exchange);
  }
  co_return judge(step, outcome);
}

Task<bool> LoginSteps::has_account(std::string user, Milliseconds timeout) {
  auto account = co_await state_.directory.ensure_account(state_.result.exchanges, std::move(user), timeout);
  if (!account) state_.finish(Status::inconclusive, describe(account.error()));
  co_return account.has_value();
}

/// The victim must have an account, or a refusal would mean nothing.
Task<bool> LoginSteps::victim_can_log_in(Milliseconds timeout) {
  LoginStep honest;
  honest.user = "victim";
  honest.start = state_.start;
  const mock_idp::User victim = state_.directory.user("victim");
  if (!co_await has_account("victim", timeout)) co_return false;
  Browser jar(*state_.environment.gateway, state_.environment.clock);
  Seed seed = state_.seed.fork("victim");
  Log& log = state_.result.exchanges;
  const std::size_t place = log.size();
  auto outcome = co_await log_in(state_.environment, log, jar, honest, victim, victim, seed, timeout);
  for (std::size_t i = place; i < log.size(); ++i) log[i].what = "the victim's own login: " + log[i].what;
  if (outcome && outcome->observed == Observed::accepted) co_return true;
  state_.finish(Status::inconclusive, "the victim cannot log in honestly: " +
                                          (outcome ? outcome->reason : describe(outcome.error())));
  co_return false;
}

Task<bool> LoginSteps::replay(const Step& step, const std::string& of, Milliseconds timeout) {
  LoginOutcome earlier = state_.logins.at(of);
  auto outcome = co_await run::replay(state_.environment, state_.result.exchanges,
                                      state_.browser(step.browser), earlier, timeout);
  co_return judge(step, outcome);
}

Task<bool> LoginSteps::session(const Step& step, const std::string& of, Milliseconds timeout) {
  CaseResult& result = state_.result;
  auto outcome =
      co_await look(state_.environment, result.exchanges, state_.browser(state_.browsers_of.at(of)),
                    state_.logins.at(of).message, timeout);
  if (!outcome) {
    state_.finish(Status::error, describe(outcome.error()));
    co_return false;
  }
  const std::string observed = outcome->observed == Observed::rejected   ? "ended"
                               : outcome->observed == Observed::accepted ? "alive"
                                                                         : name(outcome->observed);
  result.expected = step.expect.verdict;
  result.observed = observed;
  result.reason = "the session of step '" + of + "': " + outcome->reason;
  result.evidence.push_back({"wire", outcome->rung, step.expect.verdict, observed, outcome->exchange});
  const bool open = step.expect.verdict == "either" && (observed == "alive" || observed == "ended");
  if (open || observed == step.expect.verdict) co_return true;
  const bool unclear = outcome->observed == Observed::unknown;
  state_.finish(weigh(unclear ? Judgement::undecided : Judgement::deviation, result.level, true),
                result.reason);
  co_return false;
}

bool LoginSteps::judge(const Step& step, const Result<LoginOutcome>& outcome) {
  if (!outcome) {
    state_.finish(Status::error, describe(outcome.error()));
    return false;
  }
  const Observed observed = outcome->observed;
  if (observed != Observed::accepted) state_.controls.disturb();
  state_.refused = state_.refused || observed == Observed::rejected || observed == Observed::broken;
  CaseResult& result = state_.result;
  result.expected = step.expect.verdict;
  result.observed = name(observed);
  result.reason = outcome->reason;
  result.message = observed == Observed::accepted ? "" : outcome->stated;
  result.evidence.push_back({"wire", outcome->rung, step.expect.verdict, name(observed), outcome->exchange});
  const Judgement judgement = compare(step.expect.verdict, observed);
  if (judgement == Judgement::as_expected) return true;
  state_.finish(weigh(judgement, result.level, true), outcome->reason);
  return false;
}

}  // namespace idproctor::run
