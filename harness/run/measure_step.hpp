#pragma once

#include <optional>
#include <string>

#include "harness/run/case_state.hpp"
#include "harness/run/search.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

/// A login that is asked many times with a growing value in its message, until it is known where the target
/// stops accepting. True when the case goes on.
Task<bool> run_measurement(CaseState& state, const scenario::Step& step, const scenario::LoginStep& login,
                           Milliseconds timeout);

/// What a finished search says about the target. No specification sets a number, so a value is held against
/// the target's own declaration alone (nullopt: there is none).
struct Measured {
  Judgement judgement = Judgement::undecided;
  std::optional<Measurement> measurement;  ///< without its id
  std::string reason;
};
Measured judge_search(const Search& search, const scenario::Measure& measure,
                      std::optional<Milliseconds> declared);

}  // namespace idproctor::run
