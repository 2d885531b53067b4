#include "harness/run/search.hpp"

#include <algorithm>

namespace idproctor::run {

Search::Search(long long from, long long to, long long resolution)
    : from_(from),
      to_(to),
      resolution_(std::max(resolution, 1LL)),
      question_(from),
      accepted_(from),
      step_(std::max(resolution, 1LL)) {}

std::optional<long long> Search::next() const {
  if (result_ != Result::unfinished) return std::nullopt;
  return question_;
}

void Search::end(Result result) {
  result_ = result;
}

void Search::note(bool accepted) {
  ++asked_;
  if (phase_ == Phase::accepted_again || phase_ == Phase::refused_again) return confirm(accepted);
  if (phase_ == Phase::beyond) return end(accepted ? Result::contradictory : Result::edge);
  if (accepted) {
    accepted_ = question_;
  } else {
    refused_ = question_;
  }
  if (phase_ == Phase::first && !accepted) return end(Result::none_accepted);
  narrow();
}

void Search::confirm(bool accepted) {
  const bool on_accepted_side = phase_ == Phase::accepted_again;
  if (accepted != on_accepted_side) {
    long long& side = on_accepted_side ? accepted_ : *refused_;
    const long long outwards = side + (on_accepted_side ? -resolution_ : resolution_);
    if (is_blurred_ || outwards < from_ || outwards > to_) return end(Result::contradictory);
    is_blurred_ = true;
    question_ = side = outwards;
    return;
  }
  is_blurred_ = false;
  if (on_accepted_side) {
    phase_ = Phase::refused_again;
    question_ = *refused_;
    return;
  }
  if (*refused_ == to_) return end(Result::edge);
  // A target that takes what lies far beyond its edge has none: an overflow, or a check of some digits.
  phase_ = Phase::beyond;
  question_ = to_;
}

void Search::narrow() {
  if (!refused_) {
    if (accepted_ >= to_) return end(Result::all_accepted);
    phase_ = Phase::doubling;
    question_ = std::min(accepted_ + step_, to_);
    step_ *= 2;
    return;
  }
  if (*refused_ - accepted_ > resolution_) {
    phase_ = Phase::halving;
    question_ = accepted_ + (*refused_ - accepted_) / 2;
    return;
  }
  phase_ = Phase::accepted_again;
  question_ = accepted_;
}

}  // namespace idproctor::run
