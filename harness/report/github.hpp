#pragma once

#include <memory>
#include <ostream>

#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// Findings as GitHub workflow commands (::error file=...), which show beside the changed lines of a pull
/// request. `stream` must outlive the reporter.
std::unique_ptr<Reporter> make_github(std::ostream& stream);

}  // namespace idproctor::report
