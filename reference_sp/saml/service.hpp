#pragma once

#include <memory>
#include <optional>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "reference_sp/account.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/outside.hpp"
#include "reference_sp/records.hpp"
#include "reference_sp/saml/encryption_key.hpp"
#include "reference_sp/saml/signature_policy.hpp"
#include "reference_sp/wires.hpp"

namespace idproctor::reference {

class LoginBroker;

struct SamlConfig {
  std::string base_url;       ///< http://127.0.0.1:PORT, no slash at the end
  std::string idp_metadata;   ///< the EntityDescriptor that an admin would paste
  std::string admin_token{};  ///< for /saml/idp-metadata; empty: nobody may
  bool signed_metadata =
      false;  ///< metadata that comes later must be signed by the first key of `idp_metadata`
  Milliseconds clock_tolerance{180'000};
  bool idp_initiated = true;
  bool just_in_time = true;       ///< unknown users get an account at their first login
  Outside outside = {};           ///< how the mistakes that fetch something do it
  LoginBroker* broker = nullptr;  ///< who else has a say in logins; must outlive the service
  Records* records = nullptr;     ///< what outlives a restart; must outlive the service
  std::optional<EncryptionKey> encryption_key = {};  ///< none: encryption_key()
  Wires wires = {};                                  ///< how metadata is fetched from an address
  SignaturePolicy signatures = {};
};

/// A strict SAML 2.0 service provider: /login (SP-initiated, HTTP-Redirect), /saml/acs, /saml/slo,
/// /saml/metadata, /saml/idp-metadata (PUT of a document, or of {"url": …}; DELETE), /whoami (JSON: the
/// session's account, or 401), /logout, and / for people. Pure: no sockets.
class SamlService {
 public:
  /// An Error says what is wrong with the identity provider's metadata.
  static Result<SamlService> create(SamlConfig config, Checks checks, Accounts& accounts, const Clock& clock);
  SamlService(SamlService&&) noexcept;
  SamlService& operator=(SamlService&&) noexcept;
  ~SamlService();

  http::Response handle(const http::Request& request);
  /// Sends the request's browser to the identity provider, to log in for the broker's authorization.
  http::Response begin(const http::Request& request, const std::string& authorization);

 private:
  struct Impl;
  explicit SamlService(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference
