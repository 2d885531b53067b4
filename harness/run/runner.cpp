#include "harness/run/runner.hpp"

#include <algorithm>
#include <set>

#include "harness/run/case_runner.hpp"
#include "harness/run/chain_expectation.hpp"
#include "harness/run/needs.hpp"

namespace idproctor::run {

namespace {

/// Cases that wait for a lane. Shared by the lanes of one provider, all on one thread.
struct Queue {
  std::vector<const scenario::Case*> cases;
  std::size_t next = 0;
};

bool in_shard(std::size_t number, const Plan& plan) {
  return number % static_cast<std::size_t>(plan.shard_count) ==
         static_cast<std::size_t>(plan.shard_index - 1);
}

/// An account that SCIM makes, or a target whose accounts only SCIM makes, is the runner's business: what
/// counts here is what the case itself says.
bool signs_on(const scenario::Case& one) {
  return scenario::has_step<scenario::LoginStep>(one) || scenario::has_step<scenario::ReplayStep>(one);
}

/// Whether the case has a time in which it only watches that something does not happen.
bool watches(const scenario::Case& one) {
  return std::ranges::any_of(one.steps, [](const scenario::Step& step) {
    const auto* login = std::get_if<scenario::LoginStep>(&step.action);
    const auto* wait = std::get_if<scenario::WaitForStep>(&step.action);
    return counts_events(step.expect) || (login != nullptr && mentions(login->recipe, "canary")) ||
           (wait != nullptr && wait->during) || std::holds_alternative<scenario::WaitStep>(step.action);
  });
}

/// Cases that watch stand next to each other in their files, and all lanes would watch at the same time. Here
/// they are spread evenly, so that the other lanes go on asking. The rest keeps its order.
std::vector<const scenario::Case*> spread(const std::vector<const scenario::Case*>& cases) {
  std::vector<const scenario::Case*> busy, watching, mixed;
  for (const scenario::Case* one : cases) (watches(*one) ? watching : busy).push_back(one);
  std::size_t taken = 0;
  for (std::size_t number = 0; number < watching.size(); ++number) {
    const std::size_t until = busy.size() * (number + 1) / (watching.size() + 1);
    for (; taken < until; ++taken) mixed.push_back(busy[taken]);
    mixed.push_back(watching[number]);
  }
  for (; taken < busy.size(); ++taken) mixed.push_back(busy[taken]);
  return mixed;
}

}  // namespace

Runner::Runner(const scenario::Catalogue& catalogue, http::Runtime& runtime, const Clock& clock,
               mock_idp::KeyRing& keys, RunInfo info)
    : catalogue_(catalogue), runtime_(runtime), clock_(clock), keys_(keys), info_(std::move(info)) {}

Result<std::vector<Assignment>> assign(const Plan& plan, const std::string& home) {
  std::vector<Assignment> assignments;
  std::set<std::string> asked;
  std::size_t number = 0;
  for (const std::string& id : plan.providers) {
    auto provider = load_provider(home, id);
    if (!provider) return provider.error();
    Assignment assignment{id, {}};
    for (const scenario::Case& one : plan.cases) {
      const std::string halves = (signs_on(one) ? provider->saml->id : "") + "/" +
                                 (!pushes_of(one).empty() ? provider->scim->id : "");
      const bool is_new = asked.insert(one.id + "@" + halves).second;
      if (is_new && in_shard(number++, plan)) assignment.cases.push_back(&one);
    }
    assignments.push_back(std::move(assignment));
  }
  return assignments;
}

Result<SpokenDialects> spoken_dialects(const std::vector<Assignment>& assignments, const std::string& home) {
  SpokenDialects spoken;
  const auto add = [](std::vector<SpokenDialect>& to, SpokenDialect one) {
    if (std::ranges::find(to, one.id, &SpokenDialect::id) == to.end()) to.push_back(std::move(one));
  };
  for (const Assignment& assignment : assignments) {
    auto provider = load_provider(home, assignment.provider);
    if (!provider) return provider.error();
    if (std::ranges::any_of(assignment.cases, [](const auto* one) { return signs_on(*one); })) {
      const mock_idp::Dialect& dialect = *provider->saml;
      SpokenDialect one{dialect.id, dialect.title, dialect.as_of, {}};
      for (const char* shape : mock_idp::kShapes) {
        if (dialect.sources.at(shape).kind == mock_idp::Source::Kind::unmeasured)
          one.unmeasured.push_back(shape);
      }
      add(spoken.saml, std::move(one));
    }
    if (std::ranges::any_of(assignment.cases, [](const auto* one) { return !pushes_of(*one).empty(); })) {
      const scim::Dialect& dialect = *provider->scim;
      add(spoken.scim, SpokenDialect{dialect.id,
                                     dialect.title,
                                     dialect.as_of,
                                     {dialect.unmeasured.begin(), dialect.unmeasured.end()}});
    }
  }
  return spoken;
}

Result<> Runner::run(const Plan& plan, const std::vector<Assignment>& assignments, Listener listener,
                     const bool& stopped) {
  const Seed seed(info_.seed + "/" + info_.id);
  for (const Assignment& assignment : assignments) {
    if (assignment.cases.empty() || stopped || enough_) continue;
    const bool chained = std::ranges::any_of(assignment.cases, [](const scenario::Case* one) {
      return std::ranges::any_of(one->steps, asks_upstream);
    });
    EnvironmentOptions options;
    options.target = plan.target;
    options.checks = plan.checks;
    options.chained = chained;
    options.application = std::ranges::any_of(assignment.cases, [](const scenario::Case* one) {
      return std::ranges::any_of(one->steps, looks_behind);
    });
    auto environment =
        make_environment(catalogue_, runtime_, clock_, keys_, info_.id, seed, assignment.provider, options);
    if (!environment) return environment.error();
    // Only the first provider finds a target of the user's as nobody has used it.
    auto& application = (*environment)->target.application;
    if (plan.target != nullptr && &assignment != &assignments.front() && application) {
      application->fresh = false;
    }
    runtime_.run_until_done(run_provider(plan, **environment, assignment.cases, listener, stopped));
  }
  return {};
}

Task<> Runner::run_provider(const Plan& plan, Environment& environment,
                            std::vector<const scenario::Case*> cases, Listener& listener,
                            const bool& stopped) {
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
      if (one.slow && !plan.slow) {
        CaseResult result = describe_case(environment, one);
        result.status = Status::skip;
        result.reason = "it takes long; --slow asks it";
        result.fix.clear();
        report(std::move(result));
        continue;
      }
      CaseResult result = co_await run_case(environment, controls, one);
      report(std::move(result));
    }
  };
  Queue together, alone;
  for (const scenario::Case* one : cases) (one->exclusive ? alone : together).cases.push_back(one);
  together.cases = spread(together.cases);
  std::vector<Task<>> lanes;
  lanes.reserve(static_cast<std::size_t>(plan.jobs));
  for (int number = 0; number < plan.jobs; ++number) lanes.push_back(lane(together, number));
  co_await http::all(std::move(lanes));
  co_await lane(alone, plan.jobs);
}

}  // namespace idproctor::run
