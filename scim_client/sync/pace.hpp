#pragma once

#include "foundation/core/clock.hpp"

namespace idproctor::scim {

/// When the next request may go, for all workers together: a limit of requests per second, pauses that the
/// target asks for, and more care after each of them. Knows no timers; who asks waits by itself.
class Pace {
 public:
  /// `most` requests per second; 0: no limit.
  explicit Pace(double most) : shortest_(most > 0 ? 1000.0 / most : 0) {}

  /// The time of one request's turn, which is used up by asking.
  Time take_turn(Time now);
  /// The target asked everybody to stay away until then. Where it does so anew, requests go more slowly
  /// afterwards: half as fast each time. Of the refusals that come in before the pause is over, those of
  /// requests that were under way already, only the first one counts.
  void refused(Time now, Time until);
  /// A request was answered as it should be: the distance shrinks again, by half in some 350 requests.
  void went_well();

  Time paused_until() const { return paused_until_; }
  int pauses() const { return pauses_; }

 private:
  double distance() const;

  double shortest_;       ///< milliseconds between two requests
  double carefully_ = 0;  ///< the same, after refusals
  double next_ = 0;       ///< milliseconds since the epoch
  Time paused_until_{};
  int pauses_ = 0;
};

}  // namespace idproctor::scim
