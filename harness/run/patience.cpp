#include "harness/run/patience.hpp"

#include <algorithm>

namespace idproctor::run {

Patience::Patience(const Clock& clock, Milliseconds span, const EventSource* events)
    : clock_(clock),
      events_(events),
      span_(span),
      begin_(clock.now()),
      end_(begin_ + span),
      heeded_(events == nullptr ? 0 : events->all().size()) {}

bool Patience::is_over() {
  const Time now = clock_.now();
  const std::size_t known = events_ == nullptr ? 0 : events_->all().size();
  for (; heeded_ < known; ++heeded_) {
    const auto& created = events_->all()[heeded_].created;
    if (created && *created < begin_) end_ = std::min(now + span_, begin_ + std::max(span_, kLongestBacklog));
  }
  return now >= end_;
}

}  // namespace idproctor::run
