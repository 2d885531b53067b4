#include "harness/run/environment.hpp"

#include "foundation/core/file.hpp"
#include "foundation/core/text.hpp"
#include "harness/run/application_question.hpp"
#include "harness/run/application_settings.hpp"
#include "harness/run/chain.hpp"
#include "harness/run/idp_metadata.hpp"
#include "harness/run/received_events.hpp"
#include "mock_idp/metadata.hpp"

namespace idproctor::run {

namespace {

/// What the embedded reference takes: as little as many servers, so that measuring it is quick.
constexpr std::size_t kLargestForm = 1 << 20;

/// The embedded broker sends a webhook again that was refused: nobody wants to wait for it.
constexpr Milliseconds kSoonAgain{100};

/// What an answer looks like from afar: "200 text/html".
std::string outline(const http::Response& response) {
  const std::string type = to_lower(response.headers.get("Content-Type"));
  return std::to_string(response.status) + " " + type.substr(0, type.find(';'));
}

WebhookReceiverSettings receiver_settings(const scenario::Target::Webhooks& webhooks) {
  WebhookReceiverSettings settings;
  settings.address = webhooks.listen_address;
  settings.port = webhooks.listen_port;
  settings.public_url = webhooks.public_url;
  settings.scheme = *observe::webhook_scheme(webhooks.scheme);
  settings.secret = webhooks.secret;
  return settings;
}

/// Asks the target to send its events to our receiver.
Task<Result<>> register_receiver(Environment& environment, Log& log) {
  const auto& webhooks = environment.target.webhooks;
  if (!environment.webhooks || !webhooks->registration) co_return Result<>();
  std::string what = "our webhook receiver";
  scenario::Target::Request request = *webhooks->registration;
  auto done = co_await administer(environment, log, what, request, {}, environment.target.timeout);
  if (!done) co_return done.error();
  if (done->status >= 400) {
    co_return invalid("webhooks.register was answered with " + std::to_string(done->status), request.url);
  }
  if (webhooks->secret_at.empty()) co_return Result<>();
  const auto body = parse_json(done->body);
  const Json* secret = body ? find(*body, webhooks->secret_at) : nullptr;
  if (secret == nullptr)
    co_return invalid("the answer to webhooks.register has no secret at " + webhooks->secret_at);
  environment.gateway->hide(*secret, log);
  environment.webhooks->set_secret(to_text(*secret));
  co_return Result<>();
}

Task<Result<SpMetadata>> read_sp_metadata(Environment& environment, Log& log) {
  const scenario::Target::Saml& saml = *environment.target.saml;
  const LogoutEndpoint logout{saml.slo_url, {}};
  SpMetadata given{
      saml.entity_id, saml.acs_url, saml.encryption_certificate, logout, logout, {}, {}, false, {}};
  if (saml.metadata.empty()) co_return given;
  std::string xml;
  if (saml.metadata.find("://") == std::string::npos) {
    auto bytes = read_file(saml.metadata, 4 << 20);
    if (!bytes) co_return bytes.error();
    xml = *bytes;
  } else {
    Browser browser(*environment.gateway, environment.clock);
    auto visit = co_await browser.get(log, "the service provider's metadata", saml.metadata, {},
                                      environment.target.timeout);
    if (!visit) co_return visit.error();
    if (visit->response.status != 200) {
      co_return invalid("the metadata URL answered " + std::to_string(visit->response.status), saml.metadata);
    }
    xml = visit->response.body;
  }
  auto metadata = parse_sp_metadata(xml);
  if (!metadata) co_return invalid(metadata.error().message, saml.metadata);
  metadata->xml = xml;
  if (!given.entity_id.empty()) metadata->entity_id = given.entity_id;
  if (!given.acs_url.empty()) metadata->acs_url = given.acs_url;
  if (metadata->other_acs_url == metadata->acs_url) metadata->other_acs_url.clear();
  if (!saml.slo_url.empty()) metadata->slo_post = metadata->slo_redirect = logout;
  if (given.encryption_certificate) metadata->encryption_certificate = given.encryption_certificate;
  co_return metadata;
}

Task<Result<>> note_states(Environment& environment, Log& log) {
  if (!environment.application || !environment.target.application->fresh) co_return Result<>();
  for (const std::string link : {"connection", "directory"}) {
    if (!environment.target.application->shows(link)) continue;
    std::string asked_for = link, what = "the " + link + "'s state before anybody uses it";
    auto asked = co_await ask_state(*environment.gateway, *environment.application, log, std::move(asked_for),
                                    std::move(what), environment.target.timeout);
    if (!asked) co_return asked.error();
    environment.states_at_start[link] = asked->state;
  }
  co_return Result<>();
}

}  // namespace

std::string Environment::idp_entity_id() const {
  if (target.saml && !target.saml->idp_entity_id.empty()) return target.saml->idp_entity_id;
  return provider.saml->entity_id;
}

std::string Environment::sso_url() const {
  return mock_idp::sso_url(*provider.saml);
}

std::string Environment::slo_url() const {
  return mock_idp::slo_url(*provider.saml);
}

std::set<std::string> Environment::features() const {
  std::set<std::string> names = target.features();
  names.insert(scim.features.begin(), scim.features.end());
  if (sp.encryption_certificate) names.insert("encryption");
  if (!sp.other_acs_url.empty()) names.insert("second_acs");
  if (!sp.slo_post.location.empty()) names.insert({"slo", "slo_post"});
  if (!sp.slo_redirect.location.empty()) names.insert({"slo", "slo_redirect"});
  if (sp.wants_signed_assertions) names.erase("takes_signed_response");
  return names;
}

std::string Environment::identity_step() const {
  const std::string& from = target.session->identity_from;
  return from == "name_id" ? "saml:NameID" : "saml:Attribute[@Name='" + from + "']/saml:AttributeValue";
}

std::string Environment::shown_attribute() const {
  for (const auto& [name, pointer] : target.session->attributes) {
    if (name != target.session->identity_from) return name;
  }
  return {};
}

observe::Who Environment::read(const http::Response& response) const {
  observe::Who who = observe::read_whoami(response, target.session->identity_at);
  // Some applications answer 200 with a login page: what looks as it looks to nobody is nobody.
  if (who.kind == observe::Who::Kind::unclear && outline(response) == anonymous_whoami) {
    who.kind = observe::Who::Kind::nobody;
  }
  return who;
}

Result<std::unique_ptr<Environment>> make_environment(const scenario::Catalogue& catalogue,
                                                      http::Runtime& runtime, const Clock& clock,
                                                      mock_idp::KeyRing& keys, const std::string& run_id,
                                                      const Seed& seed, const std::string& provider_id,
                                                      EnvironmentOptions options) {
  auto provider = load_provider(catalogue.home, provider_id);
  if (!provider) return provider.error();
  std::unique_ptr<Environment> environment(
      new Environment{.catalogue = catalogue,
                      .clock = clock,
                      .keys = keys,
                      .run_id = run_id,
                      .seed = seed.fork(provider_id),
                      .provider = std::move(*provider),
                      .target = {},
                      .sp = {},
                      .scim = {},
                      .embedded = nullptr,
                      .canary = nullptr,
                      .metadata_site = nullptr,
                      .client = nullptr,
                      .gateway = nullptr,
                      .effects = nullptr,
                      .application = nullptr,
                      .webhooks = nullptr,
                      .events = nullptr,
                      .requests = std::make_shared<std::vector<observe::SeenRequest>>(),
                      .chain = nullptr,
                      .states_at_start = {},
                      .anonymous_whoami = {}});
  if (options.chained && environment->provider.saml->chains) {
    auto chain = Chain::make(catalogue, runtime, clock, keys, run_id, environment->seed);
    if (!chain) return chain.error();
    environment->chain = std::move(*chain);
  }
  if (options.target != nullptr) {
    environment->target = *options.target;
    const auto& saml = environment->target.saml;
    if (saml && !saml->idp_keys.empty() && keys.is_given()) {
      return invalid(
          "the target holds further keys of the IdP (idp_keys), and IDPROCTOR_KEYS gives one: use --keys");
    }
  } else {
    auto published = keys.published(options.idp_keys);
    if (!published) return published.error();
    const std::string metadata = mock_idp::idp_metadata(*environment->provider.saml, *published);
    EmbeddedOptions embedding;
    embedding.server.body_limit = kLargestForm;
    embedding.application = options.application;
    embedding.broker.first_retry = kSoonAgain;
    embedding.keys = options.reference_keys != nullptr ? options.reference_keys : &keys;
    auto embedded = Embedded::start(nullptr, metadata, options.checks, clock, embedding);
    if (!embedded) return embedded.error();
    environment->embedded = std::move(*embedded);
    environment->target = environment->embedded->target();
  }
  auto canary = Canary::listen(runtime);
  if (!canary) return canary.error();
  environment->canary = std::move(*canary);
  const scenario::Target& target = environment->target;
  if (target.saml && target.saml->idp_metadata_fetch) {
    auto site = MetadataSite::listen(runtime);
    if (!site) return site.error();
    environment->metadata_site = std::move(*site);
  }
  http::ClientOptions client_options;
  client_options.timeout = target.timeout;
  client_options.ca_file = target.ca_file;
  environment->client = std::make_unique<http::Client>(runtime, client_options);
  environment->gateway = std::make_unique<Gateway>(*environment->client, clock, Redactor(target.secrets),
                                                   target.headers, target.max_rps);
  environment->effects = std::make_unique<EffectOracle>(clock, target.settle);
  if (target.application) {
    auto application = make_application(*target.application);
    if (!application) return application.error();
    environment->application = std::move(*application);
  }
  if (target.webhooks && !target.webhooks->listen_address.empty()) {
    auto receiver = WebhookReceiver::listen(runtime, clock, receiver_settings(*target.webhooks));
    if (!receiver) return receiver.error();
    environment->webhooks = std::move(*receiver);
    environment->events = make_received_events(*environment->webhooks);
  } else if (environment->application && target.features().contains("events")) {
    environment->events = make_polled_events(*environment->application, *environment->gateway, clock);
  }
  return environment;
}

Task<Result<>> prepare(Environment& environment, Log& log) {
  std::string published_metadata;
  if (environment.target.saml && !environment.target.setup.empty()) {
    const auto published = environment.keys.published(environment.target.saml->idp_keys);
    if (!published) co_return published.error();
    published_metadata =
        mock_idp::idp_metadata(*environment.provider.saml, *published, environment.idp_entity_id());
  }
  for (const scenario::Target::Request& request : environment.target.setup) {
    std::string what = "setup";
    auto done =
        co_await administer(environment, log, what, request, published_metadata, environment.target.timeout);
    if (!done) co_return done.error();
    if (done->status >= 400) {
      co_return invalid("setup: " + request.method + " was answered with " + std::to_string(done->status),
                        request.url);
    }
  }
  auto registered = co_await register_receiver(environment, log);
  if (!registered) co_return registered.error();
  auto noted = co_await note_states(environment, log);
  if (!noted) co_return noted.error();
  if (environment.target.scim) {
    environment.scim = co_await read_scim_advertised(*environment.gateway, *environment.provider.scim,
                                                     environment.target, log);
  }
  if (!environment.target.saml) co_return Result<>();
  auto metadata = co_await read_sp_metadata(environment, log);
  if (!metadata) co_return metadata.error();
  environment.sp = *metadata;
  Browser stranger(*environment.gateway, environment.clock);
  auto visit = co_await stranger.get(log, "whoami without a session", environment.target.session->whoami,
                                     environment.sso_url(), environment.target.timeout);
  if (!visit) co_return visit.error();
  const observe::Who who = observe::read_whoami(visit->response, environment.target.session->identity_at);
  if (who.kind == observe::Who::Kind::somebody) {
    co_return invalid("whoami names '" + printable(who.identity, 100) +
                          "' although nobody is logged in; session.identity must point at the logged-in user",
                      environment.target.session->whoami);
  }
  environment.anonymous_whoami = outline(visit->response);
  if (!environment.chain) co_return Result<>();
  co_return co_await environment.chain->prepare(log);
}

}  // namespace idproctor::run
