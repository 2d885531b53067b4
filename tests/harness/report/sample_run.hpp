#pragma once

#include "harness/report/clauses.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// A run in which every status occurs once or more, with all volatile values fixed.
run::RunResult sample_run();
Clauses sample_clauses();

/// Calls a reporter as the runner does: begin, each case started and finished, end without exchanges.
void drive(Reporter& reporter, const run::RunResult& result);

/// The smallest run there is: one case with this status.
run::RunResult run_with(std::vector<run::Status> statuses);

}  // namespace idproctor::report
