#pragma once

#include <string>

#include "harness/run/result.hpp"

namespace idproctor::report {

/// 1 if any case fails (with `strict` also a broken `should` or `may`); else 4 if any is error or
/// inconclusive, or nothing was decided; else 5 if the baseline names a deviation that no longer happens;
/// else 0. A run that was stopped by a signal has 130 or 143 instead, which only the caller knows.
int exit_code(const run::RunResult& result, bool strict);

/// What an exit code means for this run, in one sentence: "2 cases failed."
std::string explain_exit_code(int code, const run::RunResult& result);

}  // namespace idproctor::report
