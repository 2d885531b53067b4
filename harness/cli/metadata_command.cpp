#include <CLI/CLI.hpp>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/providers.hpp"
#include "mock_idp/metadata.hpp"

namespace idproctor::cli {

namespace {

struct Options {
  std::string target, provider = "generic";
  KeyOptions keys;
};

int metadata_command(const Options& options) {
  const auto provider = run::load_provider(home(), options.provider);
  if (!provider) return complain(provider.error(), kUsage);
  std::string entity_id;
  std::vector<std::string> further;
  if (!options.target.empty()) {
    const auto target = scenario::load_target(options.target);
    if (!target) return complain(target.error(), kUsage);
    if (target->saml) entity_id = target->saml->idp_entity_id;
    if (target->saml) further = target->saml->idp_keys;
  }
  auto keys = open_keys(options.keys, SystemClock().now());
  if (!keys) return complain(keys.error(), kUsage);
  const auto published = keys->published(further);
  if (!published) return complain(published.error(), kUsage);
  std::cout << mock_idp::idp_metadata(*provider->saml, *published, entity_id);
  return 0;
}

}  // namespace

void add_metadata_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("metadata", "Prints the IdP metadata to paste into the target");
  auto options = std::make_shared<Options>();
  command->add_option("--target", options->target, "Target file (for its idp_entity_id)")->type_name("FILE");
  command->add_option("--provider", options->provider, "Whose metadata")
      ->type_name("ID")
      ->capture_default_str();
  add_key_options(*command, options->keys);
  command->callback([options, &exit_code] { exit_code = metadata_command(*options); });
}

}  // namespace idproctor::cli
