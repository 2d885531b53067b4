#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// Asks one case and judges the answers. Never fails: whatever goes wrong is in the result.
Task<CaseResult> run_case(const Environment& environment, Controls& controls, const scenario::Case& one);

}  // namespace idproctor::run
