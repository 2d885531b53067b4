#pragma once

#include "harness/run/case_state.hpp"

namespace idproctor::run {

/// One request to the application, by the step's browser or with a key of the target file. True: it was
/// answered as expected, and the case goes on.
Task<bool> run_http(CaseState& state, const scenario::Step& step, const scenario::HttpStep& http,
                    Milliseconds timeout);

}  // namespace idproctor::run
