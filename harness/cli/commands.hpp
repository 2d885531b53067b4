#pragma once

namespace CLI {
class App;
}

namespace idproctor::cli {

/// Each adds its subcommand. A command that was chosen runs at once and leaves its exit code in `exit_code`.
void add_run_command(CLI::App& app, int& exit_code);
void add_reference_command(CLI::App& app, int& exit_code);
void add_metadata_command(CLI::App& app, int& exit_code);
void add_serve_command(CLI::App& app, int& exit_code);
void add_sync_command(CLI::App& app, int& exit_code);
void add_doctor_command(CLI::App& app, int& exit_code);
void add_lint_command(CLI::App& app, int& exit_code);

}  // namespace idproctor::cli
