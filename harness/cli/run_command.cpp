#include <malloc.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "foundation/core/text.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/cli/outputs.hpp"
#include "harness/cli/run_options.hpp"
#include "harness/report/exit_code.hpp"
#include "harness/run/runner.hpp"
#include "harness/run/version.hpp"
#include "harness/scenario/lint.hpp"
#include "harness/scenario/selection.hpp"
#include "mock_idp/metadata.hpp"

namespace idproctor::cli {

namespace {

void list(const std::vector<scenario::Case>& cases) {
  std::size_t width = 0;
  for (const scenario::Case& one : cases) width = std::max(width, one.id.size());
  for (const scenario::Case& one : cases)
    std::cout << one.id << std::string(width + 2 - one.id.size(), ' ') << one.title << "\n";
}

/// A target elsewhere cannot know keys that were made a moment ago.
int ask_to_paste(const std::vector<std::string>& providers, const scenario::Target& target,
                 const std::string& state, mock_idp::KeyRing& keys) {
  const std::string entity_id = target.saml ? target.saml->idp_entity_id : "";
  const auto published = keys.published(target.saml ? target.saml->idp_keys : std::vector<std::string>());
  if (!published) return complain(published.error(), kUsage);
  std::cerr << "idproctor: the IdP's keys were made just now (" << state
            << "), and this target is on another machine, so it cannot know them yet.\n"
               "Give it this IdP metadata, then run again:\n";
  for (const std::string& id : providers) {
    const auto provider = run::load_provider(home(), id);
    if (provider) std::cout << mock_idp::idp_metadata(*provider->saml, *published, entity_id);
  }
  return kUsage;
}

/// Passes everything on to all outputs. One that fails must not keep the others from their end.
class Fanout {
 public:
  explicit Fanout(std::vector<std::unique_ptr<report::Reporter>> outputs) : outputs_(std::move(outputs)) {}

  template <class Call>
  void each(Call call) {
    for (auto& output : outputs_) {
      try {
        call(*output);
      } catch (const std::exception& error) {
        std::cerr << "idproctor: an output could not be written: " << error.what() << "\n";
        failed_ = true;
      }
    }
  }
  bool failed() const { return failed_; }

