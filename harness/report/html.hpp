#pragma once

#include <filesystem>
#include <memory>

#include "harness/report/clauses.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// report.html: one page that needs nothing else, no script and no network. Findings first, with their
/// requests and responses; then all cases, measurements, and how to read it.
std::unique_ptr<Reporter> make_html(std::filesystem::path path, Clauses clauses);

}  // namespace idproctor::report
