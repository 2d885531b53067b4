#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/broker/settings.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/outside.hpp"
#include "reference_sp/records.hpp"
#include "reference_sp/saml/encryption_key.hpp"
#include "reference_sp/saml/signature_policy.hpp"
#include "reference_sp/wires.hpp"

namespace idproctor::reference {

/// What opens which door of broker and application.
struct ChainKeys {
  std::string api_key;         ///< the broker's API, every organization
  std::string client_id;       ///< the application at the broker; api_key is its secret
  std::string webhook_secret;  ///< of the application's own endpoint; empty where it is not connected
  struct Organization {
    std::string id, connection_id, directory_id;
    std::string tenant_key;             ///< the broker's API, this organization alone
    std::string admin_key, member_key;  ///< the application's API
  };
  std::vector<Organization> organizations;
};

struct IntegrationConfig {
  std::string base_url;                ///< http://127.0.0.1:PORT, no slash at the end
  std::string idp_metadata;            ///< the EntityDescriptor that an admin would paste
  std::string scim_token;              ///< the bearer token that was issued; the administrator's too
  std::string second_scim_token = {};  ///< of a second directory under /scim/second/v2; none when empty
  bool signed_metadata = false;        ///< later metadata must be signed by the first key of `idp_metadata`
  Milliseconds clock_tolerance{180'000};
  bool idp_initiated = true;
  bool just_in_time = true;  ///< unknown users get an account at their first login
  Outside outside = {};      ///< how the mistakes that fetch something do it
  Wires wires = {};          ///< how webhooks are sent
  broker::Settings broker = {};
  bool application = false;    ///< the application's own endpoint gets the events
  std::string api_key = {};    ///< the broker's; a fresh one where it is empty
  std::string app_key = {};    ///< of the first organization's administrators; likewise
  Records* records = nullptr;  ///< what outlives a restart; must outlive the integration
  std::optional<EncryptionKey> encryption_key = {};  ///< none: encryption_key()
  SignaturePolicy signatures = {};
};

/// The reference integration as one handler: a SCIM service provider under /scim/v2, which stores the
/// accounts, and a SAML service provider everywhere else. Both are the doors of a broker, whose API stands
/// under /connections, /directories, /directory_users, /directory_groups, /events, /sso and /admin; under
/// /app is an application that knows what the broker tells it. Pure: no sockets. `clock` must outlive it.
class Integration {
 public:
  /// An Error says what is wrong with the identity provider's metadata.
  static Result<Integration> create(IntegrationConfig config, Checks checks, const Clock& clock);
  Integration(Integration&&) noexcept;
  Integration& operator=(Integration&&) noexcept;
  ~Integration();

  http::Response handle(const http::Request& request);
  const ChainKeys& keys() const;
  /// Sends the webhooks that an earlier process could not.
  void resume();

 private:
  struct Impl;
  explicit Integration(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference
