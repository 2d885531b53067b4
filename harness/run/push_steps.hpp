#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// The steps of a case that push by SCIM: what the provider does for a user or a group, or a raw request.
/// True when the case goes on.
Task<bool> run_push(CaseState& state, const scenario::Step& step, Milliseconds timeout);

}  // namespace idproctor::run
