#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>

#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/embedded.hpp"
#include "harness/run/providers.hpp"
#include "mock_idp/metadata.hpp"
#include "reference_sp/sqlite_records.hpp"

namespace idproctor::cli {

namespace {

struct ReferenceOptions {
  std::string listen = "127.0.0.1:7081", provider = "generic", inactive = "delete", data, sign;
  std::vector<std::string> without;
  bool only_asked = false;
  KeyOptions keys;
};

std::string from_environment(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

/// How somebody else gets to know a secret that is never printed.
std::string how_to_know(const char* what, const char* name) {
  return from_environment(name).empty() ? std::string(" (set ") + name + " to a " + what + " of yours)"
                                        : " (" + std::string(what) + ": " + name + ")";
}

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
  run::EmbeddedOptions embedding;
  embedding.server.address = address->host;
  embedding.server.port = address->port;
  embedding.scim_token = from_environment("IDPROCTOR_SCIM_TOKEN");
  embedding.api_key = from_environment("IDPROCTOR_API_KEY");
  embedding.app_key = from_environment("IDPROCTOR_APP_KEY");
  embedding.application = true;
  embedding.idp_initiated = !options.only_asked;
  if (!options.sign.empty()) embedding.sign = *mock_idp::parse_sign_target(options.sign);
  embedding.broker.inactive =
      options.inactive == "keep" ? reference::broker::Inactive::keep : reference::broker::Inactive::remove;
  std::unique_ptr<reference::Records> records;
  if (!options.data.empty()) {
    auto opened = reference::open_sqlite_records(options.data);
    if (!opened) return complain(opened.error(), kUsage);
    records = std::move(*opened);
  }
  embedding.records = records.get();
  embedding.keys = &*keys;
  const auto published = keys->published(run::Embedded::idp_keys());
  if (!published) return complain(published.error(), kUsage);
  auto reference = run::Embedded::start(&runtime, mock_idp::idp_metadata(*provider->saml, *published),
                                        *checks, clock, embedding);
  if (!reference) return complain(reference.error(), kUsage);
  const scenario::Target& target = (*reference)->target();
  const run::ChainDescription& chain = (*reference)->chain();
  std::cout << "The reference integration listens on " << chain.base_url << "\n  SAML metadata  "
            << target.saml->entity_id << "\n  login          " << target.saml->login_url
            << "\n  whoami         " << target.session->whoami << "\n  SCIM           "
            << target.scim->base_url << how_to_know("token", "IDPROCTOR_SCIM_TOKEN") << "\n  broker's API   "
            << chain.base_url << "/events" << how_to_know("key", "IDPROCTOR_API_KEY") << "\n  application    "
            << chain.application_url << ", its users at " << chain.application_url << "/api/users"
            << how_to_know("key", "IDPROCTOR_APP_KEY") << "\nCtrl-C ends it." << std::endl;
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
  command->add_option("--data", options->data, "Everything outlives a restart in this file")
      ->type_name("FILE");
  command->add_option("--inactive", options->inactive, "What becomes of deactivated users behind the broker")
      ->check(CLI::IsMember({"keep", "delete"}))
      ->capture_default_str();
  command
      ->add_option("--sign", options->sign, "What must be signed; the assertion or the Response when absent")
      ->check(CLI::IsMember({"assertion", "response", "both"}))
      ->type_name("WHAT");
  command->add_flag("--no-idp-initiated", options->only_asked, "Refuses responses that nobody asked for");
  command->add_option("--without", options->without, "Switches a check off; an unknown name lists them")
      ->type_name("CHECK");
  add_key_options(*command, options->keys);
  command->callback([options, &exit_code] { exit_code = reference_command(*options); });
}

}  // namespace idproctor::cli
