#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/lint.hpp"
#include "harness/scenario/loader.hpp"

namespace idproctor::cli {

namespace {

int lint_command(const std::vector<std::string>& paths, bool schema) {
  if (schema) {
    std::cout << dump(json_schema(scenario::scenario_tables(), "idproctor scenario file"), 2) << "\n";
    return 0;
  }
  const auto catalogue = scenario::load_catalogue(home());
  if (!catalogue) return complain(catalogue.error(), kScenario);
  std::vector<scenario::Case> cases;
  int problems = 0;
  for (const std::string& path : paths) {
    const auto files = scenario::scenario_files(path);
    if (!files) return complain(files.error(), kUsage);
    for (const std::string& file : *files) {
      auto loaded = scenario::load_suite(file);
      if (!loaded) {
        std::cout << describe(loaded.error()) << "\n";
        ++problems;
        continue;
      }
      cases.insert(cases.end(), loaded->begin(), loaded->end());
    }
  }
  for (const std::string& problem : scenario::lint(*catalogue, cases)) {
    std::cout << problem << "\n";
    ++problems;
  }
  std::cout << cases.size() << " cases, " << problems << (problems == 1 ? " problem" : " problems") << "\n";
  return problems == 0 ? 0 : kScenario;
}

}  // namespace

void add_lint_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("lint", "Checks scenario files without sending anything");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto schema = std::make_shared<bool>(false);
  command->add_option("paths", *paths, "Files or folders")->type_name("PATH");
  command->add_flag("--schema", *schema, "Prints the JSON Schema of scenario files, for editors");
  command->callback([paths, schema, &exit_code] {
    if (paths->empty() && !*schema) throw CLI::RequiredError("PATH");
    exit_code = lint_command(*paths, *schema);
  });
}

}  // namespace idproctor::cli
