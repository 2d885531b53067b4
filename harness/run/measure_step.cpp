#include "harness/run/measure_step.hpp"

#include "harness/run/login_steps.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

// How far a measured tolerance may lie from the declared one, in seconds: the same room that
// scenarios/saml/clock.yaml leaves on both sides, so that the two never contradict each other.
constexpr long long kShortfall = 30, kExcess = 60;

std::string with_unit(long long value, const Measure& measure) {
  return std::to_string(value) + " " + measure.unit;
}

/// "+90s" and the like in messages; any other unit is a plain number.
std::string in_message(long long value, const Measure& measure) {
  return std::to_string(value) + (measure.unit == "s" ? "s" : "");
}

void note_probe(CaseResult& result, const Measure& measure, long long value, const LoginOutcome& outcome) {
  result.evidence.push_back({"wire", outcome.rung + " at " + with_unit(value, measure), "measured",
                             name(outcome.observed), outcome.exchange});
}

/// Refused, or no answer at all as servers do who close the door on something too large; then an honest login
/// must still succeed. nullopt: the verdict is given.
Task<std::optional<bool>> answer_of(CaseState& state, const LoginOutcome& outcome, Milliseconds timeout) {
  switch (outcome.observed) {
    case Observed::accepted:
      co_return true;
    case Observed::rejected:
      state.refused = true;
      co_return false;
    case Observed::broken: {
      state.refused = true;
      const Controls::Control alive =
          co_await state.controls.after(state.result.exchanges, state.conditions, timeout);
      if (alive.succeeded) co_return false;
      break;
    }
    default:
      break;
  }
  state.result.observed = name(outcome.observed);
  state.result.message = outcome.stated;
  state.finish(weigh(compare("measured", outcome.observed), state.result.level, true), outcome.reason);
  co_return std::nullopt;
}

}  // namespace

Measured judge_search(const Search& search, const Measure& measure, std::optional<Milliseconds> declared) {
  const std::string asked = std::to_string(search.asked()) + " logins";
  Measured measured;
  switch (search.result()) {
    case Search::Result::unfinished:
      measured.reason = "the search did not end";
      return measured;
    case Search::Result::none_accepted:
      measured.reason = "not even " + with_unit(measure.from, measure) + " is accepted";
      return measured;
    case Search::Result::contradictory:
      measured.reason = "the answers contradict each other around " +
                        with_unit(search.last_accepted(), measure) + " (" + asked +
                        "): there is no one limit";
      return measured;
    case Search::Result::all_accepted:
      measured.reason = "accepted up to " + with_unit(measure.to, measure) + ", where the search ends";
      break;
    case Search::Result::edge:
      measured.reason = "accepted up to " + with_unit(search.last_accepted(), measure) + ", refused from " +
                        with_unit(search.first_refused(), measure) + " on (" + asked + ")";
      break;
  }
  const bool no_end = search.result() == Search::Result::all_accepted;
  const long long value = search.last_accepted();
  measured.measurement =
      Measurement{{}, static_cast<double>(value), measure.unit + (no_end ? " or more" : "")};
  measured.judgement = Judgement::as_expected;
  if (!declared) return measured;
  const long long seconds = declared->count() / 1000;
  const bool too_strict = value + measure.resolution < seconds - kShortfall;
  const bool too_lax = value > seconds + kExcess;
  measured.reason += "; the target declares " + with_unit(seconds, measure);
  if (too_strict || too_lax) measured.judgement = Judgement::deviation;
  return measured;
}

Task<bool> run_measurement(CaseState& state, const Step& step, const LoginStep& login, Milliseconds timeout) {
  const Measure& measure = *step.measure;
  const Environment& environment = state.environment;
  CaseResult& result = state.result;
  result.expected = "measured";
  const mock_idp::User user = state.directory.user(login.user), victim = state.directory.user("victim");
  Search search(measure.from, measure.to, measure.resolution);
  for (auto value = search.next(); value; value = search.next()) {
    std::map<std::string, std::string> names{{measure.value, in_message(*value, measure)}};
    Browser browser(*environment.gateway, environment.clock);
    Seed seed = state.seed.fork(step.id + " " + std::to_string(search.asked()));
    auto outcome = co_await log_in(environment, result.exchanges, browser, login, user, victim, seed, timeout,
                                   nullptr, names);
    if (!outcome) {
      state.finish(Status::error, "at " + with_unit(*value, measure) + ": " + describe(outcome.error()));
      co_return false;
    }
    note_probe(result, measure, *value, *outcome);
    if (outcome->observed != Observed::accepted) state.controls.disturb();
    const std::optional<bool> accepted = co_await answer_of(state, *outcome, timeout);
    if (!accepted) co_return false;
    search.note(*accepted);
  }
  const auto& saml = *environment.target.saml;
  std::optional<Milliseconds> declared;
  if (measure.declared == "clock_tolerance") declared = saml.clock_tolerance;
  if (measure.declared == "confirmation_tolerance") declared = saml.confirmation_tolerance;
  Measured measured = judge_search(search, measure, declared);
  result.reason = measured.reason;
  result.observed = "undecided";
  if (measured.measurement) {
    measured.measurement->id = result.key;
    result.observed = with_unit(search.last_accepted(), measure);
    result.measurements.push_back(*measured.measurement);
  }
  if (measured.judgement == Judgement::as_expected) co_return true;
  state.finish(weigh(measured.judgement, result.level, true), measured.reason);
  co_return false;
}

}  // namespace idproctor::run
