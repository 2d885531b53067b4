#pragma once

#include <filesystem>
#include <memory>
#include <ostream>

#include "harness/report/clauses.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

struct ConsoleOptions {
  bool terminal =
      false;            ///< shows progress on a line that is rewritten; else no control character is written
  bool colour = false;  ///< the caller honours NO_COLOR and --color
  std::size_t width = 100;    ///< columns
  std::filesystem::path out;  ///< where the other outputs lie; empty when there are none
};

/// For the person who waits: one line a case as it finishes, a block under each finding, a summary. `stream`
/// must outlive the reporter.
std::unique_ptr<Reporter> make_console(std::ostream& stream, ConsoleOptions options, Clauses clauses);

}  // namespace idproctor::report
