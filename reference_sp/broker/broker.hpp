#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "reference_sp/broker/settings.hpp"
#include "reference_sp/broker/sso.hpp"
#include "reference_sp/context.hpp"
#include "reference_sp/scim/service.hpp"

namespace idproctor::reference::broker {

/// One customer of the broker: its organization with a connection and a directory.
struct Tenant {
  std::string organization_id, connection_id, directory_id, name;
  std::string key;         ///< opens the API for this organization alone
  bool connected = false;  ///< its identity provider's metadata are known
};

struct BrokerConfig {
  Client client;            ///< its secret is the api_key
  std::string api_key;      ///< opens the API for every organization
  std::string admin_token;  ///< opens /admin
  /// In the order of the SCIM service's directories.
  std::vector<Tenant> tenants;
  Settings settings = {};
};

/// What stands between identity providers and the application, as WorkOS does: events of every change, an
/// API to read them and the directories, webhooks. Its doors for identity providers are the SAML and the
/// SCIM service. Pure: no sockets.
class Broker {
 public:
  /// `scim` must outlive it, and hears of it.
  Broker(BrokerConfig config, Context context, ScimService& scim);
  ~Broker();

  static bool handles(const std::string& path);
  http::Response handle(const http::Request& request);

  /// The SAML service tells of its logins here, and begins those that an application asks for.
  LoginBroker& logins();
  void begin_logins_with(BeginLogin begin);

  /// Has events sent there; returns the secret that they are signed with. One that was registered before a
  /// restart keeps its secret.
  std::string connect(const std::string& name, const std::string& url);
  /// Sends what an earlier process could not.
  void resume();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference::broker
