#include "harness/run/login_steps.hpp"

#include <algorithm>

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "harness/observe/application/sso_error.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/observe/page_markup.hpp"
#include "harness/run/measure_step.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

/// How long a target may take to fetch what a message names.
Milliseconds patience(const Target& target) {
  return std::clamp(target.settle, Milliseconds{100}, Milliseconds{1'000});
}

}  // namespace

Task<bool> LoginSteps::login(const Step& step, const LoginStep& login, Milliseconds timeout) {
  if (!co_await has_account(login.user, timeout)) co_return false;
  if (mentions(login.recipe, "victim") && !co_await victim_can_log_in(timeout)) co_return false;
  if (step.measure) co_return co_await run_measurement(state_, step, login, timeout);
  mock_idp::User user = state_.directory.user(login.user);
  if (login.groups) user.groups = state_.directory.group_names(*login.groups);
  const mock_idp::User victim = state_.directory.user("victim");
  Browser& jar = state_.browser(step.browser);
  const std::string poster = login.delivered_by.empty() ? step.browser : login.delivered_by;
  Browser* carrier = &state_.browser(poster);
  Seed seed = state_.seed.fork(step.id);
  std::map<std::string, std::string> names;
  for (const auto& [id, earlier] : state_.logins) names[id + ".request"] = earlier.request_id;
  const std::size_t place = state_.result.exchanges.size();
  auto outcome = co_await log_in(state_.environment, state_.result.exchanges, jar, login, user, victim, seed,
                                 timeout, carrier, names);
  if (outcome) outcome->markup_at = page_with_markup(place);
  if (outcome && mentions(login.recipe, "canary")) co_await listen_to_canary(*outcome, canary_nonce(seed));
  if (outcome) {
    state_.logins[step.id] = *outcome;
    state_.browsers_of[step.id] = poster;
    state_.users_of[step.id] = login.user;
  }
  if (outcome && login.until_callback) co_return got_callback(*outcome);
  if (outcome && outcome->observed == Observed::accepted && !login.deviates) {
    state_.controls.saw_success({start_of(login, state_.environment)}, outcome->exchange);
  }
  co_return judge(step, outcome);
}

/// Nobody is logged in yet, and the next step has the code.
bool LoginSteps::got_callback(const LoginOutcome& outcome) {
  const auto callback = observe::read_callback(outcome.callback);
  const bool good = callback && !callback->code.empty();
  state_.result.evidence.push_back({"wire", "callback", "a code for the application",
                                    good ? "a code" : "no code", outcome.sent_exchange, good});
  if (!good)
    state_.finish(Status::inconclusive, "the login led to no callback with a code: " + outcome.reason);
  return good;
}

std::string LoginSteps::page_with_markup(std::size_t place) const {
  const Log& log = state_.result.exchanges;
  for (std::size_t i = place; i < log.size(); ++i) {
    if (log[i].response && observe::has_foreign_markup(*log[i].response)) return log[i].id;
  }
  return {};
}

Task<> LoginSteps::listen_to_canary(LoginOutcome& outcome, std::string nonce) {
  const Environment& environment = state_.environment;
  if (!environment.target.is_loopback()) {
    // Its 127.0.0.1 is another machine: no request proves nothing.
    state_.result.evidence.push_back({"wire", "canary", "no request", "not reachable from the target", ""});
    co_return;
  }
  const std::string url = environment.canary->url(nonce);
  const bool asked = co_await environment.canary->was_asked(std::move(nonce), patience(environment.target));
  if (asked) outcome.fetched = url;
  state_.result.evidence.push_back(
      {"wire", "canary", "no request", asked ? "GET " + url : "no request", "", !asked});
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
  honest.start = state_.conditions.start;
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
  const std::string jar = step.names_browser ? step.browser : state_.browsers_of.at(of);
  auto outcome = co_await look(state_.environment, result.exchanges, state_.browser(jar),
                               state_.logins.at(of).message, timeout, state_.logins.at(of).at_application);
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
  const bool open = step.expect.verdict == "either" && (observed == "alive" || observed == "ended");
  const bool good = open || observed == step.expect.verdict;
  result.evidence.push_back({"wire", outcome->rung, step.expect.verdict, observed, outcome->exchange, good});
  if (good) co_return true;
  const bool unclear = outcome->observed == Observed::unknown;
  state_.finish(weigh(unclear ? Judgement::undecided : Judgement::deviation, result.level, true),
                result.reason);
  co_return false;
}

Task<bool> LoginSteps::plant(const Step& step, const std::string& into, Milliseconds timeout) {
  mock_idp::Message nothing_sent;
  auto outcome = co_await look(state_.environment, state_.result.exchanges, state_.browser(step.browser),
                               std::move(nothing_sent), timeout);
  if (!outcome) state_.finish(Status::error, describe(outcome.error()));
  state_.browser(into).adopt_cookies(state_.browser(step.browser));
  co_return outcome.has_value();
}

bool LoginSteps::judge(const Step& step, const Result<LoginOutcome>& outcome) {
  if (!outcome) {
    state_.finish(Status::error, describe(outcome.error()));
    return false;
  }
  const Observed observed = outcome->observed;
  // No message was sent: only where the login was to come to nothing does that say anything.
  if (!outcome->never_began.empty() && step.expect.verdict != "rejected") {
    state_.finish(Status::error, outcome->never_began);
    return false;
  }
  if (observed != Observed::accepted) state_.controls.disturb();
  const auto* login = std::get_if<LoginStep>(&step.action);
  // Where an honest login fails, another one behind it shows nothing more.
  const bool is_honest = login != nullptr && !login->deviates && step.expect.verdict == "accepted";
  if (!is_honest && (observed == Observed::rejected || observed == Observed::broken)) state_.refused = true;
  CaseResult& result = state_.result;
  result.expected = step.expect.verdict;
  result.observed = name(observed);
  result.reason = outcome->reason;
  result.message = observed == Observed::accepted ? "" : outcome->stated;
  const bool is_at_second =
      login != nullptr && login->recipe.wire.recipient.value_or("").find("${second.") != std::string::npos;
  if (is_at_second && (outcome->status == 404 || outcome->status == 405)) {
    state_.finish(Status::inconclusive,
                  "saml.second_connection in the target file names an address that answers " +
                      std::to_string(outcome->status));
    return false;
  }
  if (step.assume && observed == Observed::rejected) {
    state_.finish(Status::skip, "nothing to ask here: the login that the question is about is refused");
    return false;
  }
  const Judgement judgement = compare(step.expect.verdict, observed);
  result.evidence.push_back({"wire", outcome->rung, step.expect.verdict, name(observed), outcome->exchange,
                             judgement == Judgement::as_expected});
  state_.note_diagnosis(step.expect.diagnosis, outcome->stated, outcome->sent_exchange);
  if (judgement != Judgement::grave && !outcome->fetched.empty()) {
    state_.finish(Status::fail, "the target fetched " + outcome->fetched + ", which the message names");
    return false;
  }
  if (judgement == Judgement::as_expected) return judge_effects(step, *outcome);
  const bool is_in_dialect = login == nullptr || !login->deviates;
  state_.finish(weigh(judgement, result.level, is_in_dialect), outcome->reason);
  return false;
}

/// What a login that was judged right must have led to besides.
bool LoginSteps::judge_effects(const Step& step, const LoginOutcome& outcome) {
  const auto deviates = [&](const std::string& rung, const std::string& expected,
                            const std::string& observed) {
    CaseResult& result = state_.result;
    result.expected = expected;
    result.observed = observed;
    result.evidence.push_back({"application", rung, expected, observed, outcome.exchange, false});
    state_.finish(weigh(Judgement::deviation, result.level, true),
                  rung + ": " + expected + " was expected, and it is " + observed);
    return false;
  };
  if (step.expect.landed_here && !outcome.left_for.empty()) {
    return deviates("redirect target", "a page of the target", printable(outcome.left_for, 200));
  }
  if (step.expect.escaped && !outcome.markup_at.empty()) {
    return deviates("page " + outcome.markup_at, "the value as text", "markup made of it");
  }
  const auto callback = observe::read_callback(outcome.callback);
  if (step.expect.tells_error && (!callback || callback->error.empty())) {
    return deviates("callback", "an error", printable(outcome.callback, 200));
  }
  if (step.expect.tells_error && !outcome.tells_error) {
    return deviates("page of the callback", "the error", "no error");
  }
  if (!step.expect.attribute || outcome.observed != Observed::accepted) return true;
  const Environment& environment = state_.environment;
  const std::string& pointer = environment.target.session->attributes.at(environment.shown_attribute());
  const auto page = parse_json(outcome.page);
  const Json* value = page ? find(*page, pointer) : nullptr;
  if (observe::matches_attribute(*step.expect.attribute, value)) return true;
  return deviates("attribute in whoami", observe::describe_matcher(*step.expect.attribute),
                  value == nullptr ? "absent" : printable(value->dump(), 500));
}

}  // namespace idproctor::run
