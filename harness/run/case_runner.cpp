#include "harness/run/case_runner.hpp"

#include <algorithm>

#include "harness/run/administer_steps.hpp"
#include "harness/run/chain_expectation.hpp"
#include "harness/run/http_step.hpp"
#include "harness/run/inspection_step.hpp"
#include "harness/run/login_steps.hpp"
#include "harness/run/logout_steps.hpp"
#include "harness/run/metadata_steps.hpp"
#include "harness/run/needs.hpp"
#include "harness/run/push_steps.hpp"
#include "harness/run/token_steps.hpp"
#include "harness/run/webhook_steps.hpp"
#include "mock_idp/signed_elements.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

void note_control(CaseResult& result, const Controls::Control& control) {
  result.control.status = control.succeeded ? "pass" : "fail";
  result.control.exchange = control.exchange;
}

/// What an honest login must be like to speak for the logins of the case. Where such a login must be taken, a
/// target that takes none of the kind is wrong; elsewhere it has not read the message.
ControlConditions conditions_of(const Case& one, const Environment& environment) {
  ControlConditions conditions;
  for (const Step& step : one.steps) {
    const LoginStep* login = std::get_if<LoginStep>(&step.action);
    if (login == nullptr) continue;
    if (conditions.start.empty()) conditions.start = start_of(*login, environment);
    if (environment.target.saml->refuses_unsolicited) conditions.start = "sp";
    if (step.expect.verdict == "accepted") continue;
    conditions.encrypted = conditions.encrypted || encrypts_to_target(login->recipe);
    if (conditions.signature) continue;
    conditions.signature =
        mock_idp::lesser_signatures(login->recipe, *environment.provider.saml, environment.target.saml->sign);
  }
  return conditions;
}

/// The case's first login is an honest one itself.
bool begins_honestly(const Case& one) {
  for (const Step& step : one.steps) {
    const LoginStep* login = std::get_if<LoginStep>(&step.action);
    if (login != nullptr) return !login->deviates && step.expect.verdict == "accepted";
  }
  return false;
}

/// Where the first login deviates, or must be refused, an honest one comes before it. False: it failed.
Task<bool> first_control(CaseState& state, const Case& one) {
  state.conditions = conditions_of(one, state.environment);
  ControlConditions usual = state.conditions;
  usual.signature.reset();
  const bool is_usual = !state.conditions.signature && !state.conditions.encrypted;
  if (state.conditions.start.empty() || (is_usual && begins_honestly(one))) co_return true;
  const Milliseconds timeout = state.environment.target.timeout;
  Log& log = state.result.exchanges;
  Controls::Control control = co_await state.controls.before(log, state.conditions, timeout);
  const bool missed = !control.succeeded && state.conditions.signature.has_value();
  if (missed) control = co_await state.controls.before(log, usual, timeout);
  note_control(state.result, control);
  if (!control.succeeded) {
    state.result.message = control.stated;
    state.finish(Status::inconclusive,
                 describe(usual) + " fails, so nothing can be concluded: " + control.reason);
  } else if (missed) {
    state.finish(Status::skip,
                 describe(state.conditions) + " is refused here, and so would this one be, unread");
  }
  co_return control.succeeded && !missed;
}

/// After a refusal an honest login shows that the target is well.
Task<> last_control(CaseState& state) {
  if (!state.refused || state.conditions.start.empty()) co_return;
  CaseResult& result = state.result;
  const Controls::Control control =
      co_await state.controls.after(result.exchanges, state.conditions, state.environment.target.timeout);
  if (control.succeeded) co_return;
  note_control(result, control);
  result.observed = name(Observed::broken);
  result.evidence.push_back({"wire", "control after", "accepted", "rejected", control.exchange, false});
  state.finished = false;
  state.finish(Status::fail, "after this case an honest login fails: " + control.reason);
}

/// By the run's own clock, which need not go as fast as the world's.
Task<> wait_for(const Clock& clock, Milliseconds duration) {
  constexpr Milliseconds kAtMost{50};
  const Time end = clock.now() + duration;
  for (Time now = clock.now(); now < end; now = clock.now()) {
    co_await http::sleep_for(std::min<Milliseconds>(end - now, kAtMost));
  }
}

/// One after the other, each knowing what the earlier ones left.
struct StepKinds {
  explicit StepKinds(CaseState& state)
      : logins(state),
        logouts(state),
        metadata(state),
        webhooks(state),
        tokens(state),
        administration(state) {}
  LoginSteps logins;
  LogoutSteps logouts;
  MetadataSteps metadata;
  WebhookSteps webhooks;
  TokenSteps tokens;
  AdministerSteps administration;
};

Task<bool> run_session(StepKinds& kinds, const Step& step, const std::string& of, Milliseconds timeout) {
  const bool as_expected = co_await kinds.logins.session(step, of, timeout);
  // What may end or not needs no proof that it can.
  if (as_expected && step.expect.verdict != "either") kinds.logouts.saw(of, step.expect.verdict == "alive");
  co_return as_expected;
}

