#include "harness/run/push_steps.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

/// What was expected of a push and what came, as the report says it.
struct Finding {
  bool good = false;
  std::string expected, observed, reason;
};

std::string name_of(const Step& step) {
  if (const auto* user = std::get_if<UserStep>(&step.action)) return user->operation + " " + user->user;
  if (const auto* group = std::get_if<GroupStep>(&step.action)) return "group " + group->operation;
  if (const auto* scim = std::get_if<ScimStep>(&step.action)) return scim->method + " " + scim->path;
  return step.id;
}

Finding differs(const std::string& where, const observe::Mismatch& mismatch) {
  return {
      false, where + mismatch.pointer + ": " + mismatch.expected, mismatch.observed,
      where + mismatch.pointer + " is " + mismatch.observed + ", and " + mismatch.expected + " was expected"};
}

/// Header, body and state of the answer; nothing when all match.
std::optional<Finding> first_difference(const Expectation& expect, const Directory::Outcome& outcome) {
  for (const auto& [name, matcher] : expect.header) {
    const std::string value = outcome.last.headers.get(name);
    const Json json = value.empty() ? Json() : Json(value);
    if (!observe::matches(matcher, value.empty() ? nullptr : &json)) {
      return differs("header ", {name, observe::describe_matcher(matcher), value.empty() ? "absent" : value});
    }
  }
  const auto body = parse_json(outcome.last.body);
  if (auto mismatch = observe::first_mismatch(expect.body, body ? *body : Json()))
    return differs("body ", *mismatch);
  if (auto mismatch = observe::first_mismatch(expect.state, outcome.resource))
    return differs("state ", *mismatch);
  return std::nullopt;
}

Finding compare_push(const Step& step, const Expectation& expect, const Directory::Outcome& outcome) {
  const auto* raw = std::get_if<ScimStep>(&step.action);
  if (raw != nullptr && raw->abandoned) return {true, "", "sent, and no answer waited for", ""};
  Finding finding{outcome.succeeded, "success", outcome.succeeded ? "success" : outcome.observed,
                  outcome.reason};
  if (!expect.status.empty()) {
    finding.good = status_matches(expect.status, outcome.last.status);
    finding.expected = join(expect.status, " or ");
    finding.observed = "status " + std::to_string(outcome.last.status);
    finding.reason = name_of(step) + " was answered with " + finding.observed;
  } else if (!outcome.expected.empty() && !finding.good) {
    finding.expected = outcome.expected;
  }
  if (!finding.good) return finding;
  return first_difference(expect, outcome).value_or(finding);
}

bool judge_push(CaseState& state, const Step& step, const Result<Directory::Outcome>& outcome) {
  if (!outcome) {
    const Error::Kind kind = outcome.error().kind;
    const bool ours = kind == Error::Kind::unreachable || kind == Error::Kind::invalid;
    state.finish(ours ? Status::error : Status::fail, describe(outcome.error()));
    return false;
  }
  if (!outcome->sends) {
    state.finish(Status::skip, state.environment.provider.scim->title + " never sends this: " +
                                   (outcome->reason.empty() ? name_of(step) : outcome->reason));
    return false;
  }
  const auto expect = state.directory.filled_in(step.expect);
  const auto assume = state.directory.filled_in(step.assume.value_or(step.expect));
  if (!expect || !assume) {
    state.finish(Status::error, describe((expect ? assume : expect).error()));
    return false;
  }
  const Finding finding = compare_push(step, *expect, *outcome);
  CaseResult& result = state.result;
  result.expected = finding.expected;
  result.observed = finding.observed;
  if (!outcome->written.empty()) {
    result.evidence.push_back(
        {"wire", "status", "success", "status " + std::to_string(outcome->last.status), outcome->written});
  }
  result.evidence.push_back(
      {outcome->layer, outcome->rung, finding.expected, finding.observed, outcome->exchange});
  if (!outcome->lost.empty()) {
    result.evidence.push_back({"state", "round trip", "as it was sent",
                               "not as it was sent: " + join(outcome->lost, ", "), outcome->exchange});
  }
  if (finding.good) {
    const Finding assumed = compare_push(step, *assume, *outcome);
    if (!assumed.good) state.finish(Status::skip, "nothing to ask here: " + assumed.reason);
    return assumed.good;
  }
  // What a success says is no reason for anything.
  if (outcome->last.status >= 400) result.message = observe::stated_reason(outcome->last);
  const bool raw = std::holds_alternative<ScimStep>(step.action);
  state.finish(weigh(Judgement::deviation, result.level, !raw), finding.reason);
  return false;
}

}  // namespace

Task<bool> run_parallel(CaseState& state, const ParallelStep& parallel, Milliseconds timeout) {
  bool all_good = true;
  const auto one = [&](const Step& step) -> Task<> {
    const bool good = co_await run_push(state, step, step.within.value_or(timeout));
    all_good = all_good && good;
  };
  std::vector<Task<>> together;
  for (const Step& step : parallel.steps) together.push_back(one(step));
  co_await http::all(std::move(together));
  co_return all_good;
}

Task<bool> run_push(CaseState& state, const Step& step, Milliseconds timeout) {
  if (const auto* parallel = std::get_if<ParallelStep>(&step.action)) {
    co_return co_await run_parallel(state, *parallel, timeout);
  }
  Log& log = state.result.exchanges;
  if (const auto* user = std::get_if<UserStep>(&step.action)) {
    auto outcome = co_await state.directory.run(log, *user, timeout);
    co_return judge_push(state, step, outcome);
  }
  if (const auto* group = std::get_if<GroupStep>(&step.action)) {
    auto outcome = co_await state.directory.run(log, *group, timeout);
    co_return judge_push(state, step, outcome);
  }
  const bool takes_429 = status_matches(step.expect.status, 429);
  auto outcome = co_await state.directory.run(log, std::get<ScimStep>(step.action), timeout, takes_429);
  co_return judge_push(state, step, outcome);
}

}  // namespace idproctor::run
