#include <CLI/CLI.hpp>
#include <iostream>

#include "foundation/core/file.hpp"
#include "foundation/http/server.hpp"
#include "harness/cli/commands.hpp"
#include "harness/cli/context.hpp"
#include "harness/cli/exit_codes.hpp"
#include "harness/run/providers.hpp"
#include "mock_idp/endpoints.hpp"

namespace idproctor::cli {

namespace {

struct ServeOptions {
  std::string listen = "127.0.0.1:7080";
  std::string provider = "all";
  std::string sp_metadata;
  KeyOptions keys;
};

Result<std::map<std::string, mock_idp::Dialect>> load_dialects(const std::string& provider) {
  std::map<std::string, mock_idp::Dialect> dialects;
  for (const std::string& id : provider == "all" ? run::provider_ids(home()) : std::vector{provider}) {
    const auto loaded = run::load_provider(home(), id);
    if (!loaded) return loaded.error();
    dialects.emplace(loaded->saml->id, *loaded->saml);
  }
  return dialects;
}

int serve_command(const ServeOptions& options) {
  const auto address = parse_address(options.listen);
  if (!address) return complain(address.error(), kUsage);
  auto dialects = load_dialects(options.provider);
  if (!dialects) return complain(dialects.error(), kUsage);
  auto users = mock_idp::load_users(home() + "/fixtures/users.yaml");
  if (!users) return complain(users.error(), kUsage);
  const SystemClock clock;
  auto keys = open_keys(options.keys, clock.now());
  if (!keys) return complain(keys.error(), kUsage);

  std::optional<mock_idp::KnownSp> sp;
  if (!options.sp_metadata.empty()) {
    const auto bytes = read_file(options.sp_metadata, 4 << 20);
    if (!bytes) return complain(bytes.error(), kUsage);
    auto read = mock_idp::read_known_sp(*bytes);
    if (!read) return complain(invalid(read.error().message, options.sp_metadata), kUsage);
    sp = std::move(*read);
  }

  http::Runtime runtime;
  http::ServerOptions server_options;
  server_options.address = address->host;
  server_options.port = address->port;
  std::unique_ptr<mock_idp::Endpoints> endpoints;
  auto server = http::Server::listen(
      runtime, server_options, [&](const http::Request& request) { return endpoints->handle(request); });
  if (!server) return complain(server.error(), kUsage);
  endpoints =
      std::make_unique<mock_idp::Endpoints>(std::move(*dialects), std::move(*users), *keys, clock,
                                            Seed(format_time(clock.now())), server->url(), std::move(sp));
  std::cout << "The mock IdP listens on " << server->url() << " (Ctrl-C ends it)" << std::endl;
  runtime.on_stop_signal([&](int) { runtime.stop(); });
  runtime.run();
  return 0;
}

}  // namespace

void add_serve_command(CLI::App& app, int& exit_code) {
  auto* command =
      app.add_subcommand("serve", "Runs the mock IdP as a server: metadata and single sign-on by hand");
  auto options = std::make_shared<ServeOptions>();
  command->add_option("--listen", options->listen, "Address and port")
      ->type_name("ADDRESS:PORT")
      ->capture_default_str();
  command->add_option("--provider", options->provider, "One provider, or all")
      ->type_name("ID")
      ->capture_default_str();
  command
      ->add_option("--sp-metadata", options->sp_metadata,
                   "The service provider's metadata, so that it can log out everywhere")
      ->type_name("FILE");
  add_key_options(*command, options->keys);
  command->callback([options, &exit_code] { exit_code = serve_command(*options); });
}

}  // namespace idproctor::cli
