#pragma once

#include <filesystem>
#include <memory>

#include "foundation/core/result.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// events.ndjson: one JSON object a line (begin, case_started, case_finished, end), flushed line by line, so
/// that a run that was killed can still be reported.
std::unique_ptr<Reporter> make_events(std::filesystem::path path);

/// Reads such a file back; cases stand in the order in which they finished. A last line that was cut short is
/// left out. A run without its `end` is `stopped`. Errors (file:line): no such file, a broken line before the
/// last, no `begin` in front.
Result<run::RunResult> read_events(const std::filesystem::path& path);

}  // namespace idproctor::report
