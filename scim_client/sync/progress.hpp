#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <utility>

#include "foundation/core/clock.hpp"

namespace idproctor::scim {

/// How far something has come, and when it will be done, judged by the last half minute. Draws nothing.
class Progress {
 public:
  /// `what` in the plural: "users". `total` 0: nobody knows how many there will be.
  Progress(std::string what, std::int64_t total) : what_(std::move(what)), total_(total) {}

  void advance(std::int64_t by) { done_ += by; }
  std::int64_t done() const { return done_; }
  const std::string& what() const { return what_; }
  /// "[####......] 40,000 of 100,000 users  1,730/s  35 s left"; `width` characters of bar, 0: no bar.
  /// Each call is a sample of the rate.
  std::string line(Time now, int width);

 private:
  std::string what_;
  std::int64_t total_, done_ = 0;
  std::deque<std::pair<Time, std::int64_t>> samples_;
};

/// "35 s", "2 min 5 s", "3 h 12 min".
std::string in_words(std::chrono::seconds duration);

}  // namespace idproctor::scim
