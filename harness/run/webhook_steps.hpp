#pragma once

#include <map>
#include <string>

#include "harness/run/case_state.hpp"
#include "harness/run/webhook_event.hpp"

namespace idproctor::run {

/// The steps of one case that play events at the application's own webhook endpoint.
class WebhookSteps {
 public:
  explicit WebhookSteps(CaseState& state) : state_(state) {}

  /// From now on our own receiver answers so.
  void answer(const scenario::ReceiverStep& receiver);
  /// True: each delivery was answered as expected, and the case goes on.
  Task<bool> run(const scenario::Step& step, const scenario::WebhookStep& webhook, Milliseconds timeout);

 private:
  Result<PlayedEvent> event_of(const scenario::WebhookStep& webhook);

  CaseState& state_;
  int count_ = 0;
  Time latest_;                                ///< no two states of one user are of the same millisecond
  std::map<std::string, PlayedEvent> played_;  ///< by step
};

}  // namespace idproctor::run
