#include "harness/run/administer_steps.hpp"

#include "foundation/core/text.hpp"
#include "harness/run/idp_metadata.hpp"
#include "harness/scenario/administration.hpp"

namespace idproctor::run {

Task<bool> AdministerSteps::administer(std::string action, Milliseconds timeout) {
  state_.controls.disturb();
  std::string what = "the administrator: " + replace_all(action, "_", " ");
  scenario::Target::Request request = state_.environment.target.application->administration.at(action);
  std::string no_metadata;
  auto answer = co_await run::administer(state_.environment, state_.result.exchanges, std::move(what),
                                         std::move(request), std::move(no_metadata), timeout);
  if (answer && answer->status < 400) co_return true;
  const std::string came = answer ? "status " + std::to_string(answer->status) : describe(answer.error());
  state_.finished = false;
  state_.finish(Status::error, "the request for " + action + " came to nothing: " + came);
  co_return false;
}

Task<bool> AdministerSteps::run(const scenario::AdministerStep& step, Milliseconds timeout) {
  std::string action = step.action;
  const bool done = co_await administer(std::move(action), timeout);
  if (!done) co_return false;
  if (std::erase(done_, scenario::opposite_of(step.action)) == 0) done_.push_back(step.action);
  co_return true;
}

Task<> AdministerSteps::restore() {
  while (!done_.empty()) {
    std::string back = scenario::opposite_of(done_.back());
    done_.pop_back();
    (void)co_await administer(std::move(back), state_.environment.target.timeout);
  }
}

}  // namespace idproctor::run
