#pragma once

#include "foundation/core/clock.hpp"
#include "harness/run/event_source.hpp"

namespace idproctor::run {

/// How long to wait for something that events tell. A target that still tells of what was before the wait
/// began is behind, and has lost nothing yet: with each such event the time starts anew, up to
/// kLongestBacklog in all.
class Patience {
 public:
  static constexpr Milliseconds kLongestBacklog{60'000};

  /// Waits `span`, from now on. `clock` and `events` must outlive it; without `events`, the span is all.
  Patience(const Clock& clock, Milliseconds span, const EventSource* events);
  /// Takes into account what has become known since the last call.
  bool is_over();

 private:
  const Clock& clock_;
  const EventSource* events_;
  Milliseconds span_;
  Time begin_, end_;
  std::size_t heeded_;
};

}  // namespace idproctor::run
