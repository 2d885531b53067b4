#include <CLI/CLI.hpp>
#include <exception>
#include <iostream>

#include "foundation/core/text.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/version.hpp"

namespace {

/// A mistyped command, with the one that was probably meant; empty when the first word is a command or an
/// option.
std::string mistyped_command(const CLI::App& app, int argc, char** argv) {
  const std::string word = argc > 1 ? argv[1] : "";
  if (word.empty() || word.front() == '-') return {};
  std::vector<std::string> known;
  for (const CLI::App* command : app.get_subcommands({})) {
    if (command->get_name() == word) return {};
    known.push_back(command->get_name());
  }
  const std::string guess = idproctor::nearest(word, known);
  return "there is no command '" + word + "'" +
         (guess.empty() ? "; there are " + idproctor::join(known, ", ") : "; did you mean '" + guess + "'?");
}

}  // namespace

int main(int argc, char** argv) {
  using namespace idproctor;
  CLI::App app{
      "idproctor stands in for your customer's identity provider: it signs SAML responses and pushes SCIM\n"
      "requests as Okta, Entra ID and others do, then wrong on purpose, and says what your integration let "
      "through.",
      "idproctor"};
  app.set_version_flag("--version", std::string("idproctor ") + run::kVersion);
  app.require_subcommand(1);
  app.footer(
      "Exit codes: 0 as it should be, 1 something fails, 2 wrong usage, 3 a scenario does not load, 4 "
      "something is "
      "undecided,\n5 the baseline names a deviation that no longer happens, 130 and 143 stopped by a "
      "signal.");
  int exit_code = 0;
  cli::add_run_command(app, exit_code);
  cli::add_reference_command(app, exit_code);
  cli::add_metadata_command(app, exit_code);
  cli::add_serve_command(app, exit_code);
  cli::add_sync_command(app, exit_code);
  cli::add_doctor_command(app, exit_code);
  cli::add_lint_command(app, exit_code);
  if (const std::string trouble = mistyped_command(app, argc, argv); !trouble.empty()) {
    return cli::complain(invalid(trouble), cli::kUsage);
  }
  try {
    app.parse(argc, argv);
    return exit_code;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : cli::kUsage;
  } catch (const std::exception& error) {
    std::cerr << "idproctor: this installation is broken: " << error.what() << "\n";
    return cli::kUsage;
  }
}
