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
    bool refuses_unsolicited = false;  ///< the file says idp_initiated: false
    std::string idp_entity_id;
    std::optional<mock_idp::SignTarget> sign;
    std::optional<crypto::Certificate> encryption_certificate;  ///< before what the metadata says
    std::optional<Milliseconds> clock_tolerance;
    std::optional<Milliseconds> confirmation_tolerance;  ///< for SubjectConfirmationData
    std::vector<std::string>
        idp_keys;  ///< names of KeyRing that its copy of the IdP's metadata has besides "idp"
    std::optional<Request> idp_metadata_upload;    ///< gives it other IdP metadata, as an admin would
    std::optional<Request> idp_metadata_fetch;     ///< gives it ${metadata.url}, where it finds them
    std::optional<Request> idp_metadata_remove;    ///< takes them away: the connection is a draft again
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
  /// What the application itself knows of users, groups and events, behind whatever stands between.
  struct Application {
    std::string kind;  ///< "http", "workos" or "polis"
    /// A GET whose URL may hold ${user.email}, ${user.userName}, ${user.idp_id} and ${group.displayName}.
    std::optional<Request> user, group;
    std::string user_at, group_at;  ///< JSON pointers to the one that was asked for
    bool lists_accounts = false;    ///< at user_at stands a list of everybody who fits
    /// How to ask for the state of the connection and of the directory.
    std::optional<Request> connection_state, directory_state;
    std::string connection_state_at, directory_state_at;  ///< JSON pointers to the word
    bool fresh = false;                                   ///< nobody has used connection and directory before
    std::map<std::string, std::string> fields;  ///< a word of scenarios -> JSON pointer in what is there
    std::map<std::string, std::vector<std::string>> states;  ///< active, inactive -> its own words
    std::vector<int> absent{404};                            ///< statuses that say "there is none"
    std::string base_url, api_key;                           ///< workos and polis
    std::string organization, directory, connection, tenant, product;
    std::map<std::string, std::string> roles;      ///< admin, default -> its own words
    std::string role_group;                        ///< the group that carries `admin`; "*" is any text
    bool role_at_login = false;                    ///< the groups in an assertion give the role too
    std::string inactive = "keep";                 ///< "keep" or "delete": what becomes of who is deactivated
    bool webhook_log = false;                      ///< polis: events are read from its log of webhooks
    std::optional<Milliseconds> settle;            ///< how long an effect may take to show there
    std::map<std::string, std::string> login_for;  ///< what a login names that leads nowhere -> login_url
    std::map<std::string, Request> administration;  ///< a name of administrations() -> how it is done
    std::string login_url, callback_url;      ///< where a login starts, and where the broker sends it back
    std::string whoami, identity_at;          ///< its own session
    std::string admin_url;                    ///< an address that only its administrators may read
    std::map<std::string, std::string> keys;  ///< admin, member, stranger -> Authorization field
    std::vector<std::string> pages;           ///< what anybody may read
    /// How an administrator makes and ends a token of the second directory.
    struct Tokens {
      Request create, revoke;                          ///< of `revoke`, URL and body may hold ${token.id}
      std::string token_at = "/token", id_at = "/id";  ///< JSON pointers in the answer to `create`
    };
    std::optional<Tokens> tokens;

    /// What scenarios may ask of a user.
    std::vector<std::string> shown_fields() const;
    bool shows(const std::string& link) const;  ///< the state of "connection" or "directory"
    void add_features(std::set<std::string>& names) const;
  };
  /// Events that come by webhook: to a listener of ours, and from us to the application's own.
  struct Webhooks {
    std::string listen_address;      ///< empty: nobody listens
    unsigned short listen_port = 0;  ///< 0: any
    std::string public_url, scheme, secret;
    std::optional<Request> registration;  ///< may hold ${webhook.url}
    std::string secret_at;                ///< JSON pointer to the secret in its answer
    std::string endpoint, endpoint_secret;

    void add_features(std::set<std::string>& names) const;
  };
  enum class Users { jit, scim, existing };

  std::string name;
  std::optional<Saml> saml;
  std::optional<Session> session;
  std::optional<Scim> scim;
  std::vector<Scim> tenants;  ///< two directories of one service, for questions of isolation; or none
  std::optional<Application> application;
  std::optional<Webhooks> webhooks;
  std::vector<Request> setup;  ///< sent before anything else, in this order
  Users users = Users::jit;
  std::map<std::string, std::string> existing;  ///< users.existing: key -> account name
  Milliseconds timeout{10'000}, settle{5'000};
  double max_rps = 0;  ///< 0: no limit
  std::string ca_file;
  http::Headers headers;
  std::vector<std::string> secrets;  ///< values that must appear in no output

  /// What cases may need: saml, scim, sp_initiated, idp_initiated, refuses_unsolicited, clock_tolerance, jit,
  /// logout, slo, idp_metadata, signed_idp_metadata, second_connection, existing, soft_delete,
  /// identity_in_name_id, attributes, force_authn, authn_context, same_machine, tenants, application,
  /// application_groups, application_login, application_admin, events, webhooks, webhook_endpoint,
  /// keeps_inactive, the names of idp_keys; takes_signed_assertion and takes_signed_response, where one of
  /// them alone has a signature. The service provider's metadata may add slo.
  std::set<std::string> features() const;
  /// Every URL that requests would go to is on this machine.
  bool is_loopback() const;
};

/// Errors have file, line and column; a secret that is written out literally is one.
Result<Target> load_target(const std::string& file);
Result<Target> parse_target(std::string_view text, const std::string& file);

}  // namespace idproctor::scenario
