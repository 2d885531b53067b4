#pragma once

#include <stdio.h>
#include <sys/wait.h>

#include <string>

namespace idproctor {

/// What a command line did; 127 is a command that is not installed.
struct CommandResult {
  int exit_code = -1;
  std::string output;  ///< of both its outputs
};

inline CommandResult run_command(const std::string& command_line) {
  CommandResult result;
  FILE* pipe = ::popen(("{ " + command_line + "; } 2>&1").c_str(), "r");
  if (pipe == nullptr) return result;
  char buffer[4096];
  for (std::size_t got; (got = ::fread(buffer, 1, sizeof buffer, pipe)) > 0;)
    result.output.append(buffer, got);
  const int status = ::pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

}  // namespace idproctor
