#pragma once

#include <cstdint>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/seed.hpp"
#include "scim_client/client.hpp"
#include "scim_client/sync/pace.hpp"
#include "scim_client/sync/retry_policy.hpp"

namespace idproctor::scim {

/// What all workers of a sync share.
struct Traffic {
  Traffic(const Clock& clock_, double most_per_second, RetryPolicy policy_)
      : clock(clock_), pace(most_per_second), policy(policy_) {}

  const Clock& clock;
  Pace pace;
  RetryPolicy policy;
  std::int64_t requests = 0, repeated = 0;
  std::string stopped;       ///< why nothing more is to be sent; empty: go on
  bool unreachable = false;  ///< it stopped because no connection came about, or no answer in time
};

/// Carries one worker's requests to the target and repeats those that may be repeated.
class Courier {
 public:
  /// `send` and `traffic` must outlive it.
  Courier(const Send& send, Traffic& traffic, Seed jitter);

  /// The last answer, or the last error.
  Task<Result<http::Response>> send(http::Request request);
  /// The last request was a POST, and nobody knows whether the target carried it out.
  bool left_open() const { return left_open_; }
  /// Waits as long as after that many failures.
  Task<> back_off(int failed);

 private:
  Task<> wait_for_turn();
  /// False when the target wants a longer pause than anybody waits for.
  bool pause(const http::Response& answer, int refused);

  const Send& send_;
  Traffic& traffic_;
  Seed jitter_;
  bool left_open_ = false;
};

}  // namespace idproctor::scim
