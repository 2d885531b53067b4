#pragma once

#include <memory>
#include <string>

#include "foundation/core/result.hpp"
#include "reference_sp/records.hpp"

namespace idproctor::reference {

/// Records in one SQLite file, which is its owner's alone since there are tokens and sessions in it. Errors:
/// `invalid`: not such a file, or held by another process. What is put or erased later throws
/// sqlite::Failure where the file cannot be written.
Result<std::unique_ptr<Records>> open_sqlite_records(const std::string& file);

}  // namespace idproctor::reference
