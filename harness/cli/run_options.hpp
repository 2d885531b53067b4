#pragma once

#include <optional>
#include <string>
#include <vector>

#include "harness/cli/context.hpp"

namespace idproctor::cli {

/// What was said on the command line of `run`.
struct RunOptions {
  std::vector<std::string> selection, without, providers{"generic"};
  std::string target, out, seed, run_id, shard, baseline, write_baseline, annotations;
  std::optional<int> jobs;
  bool strict = false, list = false, fail_fast = false, slow = false;
  KeyOptions keys;
};

void add_run_options(CLI::App& command, RunOptions& options);

struct Shard {
  int index = 1, count = 1;
};
/// "2/4"; empty is the whole.
Result<Shard> parse_shard(const std::string& text);

/// "all" stands for every provider there is; unknown ids are Errors.
Result<std::vector<std::string>> parse_providers(const std::vector<std::string>& words,
                                                 const std::string& home);

}  // namespace idproctor::cli
