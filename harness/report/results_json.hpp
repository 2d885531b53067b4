#pragma once

#include <filesystem>
#include <memory>

#include "foundation/core/json.hpp"
#include "harness/report/reporter.hpp"

namespace idproctor::report {

/// results.json, for programs; docs/results.schema.json is its JSON Schema. Written once, at the end.
std::unique_ptr<Reporter> make_results_json(std::filesystem::path path);

/// What the file holds.
Json results_json(const run::RunResult& result);

}  // namespace idproctor::report
