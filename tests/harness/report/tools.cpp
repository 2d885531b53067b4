#include "tools.hpp"

#include <gtest/gtest.h>

#include "foundation/core/file.hpp"

namespace idproctor::report {

namespace {

const std::filesystem::path kHere = std::filesystem::path(IDPROCTOR_SOURCE_DIR) / "tests/harness/report";

}  // namespace

std::string contents(const std::filesystem::path& path) {
  const Result<std::string> bytes = read_file(path);
  EXPECT_TRUE(bytes.has_value()) << path;
  return bytes.has_value() ? *bytes : "";
}

std::string schema_problems(const std::string& json) {
  const TemporaryFolder folder;
  const std::string file = (folder / "results.json").string();
  EXPECT_TRUE(write_file(file, json).has_value());
  const std::string script = (kHere / "validate_schema.py").string();
  const std::string schema =
      (std::filesystem::path(IDPROCTOR_SOURCE_DIR) / "docs/results.schema.json").string();
  const CommandResult result = run_command("python3 '" + script + "' '" + schema + "' '" + file + "'");
  return result.exit_code == 0 ? "" : "validate_schema.py: " + result.output;
}

std::string junit_problems(const std::string& xml) {
  const TemporaryFolder folder;
  const std::string file = (folder / "junit.xml").string();
  EXPECT_TRUE(write_file(file, xml).has_value());
  const CommandResult result =
      run_command("xmllint --noout --nonet --schema '" + (kHere / "junit.xsd").string() + "' '" + file + "'");
  if (result.exit_code == 127) return "xmllint is missing: install libxml2-utils; bin/setup does";
  return result.exit_code == 0 ? "" : result.output;
}

void expect_golden(const std::string& name, const std::string& actual) {
  const std::filesystem::path path = kHere / "golden" / name;
  if (::getenv("IDPROCTOR_WRITE_GOLDEN") != nullptr) {
    EXPECT_TRUE(write_file(path, actual).has_value());
    ADD_FAILURE()
        << path << " was written anew; read the difference, then run the test without IDPROCTOR_WRITE_GOLDEN";
    return;
  }
  const std::string expected = contents(path);
  if (actual == expected) return;
  const auto [here, there] = std::mismatch(actual.begin(), actual.end(), expected.begin(), expected.end());
  const auto line = 1 + std::count(actual.begin(), here, '\n');
  const std::size_t from = static_cast<std::size_t>(here - actual.begin());
  ADD_FAILURE() << path << ":" << line << " differs.\nexpected ..." << expected.substr(from, 200)
                << "\nactual   ..." << actual.substr(from, 200);
}

}  // namespace idproctor::report
