#pragma once

#include <map>
#include <string>

#include "foundation/core/result.hpp"
#include "harness/run/result.hpp"

namespace idproctor::run {

/// Deviations that a team knows of and lives with: the case's key and what was observed then.
using Baseline = std::map<std::string, std::string>;

Result<Baseline> read_baseline(const std::string& file);
Result<> write_baseline(const std::string& file, const std::vector<CaseResult>& cases);

/// A fail or warn that the baseline names with the same observation becomes `known`; a pass of a case that it
/// names becomes `unexpected-pass`.
void apply(const Baseline& baseline, CaseResult& result);

}  // namespace idproctor::run
