#include "harness/run/embedded.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/client.hpp"
#include "foundation/http/url.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::run {

namespace {

constexpr Milliseconds kTolerance{180'000};
constexpr Milliseconds kPatience{2'000};

Task<> ask(std::shared_ptr<http::Client> client, std::string url) {
  http::Request request("GET", std::move(url));
  (void)co_await client->send(std::move(request), kPatience);
}

/// How the reference's mistakes fetch what a message names: from this machine alone, and nobody waits for it.
reference::Outside outside_of(http::Runtime& runtime) {
  auto client = std::make_shared<http::Client>(runtime, http::ClientOptions());
  return [&runtime, client](const std::string& url) {
    const auto parsed = http::parse_url(url);
    if (parsed && parsed->is_loopback()) runtime.spawn(ask(client, url));
  };
}

scenario::Target describe_target(const std::string& base, const std::string& token,
                                 const std::string& second_token) {
  scenario::Target target;
  target.name = "reference integration";
  target.saml = scenario::Target::Saml{};
  target.saml->metadata = base + "/saml/metadata";
  target.saml->acs_url = base + "/saml/acs";
  target.saml->entity_id = base + "/saml/metadata";
  target.saml->second_acs_url = base + "/saml/second/acs";
  target.saml->login_url = base + "/login";
  target.saml->force_authn_url = base + "/login?force_authn=1";
  target.saml->authn_context_url = base + "/login?authn_context=1";
  target.saml->idp_initiated = true;
  target.saml->clock_tolerance = kTolerance;
  target.saml->idp_keys = Embedded::idp_keys();
  scenario::Target::Request upload;
  upload.method = "PUT";
  upload.url = base + "/saml/idp-metadata";
  upload.headers.add("Authorization", "Bearer " + token);
  upload.headers.add("Content-Type", "application/samlmetadata+xml");
  upload.body = "${metadata}";
  target.saml->idp_metadata_upload = upload;
  target.saml->idp_metadata_signed = true;
  target.session = scenario::Target::Session{};
  target.session->whoami = base + "/whoami";
  target.session->identity_at = "/user_name";
  target.session->attributes["nickname"] = "/attributes/nickname";
  target.session->logout_url = base + "/logout";
  target.scim = scenario::Target::Scim{base + "/scim/v2", token, "inactive"};
  target.tenants = {*target.scim, {base + "/scim/second/v2", second_token, "inactive"}};
  target.secrets.insert(target.secrets.end(), {token, second_token});
  target.settle = Milliseconds{0};  // its answers and its state are one
  return target;
}

}  // namespace

std::vector<std::string> Embedded::idp_keys() {
  return {"idp-next", "idp-ec", "idp-ec-384", "idp-expired", "idp-encryption"};
}

Result<std::unique_ptr<Embedded>> Embedded::start(http::Runtime& runtime, const std::string& idp_metadata,
                                                  const reference::Checks& checks, const Clock& clock,
                                                  http::ServerOptions options, std::string scim_token) {
  std::unique_ptr<Embedded> embedded(new Embedded);
  if (scim_token.empty()) scim_token = to_hex(crypto::random_bytes(24));
  // The port is known only after listening; nobody can connect before the runtime runs.
  Embedded* self = embedded.get();
  auto server = http::Server::listen(runtime, std::move(options), [self](const http::Request& request) {
    return self->integration_->handle(request);
  });
  if (!server) return server.error();
  reference::IntegrationConfig config;
  config.base_url = server->url();
  config.idp_metadata = idp_metadata;
  config.scim_token = scim_token;
  config.second_scim_token = to_hex(crypto::random_bytes(24));
  config.clock_tolerance = kTolerance;
  config.signed_metadata = true;
  config.outside = outside_of(runtime);
  const std::string second_token = config.second_scim_token;
  auto integration = reference::Integration::create(std::move(config), checks, clock);
  if (!integration) return integration.error();
  embedded->integration_ = std::make_unique<reference::Integration>(std::move(*integration));
  embedded->server_ = std::make_unique<http::Server>(std::move(*server));
  embedded->target_ = describe_target(embedded->server_->url(), scim_token, second_token);
  return embedded;
}

}  // namespace idproctor::run
