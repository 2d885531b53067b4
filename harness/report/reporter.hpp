#pragma once

#include "harness/run/result.hpp"

namespace idproctor::report {

/// One output of a run. Called in this order: begin, case_started and case_finished (interleaved between
/// cases, since cases run side by side), end. Text that came from the target is hostile: every reporter
/// escapes it.
class Reporter {
 public:
  virtual ~Reporter() = default;
  virtual void begin(const run::RunInfo&) {}
  virtual void case_started(const std::string& /*key*/) {}
  virtual void case_finished(const run::CaseResult&) {}
  virtual void end(const run::RunResult&) {}
};

}  // namespace idproctor::report
