#pragma once

#include <filesystem>
#include <string>

namespace idproctor::report {

/// A folder of its own for one test, removed at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

 private:
  std::filesystem::path path_;
};

std::string contents(const std::filesystem::path& path);

/// Runs a command line; its exit code, and what it wrote to both of its outputs.
struct CommandResult {
  int exit_code = -1;
  std::string output;
};
CommandResult run_command(const std::string& command_line);

/// Empty when `json` satisfies docs/results.schema.json, else why not.
std::string schema_problems(const std::string& json);
/// Empty when `xml` is well-formed and satisfies junit.xsd, else why not.
std::string junit_problems(const std::string& xml);

/// Compares byte for byte with golden/NAME. With IDPROCTOR_WRITE_GOLDEN=1 in the environment the file is
/// written instead and the test fails; read the difference before you keep it.
void expect_golden(const std::string& name, const std::string& actual);

}  // namespace idproctor::report
