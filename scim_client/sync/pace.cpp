#include "scim_client/sync/pace.hpp"

#include <algorithm>
#include <cmath>

namespace idproctor::scim {

namespace {

constexpr double kFirstCare = 10;  // milliseconds: a hundred requests a second
constexpr double kMostCare = 5'000;
constexpr double kRegained = 0.998;  // of the distance, with each request that went well
constexpr double kNoCare = 0.5;

double count(Time time) {
  return static_cast<double>(time.time_since_epoch().count());
}

}  // namespace

double Pace::distance() const {
  return std::max(shortest_, carefully_);
}

Time Pace::take_turn(Time now) {
  const double turn = std::max({count(now), count(paused_until_), next_});
  next_ = turn + distance();
  return Time(Milliseconds(static_cast<long long>(std::ceil(turn))));
}

void Pace::refused(Time now, Time until) {
  if (now >= paused_until_) {
    ++pauses_;
    carefully_ = std::clamp(distance() * 2, kFirstCare, kMostCare);
  }
  paused_until_ = std::max(paused_until_, until);
}

void Pace::went_well() {
  carefully_ *= kRegained;
  if (carefully_ < kNoCare) carefully_ = 0;
}

}  // namespace idproctor::scim
