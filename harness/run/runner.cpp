#include "harness/run/runner.hpp"

#include "harness/run/case_runner.hpp"

namespace idproctor::run {

namespace {

/// Cases that wait for a lane. Shared by the lanes of one provider, all on one thread.
struct Queue {
  std::vector<const scenario::Case*> cases;
  std::size_t next = 0;
};

bool in_shard(std::size_t number, const Plan& plan) {
  return number % static_cast<std::size_t>(plan.shard_count) == static_cast<std::size_t>(plan.shard_index - 1);
}

}  // namespace

Runner::Runner(const scenario::Catalogue& catalogue, http::Runtime& runtime, const Clock& clock,
               mock_idp::KeyRing& keys, RunInfo info)
    : catalogue_(catalogue), runtime_(runtime), clock_(clock), keys_(keys), info_(std::move(info)) {}

std::size_t Runner::count(const Plan& plan) {
  std::size_t count = 0;
  for (std::size_t number = 0; number < plan.cases.size() * plan.providers.size(); ++number) {
    count += in_shard(number, plan) ? 1 : 0;
  }
  return count;
}

Result<> Runner::run(const Plan& plan, Listener listener, const bool& stopped) {
  const Seed seed(info_.seed + "/" + info_.id);
  std::size_t number = 0;
  for (const std::string& id : plan.providers) {
    EnvironmentOptions options{plan.target, plan.checks};
    auto environment = make_environment(catalogue_, runtime_, clock_, keys_, info_.id, seed, id, options);
    if (!environment) return environment.error();
    std::vector<const scenario::Case*> cases;
    for (const scenario::Case& one : plan.cases) {
      if (in_shard(number++, plan)) cases.push_back(&one);
    }
    runtime_.run_until_done(run_provider(plan, **environment, std::move(cases), listener, stopped));
  }
  return {};
}

Task<> Runner::run_provider(const Plan& plan, Environment& environment, std::vector<const scenario::Case*> cases,
                            Listener& listener, const bool& stopped) {
  Log preparation;
  auto prepared = co_await prepare(environment, preparation);
  const auto report = [&](CaseResult result) {
    apply(plan.baseline, result);
    if (plan.fail_fast && result.status == Status::fail) enough_ = true;
    if (listener.finished) listener.finished(std::move(result));
  };
  if (!prepared) {
    for (const scenario::Case* one : cases) {
      CaseResult result = describe_case(environment, *one);
      result.status = Status::error;
      result.reason = environment.gateway->redactor().text(describe(prepared.error()));
      result.fix.clear();
      result.exchanges = preparation;
      report(std::move(result));
    }
    co_return;
  }
  const auto lane = [&](Queue& queue, int lane_number) -> Task<> {
    Controls controls(environment, environment.seed.fork("lane " + std::to_string(lane_number)));
    while (queue.next < queue.cases.size() && !stopped && !enough_) {
      const scenario::Case& one = *queue.cases[queue.next++];
      const std::string key = one.id + "@" + environment.provider.id;
      if (listener.started) listener.started(key);
      CaseResult result = co_await run_case(environment, controls, one);
      report(std::move(result));
    }
  };
  Queue together, alone;
  for (const scenario::Case* one : cases) (one->exclusive ? alone : together).cases.push_back(one);
  std::vector<Task<>> lanes;
  for (int number = 0; number < plan.jobs; ++number) lanes.push_back(lane(together, number));
  co_await http::all(std::move(lanes));
  co_await lane(alone, plan.jobs);
}

}  // namespace idproctor::run
