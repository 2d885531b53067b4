#pragma once

#include "harness/run/controls.hpp"
#include "harness/run/directory.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

/// Asks one case and judges the answers. Never fails: whatever goes wrong is in the result.
Task<CaseResult> run_case(const Environment& environment, Controls& controls, const scenario::Case& one);

/// What the result of a case says before it is asked: ids, title, level, place, fix.
CaseResult describe_case(const Environment& environment, const scenario::Case& one);

}  // namespace idproctor::run
