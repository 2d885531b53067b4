#include "harness/run/push_steps.hpp"

#include <algorithm>
#include <iterator>

#include "foundation/core/text.hpp"
#include "foundation/http/runtime.hpp"
#include "harness/observe/matcher.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/run/answer_match.hpp"
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

Finding differs(const observe::Mismatch& mismatch) {
  return {false, mismatch.pointer + ": " + mismatch.expected, mismatch.observed,
          mismatch.pointer + " is " + mismatch.observed + ", and " + mismatch.expected + " was expected"};
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
  auto mismatch = first_difference(expect, outcome.last);
  if (!mismatch) {
    mismatch = observe::first_mismatch(expect.state, outcome.resource);
    if (mismatch) mismatch->pointer = "state " + mismatch->pointer;
  }
  return mismatch ? differs(*mismatch) : finding;
}

/// What the step assumes; where it does not hold, the case is skipped.
bool holds(CaseState& state, const Step& step, const Directory::Outcome& outcome) {
  const auto assume = state.directory.filled_in(*step.assume);
  if (!assume) {
    state.finish(Status::error, describe(assume.error()));
    return false;
  }
  const Finding assumed = compare_push(step, *assume, outcome);
  if (!assumed.good) state.finish(Status::skip, "nothing to ask here: " + assumed.reason);
  return assumed.good;
}

/// A directory that takes members and does not show them leaves the case its question, where that is what the
/// application made of them. That the directory shows them is asked for by other cases.
bool leaves_it_to_the_application(const CaseState& state, const Step& step,
                                  const Directory::Outcome& outcome) {
  return state.looks_behind && std::holds_alternative<GroupStep>(step.action) && step.expect.status.empty() &&
         outcome.unseen == "/members";
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
  if (!expect) {
    state.finish(Status::error, describe(expect.error()));
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
      {outcome->layer, outcome->rung, finding.expected, finding.observed, outcome->exchange, finding.good});
  if (!outcome->lost.empty()) {
    result.evidence.push_back({"state", "round trip", "as it was sent",
                               "not as it was sent: " + join(outcome->lost, ", "), outcome->exchange, false});
  }
  if (finding.good) return !step.assume || holds(state, step, *outcome);
  if (leaves_it_to_the_application(state, step, *outcome)) {
    state.unseen_members = finding.reason;
    result.expected = result.observed = "success";
    return true;
  }
  // What a success says is no reason for anything.
  if (outcome->last.status >= 400) result.message = observe::stated_reason(outcome->last);
  const bool raw = std::holds_alternative<ScimStep>(step.action);
  state.finish(weigh(Judgement::deviation, result.level, !raw), finding.reason);
  return false;
}

/// What a cycle of the provider does, as the steps that it is made of.
std::vector<Step> steps_of(const SyncStep& sync, const Directory& directory) {
  const auto picked = [&](const std::string& key) {
    return sync.users.empty() || std::ranges::find(sync.users, key) != sync.users.end();
  };
  std::vector<Step> steps;
  const auto add = [&](Action action) {
    Step step;
    step.action = std::move(action);
    steps.push_back(std::move(step));
  };
  for (const std::string& key : directory.provisioned()) {
    if (picked(key)) add(UserStep{"provision", key, {}});
  }
  for (const auto& [name, members] : directory.pushed_groups()) {
    std::vector<std::string> again;
    std::ranges::copy_if(members, std::back_inserter(again), picked);
    if (again.empty()) continue;
    if (sync.kind == "cycle") add(GroupStep{"create", name, {}, {}});
    if (sync.kind != "cycle") add(GroupStep{"add", name, again, {}});
  }
  return steps;
}

Task<bool> run_sync(CaseState& state, const Step& step, const SyncStep& sync, Milliseconds timeout) {
  const scim::Dialect& dialect = *state.environment.provider.scim;
  if (dialect.on_demand != 0 && sync.users.size() > dialect.on_demand) {
    state.finish(Status::skip, dialect.title + " never sends this: on demand it takes " +
                                   std::to_string(dialect.on_demand) + " people at a time, and here are " +
                                   std::to_string(sync.users.size()));
    co_return false;
  }
  for (const Step& one : steps_of(sync, state.directory)) {
    if (!co_await run_push(state, one, step.within.value_or(timeout))) co_return false;
  }
  co_return true;
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
  if (const auto* sync = std::get_if<SyncStep>(&step.action)) {
    co_return co_await run_sync(state, step, *sync, timeout);
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
