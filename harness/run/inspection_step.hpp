#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// One passive check of what the target says by itself: every AuthnRequest that the run has seen, or its
/// metadata. False when the case ends here.
Task<bool> run_inspection(CaseState& state, const scenario::InspectStep& step, Milliseconds timeout);

}  // namespace idproctor::run
