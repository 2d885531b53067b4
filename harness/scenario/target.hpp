#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "foundation/xml/key.hpp"
#include "mock_idp/dialect.hpp"

namespace idproctor::scenario {

/// The integration under test, as its target file describes it.
struct Target {
  /// A request of the integration's own administration. URL, header values and body may hold ${metadata},
  /// ${metadata.base64}, ${idp.entity_id}, ${idp.sso_url}, ${idp.slo_url} and ${idp.certificate}.
  struct Request {
    std::string method = "POST", url;
    http::Headers headers;
    std::string body;
    std::map<std::string, std::string> form;  ///< instead of a body
  };
  struct Saml {
    std::string metadata;  ///< URL or path of a file; empty: acs_url and entity_id are given
    std::string acs_url, entity_id, login_url, slo_url;
    std::string force_authn_url, authn_context_url;  ///< logins that ask for more
    bool idp_initiated = false;
    std::string idp_entity_id;
    std::optional<mock_idp::SignTarget> sign;
    std::optional<crypto::Certificate> encryption_certificate;  ///< before what the metadata says
    std::optional<Milliseconds> clock_tolerance;
    std::vector<std::string>
        idp_keys;  ///< names of KeyRing that its copy of the IdP's metadata has besides "idp"
    std::optional<Request> idp_metadata_upload;    ///< gives it other IdP metadata, as an admin would
    std::string second_acs_url, second_entity_id;  ///< of a connection with another IdP
    bool idp_metadata_signed = false;              ///< it wants that metadata signed by the IdP's key
  };
  struct Session {
    std::string whoami;
    std::string identity_at;  ///< JSON pointer, XPath or regular expression
    std::string identity_from = "name_id";
    std::map<std::string, std::string> attributes;  ///< Name of a SAML attribute -> JSON pointer in whoami
    std::string logout_url;
  };
  struct Scim {
    std::string base_url, token;
    std::string on_deactivate = "inactive";
  };
  enum class Users { jit, scim, existing };

  std::string name;
  std::optional<Saml> saml;
  std::optional<Session> session;
  std::optional<Scim> scim;
  std::vector<Scim> tenants;   ///< two directories of one service, for questions of isolation; or none
  std::vector<Request> setup;  ///< sent before anything else, in this order
  Users users = Users::jit;
  std::map<std::string, std::string> existing;  ///< users.existing: key -> account name
  Milliseconds timeout{10'000}, settle{5'000};
  double max_rps = 0;  ///< 0: no limit
  std::string ca_file;
  http::Headers headers;
  std::vector<std::string> secrets;  ///< values that must appear in no output

  /// What cases may need: saml, scim, sp_initiated, idp_initiated, clock_tolerance, jit, logout, slo,
  /// idp_metadata, signed_idp_metadata, second_connection, existing, soft_delete, identity_in_name_id,
  /// attributes, force_authn, authn_context, same_machine, tenants, the names of idp_keys;
  /// takes_signed_assertion and
  /// takes_signed_response, where one of them alone has a signature. The service provider's metadata may add
  /// slo.
  std::set<std::string> features() const;
  /// Every URL that requests would go to is on this machine.
  bool is_loopback() const;
};

/// Errors have file, line and column; a secret that is written out literally is one.
Result<Target> load_target(const std::string& file);
Result<Target> parse_target(std::string_view text, const std::string& file);

}  // namespace idproctor::scenario
