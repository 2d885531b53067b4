#pragma once

#include <string>
#include <vector>

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// What the target's administrator does in one case.
class AdministerSteps {
 public:
  explicit AdministerSteps(CaseState& state) : state_(state) {}

  /// True: the target has done it, and the case goes on.
  Task<bool> run(const scenario::AdministerStep& step, Milliseconds timeout);
  /// Takes back what is left, since other cases live with the target too.
  Task<> restore();

 private:
  Task<bool> administer(std::string action, Milliseconds timeout);

  CaseState& state_;
  std::vector<std::string> done_;  ///< and not taken back
};

}  // namespace idproctor::run
