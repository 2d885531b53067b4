#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// junit.xml, for the test pages of GitHub, GitLab and Jenkins. One testsuite for each suite and provider.
///
/// fail is a failure (with --strict also a broken `should` or `may`); error and inconclusive are errors; skip
/// and known are skipped; warn is a success with system-out. unexpected-pass is an error: the target did
/// nothing wrong, so it is no failure, but the run ends with exit code 5, and a page on which all is green
/// would not say why the job is red.
std::unique_ptr<Reporter> make_junit(std::filesystem::path path);

/// What the file holds.
std::string junit_xml(const run::RunResult& result);

}  // namespace idproctor::report
