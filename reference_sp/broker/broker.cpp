#include "reference_sp/broker/broker.hpp"

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/broker/admin.hpp"
#include "reference_sp/broker/answers.hpp"
#include "reference_sp/broker/api.hpp"
#include "reference_sp/broker/connections.hpp"
#include "reference_sp/broker/domains.hpp"
#include "reference_sp/broker/event_log.hpp"
#include "reference_sp/broker/synced_directory.hpp"
#include "reference_sp/broker/webhooks.hpp"

namespace idproctor::reference::broker {

struct Broker::Impl {
  Impl(BrokerConfig config_, Context context_, ScimService& scim)
      : config(std::move(config_)),
        context(context_),
        events(context),
        webhooks(context, config.settings.first_retry),
        connections(context, events),
        directories(make_directories(scim)),
        domains(context),
        api(connections, directories, events),
        sso(client(config), config.settings, context, connections, directories, domains),
        admin(context, connections, directories, domains, webhooks, scim) {
    for (std::size_t i = 0; i < directories.size(); ++i) scim.watch(i, *directories[i]);
    for (const Tenant& tenant : config.tenants) {
      connections.add(tenant.connection_id, tenant.organization_id, tenant.name,
                      tenant.connected ? Connections::State::validating : Connections::State::draft);
    }
    events.on_recorded([this](const EventPointer& event) { webhooks.deliver(event); });
  }

  Directories make_directories(ScimService& scim) {
    Directories made;
    for (const Tenant& tenant : config.tenants) {
      const std::size_t number = made.size();
      made.push_back(std::make_unique<SyncedDirectory>(
          tenant.directory_id, tenant.organization_id, tenant.name, config.settings, context, events,
          [&scim, number](const std::string& id) { return scim.find(number, id); }));
    }
    return made;
  }

  static Client client(const BrokerConfig& config) {
    Client client = config.client;
    client.secret = config.api_key;
    return client;
  }

  /// Whose data the request's key opens: an organization's, everybody's ("") or nobody's.
  std::optional<std::string> opened_by(const http::Request& request) const {
    const std::string key = bearer_of(request);
    if (crypto::equal_in_constant_time(key, config.api_key)) return "";
    for (const Tenant& tenant : config.tenants) {
      if (crypto::equal_in_constant_time(key, tenant.key)) {
        return context.checks.on("api-tenant") ? tenant.organization_id : "";
      }
    }
    if (context.checks.off("api-key-needed")) return "";
    return std::nullopt;
  }

  BrokerConfig config;
  Context context;
  EventLog events;
  Webhooks webhooks;
  Connections connections;
  Directories directories;
  Domains domains;
  Api api;
  Sso sso;
  Admin admin;
};

Broker::Broker(BrokerConfig config, Context context, ScimService& scim)
    : impl_(std::make_unique<Impl>(std::move(config), context, scim)) {}

Broker::~Broker() = default;

bool Broker::handles(const std::string& path) {
  return Api::handles(path) || path.starts_with("/admin/") || path.starts_with("/sso/");
}

http::Response Broker::handle(const http::Request& request) {
  if (request.url.starts_with("/admin/")) {
    const bool may = crypto::equal_in_constant_time(bearer_of(request), impl_->config.admin_token);
    return may && !impl_->config.admin_token.empty() ? impl_->admin.handle(request) : api_unauthorized();
  }
  if (request.url.starts_with("/sso/")) return impl_->sso.handle(request);
  const auto organization = impl_->opened_by(request);
  return organization ? impl_->api.handle(request, *organization) : api_unauthorized();
}

LoginBroker& Broker::logins() {
  return impl_->sso;
}

void Broker::begin_logins_with(BeginLogin begin) {
  impl_->sso.begin_with(std::move(begin));
}

std::string Broker::connect(const std::string& name, const std::string& url) {
  if (impl_->webhooks.url_of(name) == url) return impl_->webhooks.secret_of(name);
  return impl_->webhooks.add(name, url);
}

void Broker::resume() {
  impl_->webhooks.resume();
}

}  // namespace idproctor::reference::broker