Task<bool> run_step(CaseState& state, StepKinds& kinds, const Step& step, Milliseconds timeout) {
  if (const auto* login = std::get_if<LoginStep>(&step.action))
    co_return co_await kinds.logins.login(step, *login, timeout);
  if (const auto* again = std::get_if<ReplayStep>(&step.action)) {
    if (kinds.logouts.has(again->of)) co_return co_await kinds.logouts.run_again(step, again->of, timeout);
    co_return co_await kinds.logins.replay(step, again->of, timeout);
  }
  if (const auto* session = std::get_if<SessionStep>(&step.action))
    co_return co_await run_session(kinds, step, session->of, timeout);
  if (const auto* logout = std::get_if<LogoutStep>(&step.action))
    co_return co_await kinds.logouts.run(step, *logout, timeout);
  if (const auto* metadata = std::get_if<MetadataStep>(&step.action))
    co_return co_await kinds.metadata.run(step, *metadata, timeout);
  if (const auto* inspect = std::get_if<InspectStep>(&step.action))
    co_return co_await run_inspection(state, *inspect, timeout);
  if (const auto* plant = std::get_if<PlantStep>(&step.action))
    co_return co_await kinds.logins.plant(step, plant->into, timeout);
  if (const auto* wait = std::get_if<WaitStep>(&step.action)) {
    co_await wait_for(state.environment.clock, wait->duration);
    co_return true;
  }
  if (const auto* http = std::get_if<HttpStep>(&step.action))
    co_return co_await run_http(state, step, *http, timeout);
  if (const auto* webhook = std::get_if<WebhookStep>(&step.action))
    co_return co_await kinds.webhooks.run(step, *webhook, timeout);
  if (const auto* admin = std::get_if<AdministerStep>(&step.action))
    co_return co_await kinds.administration.run(*admin, timeout);
  if (const auto* token = std::get_if<TokenStep>(&step.action))
    co_return co_await kinds.tokens.run(*token, timeout);
  if (const auto* receiver = std::get_if<ReceiverStep>(&step.action)) {
    kinds.webhooks.answer(*receiver);
    co_return true;
  }
  if (std::holds_alternative<WaitForStep>(step.action)) co_return true;
  co_return co_await run_push(state, step, timeout);
}

/// How long the application may take to show what a step did.
Milliseconds time_to_show(const Step& step, const Target& target) {
  if (step.within) return *step.within;
  return target.application && target.application->settle ? *target.application->settle : target.settle;
}

/// What the step must lead to behind the directory. Events of a wait_for are those of the whole case.
Task<bool> see_effects(CaseState& state, const Step& step, std::size_t case_mark, std::size_t step_mark) {
  const Milliseconds timeout = state.environment.target.timeout;
  const auto* wait = std::get_if<WaitForStep>(&step.action);
  if (wait != nullptr && wait->during) {
    co_return co_await see_nothing(state, step.expect, case_mark, *wait->during, timeout);
  }
  const std::size_t mark = wait != nullptr ? case_mark : step_mark;
  const Milliseconds within = time_to_show(step, state.environment.target);
  co_return co_await await_effects(state, step.expect, mark, within, timeout);
}

Task<> run_steps(CaseState& state, const Case& one) {
  if (!co_await first_control(state, one)) co_return;
  StepKinds kinds(state);
  const std::size_t case_mark = event_mark(state.environment);
  for (const Step& step : one.steps) {
    const Milliseconds timeout = step.within.value_or(state.environment.target.timeout);
    const std::size_t step_mark = event_mark(state.environment);
    const bool goes_on = co_await run_step(state, kinds, step, timeout);
    if (!goes_on || !co_await see_effects(state, step, case_mark, step_mark)) break;
  }
  co_await kinds.logouts.control();
  co_await kinds.metadata.restore();
  co_await kinds.tokens.restore();
  co_await kinds.administration.restore();
  co_await last_control(state);
  if (!state.finished) state.finish(Status::pass, state.result.reason);
}

}  // namespace

Task<CaseResult> run_case(const Environment& environment, Controls& controls, const Case& one) {
  const Time started = environment.clock.now();
  CaseState state(environment, controls, one);
  if (const auto missing = missing_need(one, environment); !missing.empty()) {
    state.finish(Status::skip, why_skipped(missing));
  } else if (const auto beyond = beyond_provider(one, environment); !beyond.empty()) {
    state.finish(Status::skip, environment.provider.saml->title + " " + beyond);
  } else if (const auto foreign = foreign_address(one, environment); !foreign.empty()) {
    state.finish(Status::skip, foreign);
  } else {
    co_await run_steps(state, one);
  }
  state.result.duration = environment.clock.now() - started;
  co_return std::move(state.result);
}

}  // namespace idproctor::run
