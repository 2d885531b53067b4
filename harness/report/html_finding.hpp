#pragma once

#include <string>

#include "harness/report/clauses.hpp"
#include "harness/report/html_exchange.hpp"
#include "harness/run/result.hpp"

namespace idproctor::report {

/// One finding as an <article>: what was asked and seen, the clause, the evidence, the fix, the traffic.
std::string html_finding(const run::CaseResult& result, const Traffic& traffic, const Clauses& clauses);

/// The status as a coloured word.
std::string html_badge(run::Status status);

}  // namespace idproctor::report
