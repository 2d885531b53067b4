#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/embedded.hpp"
#include "harness/run/providers.hpp"
#include "mock_idp/metadata.hpp"

namespace idproctor::cli {

namespace {

struct ReferenceOptions {
  std::string listen = "127.0.0.1:7081", provider = "generic";
  std::vector<std::string> without;
  KeyOptions keys;
};

int reference_command(const ReferenceOptions& options) {
  const auto address = parse_address(options.listen);
  if (!address) return complain(address.error(), kUsage);
  const auto checks = parse_without(options.without);
  if (!checks) return complain(checks.error(), kUsage);
  const auto provider = run::load_provider(home(), options.provider);
  if (!provider) return complain(provider.error(), kUsage);
  const SystemClock clock;
  auto keys = open_keys(options.keys, clock.now());
  if (!keys) return complain(keys.error(), kUsage);

  http::Runtime runtime;
  http::ServerOptions server_options;
  server_options.address = address->host;
  server_options.port = address->port;
  const char* token = std::getenv("IDPROCTOR_SCIM_TOKEN");
  const auto published = keys->published(run::Embedded::idp_keys());
  if (!published) return complain(published.error(), kUsage);
  auto reference = run::Embedded::start(runtime, mock_idp::idp_metadata(*provider->saml, *published), *checks,
                                        clock, server_options, token == nullptr ? "" : token);
  if (!reference) return complain(reference.error(), kUsage);
  const scenario::Target& target = (*reference)->target();
  std::cout << "The reference integration listens on "
            << target.saml->login_url.substr(0, target.saml->login_url.rfind('/')) << "\n  SAML metadata  "
            << target.saml->entity_id << "\n  login          " << target.saml->login_url
            << "\n  whoami         " << target.session->whoami << "\n  SCIM           "
            << target.scim->base_url
            << (token == nullptr ? " (set IDPROCTOR_SCIM_TOKEN to a token of yours)"
                                 : " (token: IDPROCTOR_SCIM_TOKEN)")
            << "\nCtrl-C ends it." << std::endl;
  runtime.on_stop_signal([&](int) { runtime.stop(); });
  runtime.run();
  return 0;
}

}  // namespace

void add_reference_command(CLI::App& app, int& exit_code) {
  auto* command = app.add_subcommand("reference", "Runs the reference integration in a process of its own");
  auto options = std::make_shared<ReferenceOptions>();
  command->add_option("--listen", options->listen, "Address and port")
      ->type_name("ADDRESS:PORT")
      ->capture_default_str();
  command->add_option("--provider", options->provider, "Whose metadata it trusts")
      ->type_name("ID")
      ->capture_default_str();
  command->add_option("--without", options->without, "Switches a check off; an unknown name lists them")
      ->type_name("CHECK");
  add_key_options(*command, options->keys);
  command->callback([options, &exit_code] { exit_code = reference_command(*options); });
}

}  // namespace idproctor::cli
