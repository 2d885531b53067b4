#include "harness/cli/run_options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>

#include "foundation/core/text.hpp"
#include "harness/run/providers.hpp"

namespace idproctor::cli {

void add_run_options(CLI::App& command, RunOptions& options) {
  command
      .add_option("selection", options.selection, "Case ids, suites or paths of scenario files; nothing: all")
      ->type_name("CASE-ID | PATH");
  command
      .add_option("--target", options.target,
                  "Target file; without it the embedded reference integration is examined")
      ->type_name("FILE");
  command.add_option("--provider", options.providers, "Whose dialects are spoken: ids, or all")
      ->delimiter(',')
      ->type_name("ID,...")
      ->capture_default_str();
  command
      .add_option("--out", options.out,
                  "Folder for results.json, junit.xml, report.html, traffic.har and the rest")
      ->type_name("DIR");
  command.add_option("--seed", options.seed, "Decides every choice; the same seed makes the same messages")
      ->type_name("N");
  command.add_option("--run-id", options.run_id, "Marks ids and user names of this run; fresh when absent")
      ->type_name("ID");
  command
      .add_option("--jobs", options.jobs,
                  "Cases that run side by side; 4 when absent, 8 against the embedded reference")
      ->check(CLI::Range(1, 64));
  command.add_option("--shard", options.shard, "Only part I of N of the cases")->type_name("I/N");
  command.add_flag("--strict", options.strict, "Breaking a should or may fails as well");
  command.add_option("--baseline", options.baseline, "Deviations that are known")->type_name("FILE");
  command
      .add_option("--write-baseline", options.write_baseline, "Writes this run's deviations as a baseline")
      ->type_name("FILE");
  command.add_option("--annotations", options.annotations, "github: findings as workflow annotations")
      ->check(CLI::IsMember({"github"}));
  command.add_flag("--list", options.list, "Shows the cases and runs none");
  command.add_flag("--slow", options.slow, "Asks what takes long as well: waits until messages expire");
  command.add_flag("--fail-fast", options.fail_fast, "Ends after the first failure");
  command
      .add_option("--without", options.without,
                  "Switches a check of the embedded reference off; an unknown name lists them")
      ->type_name("CHECK");
  add_key_options(command, options.keys);
}

Result<Shard> parse_shard(const std::string& text) {
  Shard shard;
  if (text.empty()) return shard;
  const char* const end = text.data() + text.size();
  const auto first = std::from_chars(text.data(), end, shard.index);
  const bool slash = first.ec == std::errc() && first.ptr != end && *first.ptr == '/';
  const auto second = slash ? std::from_chars(first.ptr + 1, end, shard.count) : first;
  if (!slash || second.ec != std::errc() || second.ptr != end || shard.index < 1 ||
      shard.index > shard.count) {
    return invalid("--shard is I/N with I from 1 to N, like 2/4; '" + text + "' is not");
  }
  return shard;
}

Result<std::vector<std::string>> parse_providers(const std::vector<std::string>& words,
                                                 const std::string& home) {
  const std::vector<std::string> known = run::provider_ids(home);
  std::vector<std::string> chosen;
  for (const std::string& asked : words) {
    const std::string word = run::provider_named(asked);
    if (word == "all") return known;
    if (std::ranges::find(known, word) == known.end()) {
      const std::string guess = nearest(word, known);
      return invalid("there is no provider '" + word + "'" +
                     (guess.empty() ? "" : " (did you mean '" + guess + "'?)") + "; there are " +
                     join(known, ", "));
    }
    if (std::ranges::find(chosen, word) == chosen.end()) chosen.push_back(word);
  }
  return chosen;
}

}  // namespace idproctor::cli
