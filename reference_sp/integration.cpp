#include "reference_sp/integration.hpp"

#include <utility>

#include "reference_sp/application/application.hpp"
#include "reference_sp/broker/broker.hpp"
#include "reference_sp/context.hpp"
#include "reference_sp/saml/service.hpp"
#include "reference_sp/scim/service.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view scim_root = "/scim/v2";
constexpr std::string_view second_scim_root = "/scim/second/v2";

ScimConfig scim_config(const IntegrationConfig& config) {
  ScimConfig scim{config.base_url + std::string(scim_root), config.scim_token, {}};
  if (!config.second_scim_token.empty()) {
    scim.further.push_back({config.base_url + std::string(second_scim_root), config.second_scim_token});
  }
  return scim;
}

bool is_below(const std::string& target, std::string_view root) {
  if (!target.starts_with(root)) return false;
  const auto rest = target.substr(root.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '?';
}

bool is_scim(const std::string& target) {
  return is_below(target, scim_root) || is_below(target, second_scim_root);
}

ChainKeys make_keys(const IntegrationConfig& config, Records& records) {
  ChainKeys keys;
  keys.api_key = lasting_secret(records, "api_key", "sk_", config.api_key);
  keys.client_id = "client_reference";
  for (const std::string name : {"first", "second"}) {
    if (name == "second" && config.second_scim_token.empty()) continue;
    keys.organizations.push_back(
        {"org_" + name, "conn_" + name, "directory_" + name, lasting_secret(records, name + " tenant", "sk_"),
         lasting_secret(records, name + " admin", "app_", name == "first" ? config.app_key : ""),
         lasting_secret(records, name + " member", "app_")});
  }
  return keys;
}

broker::BrokerConfig broker_config(const IntegrationConfig& config, const ChainKeys& keys) {
  broker::BrokerConfig broker{{keys.client_id, {}, {config.base_url + "/app/callback"}},
                              keys.api_key,
                              config.scim_token,
                              {},
                              config.broker};
  for (const ChainKeys::Organization& one : keys.organizations) {
    // Nobody stands behind the second connection.
    const bool connected = broker.tenants.empty();
    broker.tenants.push_back(
        {one.id, one.connection_id, one.directory_id, one.id, one.tenant_key, connected});
  }
  return broker;
}

application::ApplicationConfig application_config(const IntegrationConfig& config, const ChainKeys& keys) {
  application::ApplicationConfig application{
      config.base_url, config.base_url, keys.client_id, keys.api_key, {}};
  for (const ChainKeys::Organization& one : keys.organizations) {
    application.customers.push_back({one.id, one.admin_key, one.member_key});
  }
  return application;
}

}  // namespace

/// Stays where it is: its parts refer to each other.
struct Integration::Impl {
  Impl(IntegrationConfig config_, Checks checks_, const Clock& clock)
      : config(std::move(config_)),
        checks(std::move(checks_)),
        records(config.records ? *config.records : no_records()),
        ids(clock),
        keys(make_keys(config, records)),
        scim(scim_config(config), checks, clock, records),
        broker(broker_config(config, keys), context(clock), scim),
        application(application_config(config, keys), context(clock),
                    [this](const http::Request& request) { return broker.handle(request); }) {
    if (!config.application) return;
    keys.webhook_secret = broker.connect("application", config.base_url + "/app/webhooks");
    application.set_webhook_secret(keys.webhook_secret);
  }

  Context context(const Clock& clock) { return {checks, clock, records, ids, config.wires}; }

  IntegrationConfig config;
  Checks checks;
  Records& records;
  Ids ids;
  ChainKeys keys;
  ScimService scim;
  broker::Broker broker;
  application::Application application;
  std::optional<SamlService> saml;
};

Result<Integration> Integration::create(IntegrationConfig config, Checks checks, const Clock& clock) {
  auto impl = std::make_unique<Impl>(std::move(config), std::move(checks), clock);
  const IntegrationConfig& settled = impl->config;
  auto saml = SamlService::create(
      SamlConfig{settled.base_url, settled.idp_metadata, settled.scim_token, settled.signed_metadata,
                 settled.clock_tolerance, settled.idp_initiated, settled.just_in_time, settled.outside,
                 &impl->broker.logins(), &impl->records, settled.encryption_key, settled.wires,
                 settled.signatures},
      impl->checks, impl->scim, clock);
  if (!saml) return saml.error();
  impl->saml.emplace(std::move(*saml));
  impl->broker.begin_logins_with(
      [own = impl.get()](const http::Request& request, const std::string& authorization) {
        return own->saml->begin(request, authorization);
      });
  impl->records.settle();
  return Integration(std::move(impl));
}

Integration::Integration(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Integration::Integration(Integration&&) noexcept = default;
Integration& Integration::operator=(Integration&&) noexcept = default;
Integration::~Integration() = default;

http::Response Integration::handle(const http::Request& request) {
  const auto answer = [&] {
    if (is_scim(request.url)) return impl_->scim.handle(request);
    if (is_below(request.url, "/app")) return impl_->application.handle(request);
    const std::string path = request.url.substr(0, request.url.find('?'));
    if (broker::Broker::handles(path)) return impl_->broker.handle(request);
    return impl_->saml->handle(request);
  };
  auto response = answer();
  impl_->records.settle();
  return response;
}

const ChainKeys& Integration::keys() const {
  return impl_->keys;
}

void Integration::resume() {
  impl_->broker.resume();
}

}  // namespace idproctor::reference
