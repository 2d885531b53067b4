#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/report/clauses.hpp"
#include "harness/report/reporter.hpp"
#include "harness/scenario/catalogue.hpp"

namespace idproctor::cli {

/// The console, and the files of --out when a folder is given. Makes the folder.
Result<std::vector<std::unique_ptr<report::Reporter>>> make_outputs(const std::string& out,
                                                                    const scenario::Catalogue& catalogue,
                                                                    const std::string& annotations);

}  // namespace idproctor::cli
