#pragma once

#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor {

using Milliseconds = std::chrono::milliseconds;
using Time = std::chrono::sys_time<Milliseconds>;

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Time now() const = 0;
};

class SystemClock : public Clock {
 public:
  Time now() const override;
};

/// A clock that stands where it is put; for tests and for repeatable runs. Any thread may read it.
class ManualClock : public Clock {
 public:
  explicit ManualClock(Time start) : now_(start) {}
  Time now() const override { return now_; }
  void advance(Milliseconds by) { now_ = now() + by; }

 private:
  std::atomic<Time> now_;
};

/// xs:dateTime in UTC, as SAML core 1.3.3 asks: 2026-11-22T03:14:15.926Z; fraction_digits from 0 to 7.
std::string format_time(Time time, int fraction_digits = 3);

/// Reads xs:dateTime with "Z" or a numeric offset; fractions beyond milliseconds are cut off.
Result<Time> parse_time(std::string_view text);

/// Reads "90s", "5m", "1h", "2d", "250ms", also with a sign.
Result<Milliseconds> parse_duration(std::string_view text);

}  // namespace idproctor