 private:
  std::vector<std::unique_ptr<report::Reporter>> outputs_;
  bool failed_ = false;
};

int examine(const RunOptions& options, const scenario::Catalogue& catalogue, run::Plan plan,
            const scenario::Target* target) {
  const SystemClock clock;
  auto keys = open_keys(options.keys, clock.now());
  if (!keys) return complain(keys.error(), kUsage);
  if (target != nullptr && target->saml && keys->freshly_made() && !target->is_loopback()) {
    return ask_to_paste(plan.providers, *target, options.keys.state, *keys);
  }
  const auto assignments = run::assign(plan, home());
  if (!assignments) return complain(assignments.error(), kUsage);
  auto outputs = make_outputs(options.out, catalogue, options.annotations);
  if (!outputs) return complain(outputs.error(), kUsage);

  run::RunResult result;
  result.info.id = options.run_id.empty() ? fresh_word(6) : options.run_id;
  result.info.seed = options.seed.empty() ? fresh_word(8) : options.seed;
  result.info.started = clock.now();
  result.info.version = run::kVersion;
  result.info.shard = options.shard;
  result.info.strict = options.strict;
  result.info.target = target != nullptr ? target->name : "reference integration";
  auto dialects = run::spoken_dialects(*assignments, home());
  if (!dialects) return complain(dialects.error(), kUsage);
  result.info.dialects = std::move(dialects->saml);
  result.info.scim_dialects = std::move(dialects->scim);
  for (const run::Assignment& assignment : *assignments) result.info.planned += assignment.cases.size();

  http::Runtime runtime;
  int signal = 0;
  bool stopped = false;
  runtime.on_stop_signal([&](int number) {
    signal = number;
    stopped = true;
    runtime.stop();
  });

  Fanout reporters(std::move(*outputs));
  reporters.each([&](report::Reporter& one) { one.begin(result.info); });
  run::Listener listener;
  listener.started = [&](const std::string& key) {
    reporters.each([&](report::Reporter& one) { one.case_started(key); });
  };
  listener.finished = [&](run::CaseResult one) {
    reporters.each([&](report::Reporter& reporter) { reporter.case_finished(one); });
    one.exchanges = {};  // the reports have them; cleared alone, the room would stay
    result.measurements.insert(result.measurements.end(), one.measurements.begin(), one.measurements.end());
    result.cases.push_back(std::move(one));
  };
  run::Runner runner(catalogue, runtime, clock, *keys, result.info);
  const auto ran = runner.run(plan, *assignments, listener, stopped);
  if (!ran) return complain(ran.error(), kUsage);

  std::ranges::sort(result.measurements, {}, &run::Measurement::id);
  result.info.duration = clock.now() - result.info.started;
  result.info.stopped = stopped;
  result.info.exit_code = stopped ? 128 + signal : report::exit_code(result, options.strict);
  reporters.each([&](report::Reporter& one) { one.end(result); });
  if (!options.write_baseline.empty()) {
    if (auto written = run::write_baseline(options.write_baseline, result.cases); !written) {
      return complain(written.error(), kUsage);
    }
  }
  return reporters.failed() ? kUsage : result.info.exit_code;
}

/// Messages of megabytes come and go. The C library would give their memory back to the system each time, and
/// every page of the next one would be fetched and cleared again.
void keep_memory() {
  constexpr int kLargestMessage = 32 << 20;
  mallopt(M_MMAP_THRESHOLD, kLargestMessage);
  mallopt(M_TRIM_THRESHOLD, 8 * kLargestMessage);
  mallopt(M_TOP_PAD, kLargestMessage);
}

int run_command(const RunOptions& options) {
  keep_memory();
  const auto catalogue = scenario::load_catalogue(home(), options.selection);
  if (!catalogue) return complain(catalogue.error(), kScenario);
  const auto cases = scenario::select(*catalogue, options.selection);
  if (!cases) {
    // A file that does not load is a scenario's trouble; a word that names nothing is wrong usage.
    return complain(cases.error(), cases.error().where.empty() ? kUsage : kScenario);
  }
  if (const auto problems = scenario::lint(*catalogue, *cases); !problems.empty()) {
    return complain(invalid(join(problems, "\n  ")), kScenario);
  }
  if (options.list) {
    list(*cases);
    return 0;
  }
  run::Plan plan;
  plan.cases = *cases;
  plan.jobs = options.jobs.value_or(options.target.empty() ? 8 : 4);
  plan.fail_fast = options.fail_fast;
  plan.slow = options.slow;
  auto providers = parse_providers(options.providers, home());
  if (!providers) return complain(providers.error(), kUsage);
  plan.providers = *providers;
  const auto shard = parse_shard(options.shard);
  if (!shard) return complain(shard.error(), kUsage);
  plan.shard_index = shard->index;
  plan.shard_count = shard->count;
  auto checks = parse_without(options.without);
  if (!checks) return complain(checks.error(), kUsage);
  plan.checks = *checks;
  if (!options.without.empty() && !options.target.empty()) {
    return complain(
        invalid("--without switches off checks of the embedded reference; it does not go with --target"),
        kUsage);
  }
  if (!options.baseline.empty()) {
    auto baseline = run::read_baseline(options.baseline);
    if (!baseline) return complain(baseline.error(), kUsage);
    plan.baseline = *baseline;
  }
  std::optional<scenario::Target> target;
  if (!options.target.empty()) {
    auto loaded = scenario::load_target(options.target);
    if (!loaded) return complain(loaded.error(), kUsage);
    target = *loaded;
    plan.target = &*target;
  }
  return examine(options, *catalogue, std::move(plan), target ? &*target : nullptr);
}

}  // namespace

void add_run_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("run", "Examines an integration and reports what it let through");
  auto options = std::make_shared<RunOptions>();
  add_run_options(*command, *options);
  command->callback([options, &exit_code] { exit_code = run_command(*options); });
}

}  // namespace idproctor::cli
