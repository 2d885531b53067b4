#include "harness/run/embedded.hpp"

#include <tuple>

#include "foundation/http/client.hpp"
#include "foundation/http/url.hpp"

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

Task<> send_and_tell(std::shared_ptr<http::Client> client, http::Request request,
                     reference::Wires::Answer answer) {
  auto answered = co_await client->send(std::move(request), kPatience);
  answer(std::move(answered));
}

Task<> do_later(Milliseconds delay, std::function<void()> work) {
  co_await http::sleep_for(delay);
  work();
}

/// How the reference's broker sends webhooks.
reference::Wires wires_of(http::Runtime& runtime) {
  auto client = std::make_shared<http::Client>(runtime, http::ClientOptions());
  reference::Wires wires;
  wires.send = [&runtime, client](http::Request request, reference::Wires::Answer answer) {
    runtime.spawn(send_and_tell(client, std::move(request), std::move(answer)));
  };
  wires.after = [&runtime](Milliseconds delay, std::function<void()> work) {
    runtime.spawn(do_later(delay, std::move(work)));
  };
  return wires;
}

void add_secrets(const reference::ChainKeys& keys, std::vector<std::string>& secrets) {
  secrets.push_back(keys.api_key);
  if (!keys.webhook_secret.empty()) secrets.push_back(keys.webhook_secret);
  for (const auto& one : keys.organizations) {
    secrets.insert(secrets.end(), {one.tenant_key, one.admin_key, one.member_key});
  }
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
  target.saml->confirmation_tolerance = kTolerance;
  target.saml->idp_keys = Embedded::idp_keys();
  scenario::Target::Request upload;
  upload.method = "PUT";
  upload.url = base + "/saml/idp-metadata";
  upload.headers.add("Authorization", "Bearer " + token);
  upload.headers.add("Content-Type", "application/samlmetadata+xml");
  upload.body = "${metadata}";
  target.saml->idp_metadata_upload = upload;
  target.saml->idp_metadata_remove = upload;
  target.saml->idp_metadata_remove->method = "DELETE";
  target.saml->idp_metadata_remove->body.clear();
  target.saml->idp_metadata_fetch = upload;
  target.saml->idp_metadata_fetch->headers.set("Content-Type", "application/json");
  target.saml->idp_metadata_fetch->body = R"({"url":"${metadata.url}"})";
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

/// The application that stands behind it, and where its events come from.
void describe_application(const ChainDescription& chain, const std::string& admin_token,
                          reference::broker::Inactive inactive, scenario::Target& target) {
  constexpr Milliseconds kSoon{3'000};
  const reference::ChainKeys::Organization& own = chain.keys.organizations.front();
  const reference::ChainKeys::Organization& other = chain.keys.organizations.back();
  const std::string admin = "Bearer " + own.admin_key, api = chain.application_url + "/api";
  scenario::Target::Application application;
  application.kind = "http";
  application.organization = own.id;
  application.directory = own.directory_id;
  application.user = scenario::Target::Request{};
  application.user->url = api + "/users?email=${user.email}";
  application.user->headers.add("Authorization", admin);
  application.user_at = "/users";
  application.lists_accounts = true;
  application.group = scenario::Target::Request{};
  application.group->url = api + "/groups";
  application.group->headers.add("Authorization", admin);
  application.group_at = "/groups";
  const std::string broker_key = "Bearer " + own.tenant_key;
  application.connection_state = scenario::Target::Request{};
  application.connection_state->url = chain.base_url + "/connections/" + own.connection_id;
  application.connection_state->headers.add("Authorization", broker_key);
  application.connection_state_at = "/state";
  application.directory_state = application.connection_state;
  application.directory_state->url = chain.base_url + "/directories/" + own.directory_id;
  application.directory_state_at = "/state";
  application.fresh = true;
  application.inactive = inactive == reference::broker::Inactive::keep ? "keep" : "delete";
  application.roles = {{"admin", "admin"}, {"default", "member"}};
  application.role_group = "Admins*";
  application.role_at_login = true;
  application.settle = kSoon;
  application.login_url = chain.application_url + "/login";
  application.login_for = {{"unknown_organization", application.login_url + "?organization=org_nobody"},
                           {"unlinked_organization", application.login_url + "?organization=" + other.id},
                           {"unknown_connection", application.login_url + "?connection=conn_nobody"}};
  const std::string connection = chain.base_url + "/admin/connections/" + own.connection_id,
                    domain = chain.base_url + "/admin/organizations/" + own.id + "/domains/example.com";
  for (const auto& [action, url, state] :
       {std::tuple{"deactivate_connection", connection, "inactive"},
        std::tuple{"activate_connection", connection, "active"},
        std::tuple{"unverify_domain", domain, "pending"}, std::tuple{"verify_domain", domain, "verified"}}) {
    scenario::Target::Request& request = application.administration[action];
    request.method = "PUT";
    request.url = url;
    request.headers.add("Authorization", "Bearer " + admin_token);
    request.headers.add("Content-Type", "application/json");
    request.body = std::string(R"({"state":")") + state + "\"}";
  }
  application.callback_url = chain.application_url + "/callback";
  application.whoami = chain.application_url + "/whoami";
  application.identity_at = "/email";
  application.admin_url = api + "/connections?organization=" + own.id;
  application.keys = {
      {"admin", admin}, {"member", "Bearer " + own.member_key}, {"stranger", "Bearer " + other.admin_key}};
  application.pages = {chain.application_url, chain.base_url + "/"};
  application.tokens = scenario::Target::Application::Tokens{};
  application.tokens->create.url = chain.base_url + "/admin/directories/" + other.directory_id + "/tokens";
  application.tokens->create.headers.add("Authorization", "Bearer " + admin_token);
  application.tokens->revoke = application.tokens->create;
  application.tokens->revoke.method = "DELETE";
  application.tokens->revoke.url += "/${token.id}";
  for (const char* name : {"id", "email", "user_name", "idp_id", "first_name", "last_name", "state", "role",
                           "groups", "attributes", "welcome_mails"}) {
    application.fields[name] = std::string("/") + name;
  }
  target.application = std::move(application);

  scenario::Target::Webhooks webhooks;
  webhooks.listen_address = "127.0.0.1";
  webhooks.scheme = "workos";
  webhooks.registration = scenario::Target::Request{};
  webhooks.registration->method = "PUT";
  webhooks.registration->url = chain.base_url + "/admin/webhook-endpoints/idproctor";
  webhooks.registration->headers.add("Authorization", "Bearer " + admin_token);
  webhooks.registration->headers.add("Content-Type", "application/json");
  webhooks.registration->body = R"({"url":"${webhook.url}"})";
  webhooks.secret_at = "/secret";
  webhooks.endpoint = chain.application_url + "/webhooks";
  webhooks.endpoint_secret = chain.keys.webhook_secret;
  target.webhooks = std::move(webhooks);
}

}  // namespace

std::vector<std::string> Embedded::idp_keys() {
  return {"idp-next", "idp-ec", "idp-ec-384", "idp-expired", "idp-encryption"};
}

Result<std::unique_ptr<Embedded>> Embedded::start(http::Runtime* caller, const std::string& idp_metadata,
                                                  const reference::Checks& checks, const Clock& clock,
                                                  EmbeddedOptions options) {
  std::unique_ptr<Embedded> embedded(new Embedded);
  if (caller == nullptr) embedded->runtime_ = std::make_unique<http::Runtime>();
  http::Runtime& runtime = caller != nullptr ? *caller : *embedded->runtime_;
  reference::Records& records = options.records ? *options.records : reference::no_records();
  const std::string scim_token = reference::lasting_secret(records, "first SCIM", "", options.scim_token);
  const std::string second_token = reference::lasting_secret(records, "second SCIM", "");
  // The port is known only after listening; nobody can connect before the runtime runs.
  Embedded* self = embedded.get();
  auto server = http::Server::listen(
      runtime, std::move(options.server),
      [self](const http::Request& request) { return self->integration_->handle(request); });
  if (!server) return server.error();
  reference::IntegrationConfig config;
  config.base_url = server->url();
  config.idp_metadata = idp_metadata;
  config.idp_initiated = options.idp_initiated;
  config.signatures = {options.sign && *options.sign != mock_idp::SignTarget::response,
                       options.sign && *options.sign != mock_idp::SignTarget::assertion};
  config.scim_token = scim_token;
  config.second_scim_token = second_token;
  config.clock_tolerance = kTolerance;
  config.signed_metadata = true;
  config.outside = outside_of(runtime);
  config.wires = wires_of(runtime);
  config.broker = options.broker;
  config.application = options.application;
  config.api_key = options.api_key;
  config.app_key = options.app_key;
  config.records = options.records;
  if (options.keys != nullptr) {
    const auto pair = options.keys->get("reference-encryption");
    if (!pair) return pair.error();
    config.encryption_key = reference::EncryptionKey{(*pair)->key, (*pair)->certificate};
  }
  auto integration = reference::Integration::create(std::move(config), checks, clock);
  if (!integration) return integration.error();
  embedded->integration_ = std::make_unique<reference::Integration>(std::move(*integration));
  embedded->server_ = std::make_unique<http::Server>(std::move(*server));
  const std::string base = embedded->server_->url();
  embedded->target_ = describe_target(base, scim_token, second_token);
  embedded->target_.saml->sign = options.sign;
  embedded->target_.saml->idp_initiated = options.idp_initiated;
  embedded->target_.saml->refuses_unsolicited = !options.idp_initiated;
  embedded->chain_ = {base, base + "/app", embedded->integration_->keys()};
  if (options.application) {
    describe_application(embedded->chain_, scim_token, options.broker.inactive, embedded->target_);
    // Without the application nobody ever says them.
    add_secrets(embedded->chain_.keys, embedded->target_.secrets);
  }
  embedded->integration_->resume();
  if (embedded->runtime_) embedded->thread_ = std::make_unique<http::RuntimeThread>(*embedded->runtime_);
  return embedded;
}

}  // namespace idproctor::run
