#include "tests/harness/support/lab.hpp"

#include <algorithm>
#include <stdexcept>

#include "harness/scenario/selection.hpp"

namespace idproctor::run {

namespace {

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw std::runtime_error(describe(result.error()));
  return std::move(*result);
}

/// Keys are dear to make and say nothing about the case: one ring for the whole program.
mock_idp::KeyRing fresh_keys() {
  const crypto::Key key = crypto::Key::generate_rsa();
  const Time now = SystemClock().now();
  const auto certificate = crypto::Certificate::self_signed(key, "test IdP", now - std::chrono::hours(1),
                                                            now + std::chrono::hours(24));
  return or_throw(mock_idp::KeyRing::from_pem(key.private_pem() + certificate.pem(), now));
}

}  // namespace

Lab::Lab()
    : catalogue_(or_throw(scenario::load_catalogue(IDPROCTOR_SOURCE_DIR))),
      keys_(std::make_unique<mock_idp::KeyRing>(fresh_keys())) {}

std::vector<scenario::Case> Lab::select(const std::vector<std::string>& words) const {
  return or_throw(scenario::select(catalogue_, words));
}

std::vector<CaseResult> Lab::examine_reference(const std::vector<std::string>& selection,
                                               const std::vector<std::string>& providers,
                                               const std::vector<std::string>& without) {
  Plan plan;
  plan.cases = select(selection);
  plan.providers = providers;
  plan.checks = reference::Checks({without.begin(), without.end()});
  return run(plan);
}

std::vector<CaseResult> Lab::examine(const std::vector<scenario::Case>& cases, const scenario::Target& target,
                                     const std::string& provider) {
  Plan plan;
  plan.cases = cases;
  plan.providers = {provider};
  plan.target = &target;
  return run(plan);
}

std::vector<CaseResult> Lab::run(const Plan& given) {
  Plan plan = given;
  plan.jobs = jobs;
  plan.slow = slow;
  const SystemClock system;
  http::Runtime runtime;
  RunInfo info;
  info.id = "t" + std::to_string(++runs_);
  info.seed = "test";
  std::vector<CaseResult> results;
  Listener listener;
  listener.finished = [&](CaseResult result) { results.push_back(std::move(result)); };
  Runner runner(catalogue_, runtime, clock != nullptr ? *clock : system, *keys_, info);
  const auto assignments = or_throw(assign(plan, catalogue_.home));
  const bool stopped = false;
  if (auto ran = runner.run(plan, assignments, listener, stopped); !ran) {
    throw std::runtime_error(describe(ran.error()));
  }
  return results;
}

const CaseResult& result_of(const std::vector<CaseResult>& results, const std::string& id) {
  const auto found = std::ranges::find(results, id, &CaseResult::id);
  if (found == results.end()) throw std::runtime_error("there is no result of " + id);
  return *found;
}

bool is_red(const CaseResult& result) {
  return result.status != Status::pass && result.status != Status::skip;
}

}  // namespace idproctor::run
