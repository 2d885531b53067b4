#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// summary.md: short GitHub-flavoured Markdown for the summary of a CI job (append it to
/// $GITHUB_STEP_SUMMARY). Lists the fifty loudest findings and counts the rest.
std::unique_ptr<Reporter> make_summary(std::filesystem::path path);

/// What the file holds.
std::string summary_markdown(const run::RunResult& result);

}  // namespace idproctor::report
