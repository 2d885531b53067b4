#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/provider_table.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/lint.hpp"
#include "harness/scenario/loader.hpp"

namespace idproctor::cli {

namespace {

/// What `lint` prints instead of checking files.
int print(const std::string& what) {
  if (what == "not-tested") {
    const auto catalogue = scenario::load_catalogue(home());
    if (!catalogue) return complain(catalogue.error(), kScenario);
    std::cout << scenario::not_tested_page(catalogue->clauses, catalogue->not_tested);
  } else if (what == "scenario-schema") {
    std::cout << dump(json_schema(scenario::scenario_tables(), "idproctor scenario file"), 2) << "\n";
  } else if (what == "target-schema") {
    std::cout << dump(json_schema(scenario::target_tables(), "idproctor target file"), 2) << "\n";
  } else if (what == "providers") {
    const auto saml = run::provider_table(home());
    if (!saml) return complain(saml.error(), kScenario);
    const auto scim = run::scim_table(home());
    if (!scim) return complain(scim.error(), kScenario);
    std::cout << *saml << "\n" << *scim;
  } else {
    std::cout << "## Scenario files\n\n"
              << key_reference(scenario::scenario_tables()) << "## Target files\n\n"
              << key_reference(scenario::target_tables());
  }
  return 0;
}

int lint_command(const std::vector<std::string>& paths) {
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
  const auto unanswered = scenario::unanswered(catalogue->clauses, catalogue->cases, catalogue->not_tested);
  for (const auto& list : {scenario::lint(*catalogue, cases), unanswered}) {
    for (const std::string& problem : list) std::cout << problem << "\n";
    problems += static_cast<int>(list.size());
  }
  std::cout << cases.size() << " cases, " << problems << (problems == 1 ? " problem" : " problems") << "\n";
  return problems == 0 ? 0 : kScenario;
}

}  // namespace

void add_lint_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("lint", "Checks scenario files without sending anything");
  auto paths = std::make_shared<std::vector<std::string>>();
  auto what = std::make_shared<std::string>();
  command->add_option("paths", *paths, "Files or folders")->type_name("PATH");
  command
      ->add_option("--print", *what,
                   "Instead: the keys for editors (JSON Schema) or for people (Markdown), the providers, or "
                   "what is not tested")
      ->check(CLI::IsMember({"scenario-schema", "target-schema", "reference", "providers", "not-tested"}));
  command->callback([paths, what, &exit_code] {
    if (paths->empty() && what->empty()) throw CLI::RequiredError("PATH");
    exit_code = what->empty() ? lint_command(*paths) : print(*what);
  });
}

}  // namespace idproctor::cli
