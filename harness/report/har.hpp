#pragma once

#include <filesystem>
#include <memory>

#include "foundation/core/json.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// traffic.har (HTTP Archive 1.2): every exchange, with the case it belongs to. Written as the run goes to
/// "PATH.part", which is closed and renamed at the end. Bodies are cut at 64 KB, with a comment that says so.
std::unique_ptr<Reporter> make_har(std::filesystem::path path);

/// One entry. Custom members begin with an underscore, as HAR 1.2 allows.
Json har_entry(const run::Exchange& exchange, const std::string& case_key);

}  // namespace idproctor::report
