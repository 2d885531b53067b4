#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/explain/doctor.hpp"
#include "harness/report/exit_code.hpp"

namespace idproctor::cli {

namespace {

struct DoctorOptions {
  std::string target, provider = "generic";
  KeyOptions keys;
};

void print(const explain::Station& station) {
  std::cout << (station.well ? "  ok    " : "  STOP  ") << station.name
            << std::string(station.name.size() < 14 ? 14 - station.name.size() : 1, ' ') << station.found
            << "\n";
  if (!station.fix.empty()) std::cout << "\nTo do: " << station.fix << "\n";
  std::cout.flush();
}

int doctor_command(const DoctorOptions& options) {
  const auto catalogue = scenario::load_catalogue(home());
  if (!catalogue) return complain(catalogue.error(), kScenario);
  std::optional<scenario::Target> target;
  if (!options.target.empty()) {
    auto loaded = scenario::load_target(options.target);
    if (!loaded) return complain(loaded.error(), kUsage);
    target = *loaded;
  }
  const SystemClock clock;
  auto keys = open_keys(options.keys, clock.now());
  if (!keys) return complain(keys.error(), kUsage);
  if (target && target->saml && keys->freshly_made() && !target->is_loopback()) {
    return complain(
        invalid("the IdP's keys were made just now (" + options.keys.state +
                "), so the target cannot know them yet: give it the metadata that `idproctor metadata "
                "--target " +
                options.target + "` prints, then ask again"),
        kUsage);
  }
  http::Runtime runtime;
  int signal = 0;
  runtime.on_stop_signal([&](int number) {
    signal = number;
    runtime.stop();
  });
  run::EnvironmentOptions how;
  how.target = target ? &*target : nullptr;
  how.application = true;
  const Seed seed(fresh_word(8));
  auto environment =
      run::make_environment(*catalogue, runtime, clock, *keys, fresh_word(6), seed, options.provider, how);
  if (!environment) return complain(environment.error(), kUsage);
  const run::Provider& provider = (*environment)->provider;
  std::cout << "A first connection of " << provider.saml->title << " with " << (*environment)->target.name
            << ":\n\n";
  bool well = false;
  const auto walk = [&]() -> Task<> { well = co_await explain::walk(**environment, print); };
  runtime.run_until_done(walk());
  if (signal != 0) return 128 + signal;
  if (well) {
    std::cout << "\nAll is well. Next: idproctor run"
              << (options.target.empty() ? "" : " --target " + options.target) << "\n";
  }
  return well ? 0 : 1;
}

}  // namespace

void add_doctor_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand(
      "doctor", "Walks through a first connection, stops at the first cause of trouble and says what to do");
  auto options = std::make_shared<DoctorOptions>();
  command->add_option("--target", options->target, "Target file; the embedded reference when absent")
      ->type_name("FILE");
  command->add_option("--provider", options->provider, "Whose identity provider connects")
      ->type_name("ID")
      ->capture_default_str();
  add_key_options(*command, options->keys);
  command->callback([options, &exit_code] { exit_code = doctor_command(*options); });
}

}  // namespace idproctor::cli
