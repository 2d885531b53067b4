#pragma once

#include <filesystem>
#include <string>

#include "tests/support/command.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::report {

std::string contents(const std::filesystem::path& path);

/// Empty when `json` satisfies docs/results.schema.json, else why not.
std::string schema_problems(const std::string& json);
/// Empty when `xml` is well-formed and satisfies junit.xsd, else why not.
std::string junit_problems(const std::string& xml);

/// Compares byte for byte with golden/NAME. With IDPROCTOR_WRITE_GOLDEN=1 in the environment the file is
/// written instead and the test fails; read the difference before you keep it.
void expect_golden(const std::string& name, const std::string& actual);

}  // namespace idproctor::report
