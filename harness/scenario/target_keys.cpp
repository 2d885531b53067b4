#include "harness/scenario/keys.hpp"

namespace idproctor::scenario {

const KeyTable kTargetKeys{
    "target",
    {{"name", Kind::text, "what reports call it", true},
     {"saml", Kind::map, "the SAML service provider", false, "saml"},
     {"session", Kind::map, "how to see who is logged in", false, "session"},
     {"scim", Kind::map, "the SCIM service provider", false, "scim-target"},
     {"tenants", Kind::list, "two of its directories, to ask whether they are apart", false, "scim-target"},
     {"setup", Kind::list, "requests that make the connection, before anything else", false, "request"},
     {"users", Kind::map, "how accounts come about", false, "users"},
     {"application", Kind::map, "how to see what the application itself knows", false, "application"},
     {"webhooks", Kind::map, "where events come by webhook", false, "webhooks"},
     {"http", Kind::map, "limits and headers of our requests", false, "http"}}};

const KeyTable kTargetSamlKeys{
    "saml",
    {{"metadata", Kind::text, "the SP's metadata: a URL, or a file beside this one"},
     {"acs_url", Kind::text, "the assertion consumer service, where there is no metadata"},
     {"entity_id", Kind::text, "the SP's entity ID, where there is no metadata"},
     {"login_url", Kind::text, "where an SP-initiated login starts"},
     {"force_authn_url", Kind::text, "where one starts that asks for a fresh login (ForceAuthn)"},
     {"authn_context_url", Kind::text, "where one starts that asks for a RequestedAuthnContext"},
     {"idp_initiated", Kind::flag, "whether unsolicited responses are wanted; false: they must be refused"},
     {"idp_entity_id", Kind::text, "the IdP's entity ID, if the SP knows it by a fixed one"},
     {"sign", Kind::text, "assertion, response or both: what this SP wants"},
     {"idp_keys", Kind::texts,
      "further keys of the IdP's metadata that the target holds: idp-next, idp-ec, idp-ec-384, idp-expired, "
      "idp-encryption"},
     {"encryption_certificate", Kind::text,
      "a PEM file, where the metadata has no certificate for encryption"},
     {"slo_url", Kind::text, "the single logout service, where no metadata names it"},
     {"idp_metadata", Kind::map, "how it gets other metadata of the IdP", false, "idp_metadata"},
     {"second_connection", Kind::map, "a connection of the same application with another IdP", false,
      "second_connection"},
     {"clock_tolerance", Kind::duration, "how far clocks may differ"},
     {"confirmation_tolerance", Kind::duration,
      "the same for NotOnOrAfter of SubjectConfirmationData, where it is held to another than Conditions; "
      "clock_tolerance when absent"}}};

const KeyTable kIdpMetadataKeys{
    "idp_metadata",
    {{"upload", Kind::map, "the request that hands it over", true, "request"},
     {"fetch", Kind::map, "the request that names an address of it instead; may hold ${metadata.url}", false,
      "request"},
     {"remove", Kind::map, "the request that takes it away, so that the connection is not set up any more",
      false, "request"},
     {"signed", Kind::flag, "whether it wants the metadata signed, by the key in the metadata that it has"}}};

const KeyTable kSecondConnectionKeys{
    "second_connection",
    {{"acs_url", Kind::text, "its assertion consumer service; whoami shows its sessions as well", true},
     {"entity_id", Kind::text, "the SP's entity ID there; the same one when absent"}}};

const KeyTable kRequestKeys{
    "request",
    {{"method", Kind::text, "POST when absent"},
     {"url", Kind::text, "where it goes", true},
     {"headers", Kind::map, "header fields; secrets as ${env:NAME} or ${file:PATH}"},
     {"body", Kind::any,
      "a text or JSON; ${metadata}, ${metadata.base64}, ${idp.entity_id}, ${idp.sso_url}, "
      "${idp.slo_url}, ${idp.certificate} are filled in"},
     {"form", Kind::map, "instead of a body: fields of a form"}}};

const KeyTable kSessionKeys{
    "session",
    {{"whoami", Kind::text, "a URL that says who is logged in", true},
     {"identity", Kind::map, "where it says so, and what it repeats", true, "identity"},
     {"attributes", Kind::map, "Names of SAML attributes, and JSON pointers to where whoami shows them"},
     {"logout_url", Kind::text, "a URL that ends the session"}}};

const KeyTable kIdentityKeys{
    "identity",
    {{"at", Kind::text, "JSON pointer, XPath (//...) or regular expression with one group", true},
     {"from", Kind::text, "name_id, or the Name of a SAML attribute"}}};

const KeyTable kTargetScimKeys{"scim-target",
                               {{"base_url", Kind::text, "may carry a query string", true},
                                {"token", Kind::text, "${env:NAME} or ${file:PATH}", true},
                                {"on_deactivate", Kind::text, "inactive or deleted"}}};

const KeyTable kUsersKeys{"users",
                          {{"create", Kind::text, "jit, scim or existing", true},
                           {"existing", Kind::map, "for existing: alice, victim, ... and their accounts"}}};

const KeyTable kHttpKeys{"http",
                         {{"timeout", Kind::duration, "deadline of one request"},
                          {"settle", Kind::duration, "how long an effect may take to show"},
                          {"max_rps", Kind::number, "requests per second at the most"},
                          {"ca", Kind::text, "a file of certificate authorities (PEM)"},
                          {"headers", Kind::map, "sent with every request"}}};

const KeyTable kQuestionKeys{
    "question",
    {{"url", Kind::text,
      "may hold ${user.email}, ${user.userName}, ${user.externalId}, ${user.id}, ${group.displayName}", true},
     {"headers", Kind::map, "header fields; secrets as ${env:NAME} or ${file:PATH}"},
     {"at", Kind::text, "JSON pointer to the one that was asked for; the whole answer when absent"}}};

const KeyTable kApplicationKeys{
    "application",
    {{"kind", Kind::text, "http, workos, polis or none", true},
     {"user", Kind::map, "http: how to ask for a user", false, "question"},
     {"group", Kind::map, "http: how to ask for a group", false, "question"},
     {"lists_accounts", Kind::flag,
      "http: where 'user' points stands a list of everybody who fits, so that a second account shows"},
     {"connection_state", Kind::map, "http: how to ask for the connection's state", false, "question"},
     {"directory_state", Kind::map, "http: how to ask for the directory's state", false, "question"},
     {"fresh", Kind::flag, "nobody has used connection and directory before this run"},
     {"fields", Kind::map, "http: words of scenarios (email, state, role, groups ...) and JSON pointers"},
     {"states", Kind::map, "http: active and inactive, and the words that the application says for them"},
     {"absent", Kind::list, "http: statuses that say that there is no such user; 404 when absent"},
     {"base_url", Kind::text, "workos, polis: of the API; https://api.workos.com when absent"},
     {"api_key", Kind::text, "workos, polis: ${env:NAME} or ${file:PATH}"},
     {"organization", Kind::text, "workos: its id; http: of events that we play"},
     {"directory", Kind::text, "workos, polis: the directory's id; http: of events that we play"},
     {"connection", Kind::text, "workos: the connection's id; http: of events that we play"},
     {"tenant", Kind::text, "polis: the tenant; http: of events that we play"},
     {"product", Kind::text, "polis: the product; http: of events that we play"},
     {"roles", Kind::map, "admin and default, and the words that the application says for them"},
     {"role_group", Kind::text, "the name of the group that carries admin; a * stands for any text"},
     {"role_at_login", Kind::flag, "yes where the groups in an assertion give the role too"},
     {"inactive", Kind::text, "keep or delete: what becomes of a user who is deactivated"},
     {"webhook_log", Kind::flag,
      "polis: events are read from its log of webhooks, which the directory keeps (log_webhook_events)"},
     {"settle", Kind::duration, "how long an effect may take to show there; http.settle when absent"},
     {"login_url", Kind::text, "where a login starts at the application"},
     {"login_for", Kind::map, "where logins start that name what is not there", false, "login_for"},
     {"administration", Kind::map, "what an administrator can do", false, "administration"},
     {"callback_url", Kind::text, "where the broker sends the user back to"},
     {"whoami", Kind::text, "a URL that says who is logged in at the application"},
     {"identity", Kind::text, "where whoami says so: a JSON pointer, an XPath or a regular expression"},
     {"admin_url", Kind::text, "an address that only the organization's administrators may read"},
     {"keys", Kind::map, "admin, member, stranger: their Authorization fields; ${env:NAME} or ${file:PATH}"},
     {"pages", Kind::texts, "pages that anybody may read"},
     {"tokens", Kind::map, "how an administrator makes and ends a token of the second of 'tenants'", false,
      "tokens"}}};

const KeyTable kLoginForKeys{
    "login_for",
    {{"unknown_organization", Kind::text, "an organization that there is not"},
     {"unlinked_organization", Kind::text, "an organization that has no connection, or one that is a draft"},
     {"unknown_connection", Kind::text, "a connection that there is not"}}};

const KeyTable kAdministrationKeys{
    "administration",
    {{"deactivate_connection", Kind::map, "the connection takes no logins any more", false, "request"},
     {"activate_connection", Kind::map, "it takes logins again", false, "request"},
     {"unverify_domain", Kind::map, "the domain of the users' addresses is claimed and not verified", false,
      "request"},
     {"verify_domain", Kind::map, "that domain is verified", false, "request"}}};

const KeyTable kTokensKeys{
    "tokens",
    {{"create", Kind::map, "the request that makes a further token", true, "request"},
     {"at", Kind::text, "JSON pointer to the token in its answer; /token when absent"},
     {"id_at", Kind::text, "JSON pointer to the token's id there; /id when absent"},
     {"revoke", Kind::map, "the request that ends one; may hold ${token.id}", true, "request"}}};

const KeyTable kWebhooksKeys{
    "webhooks",
    {{"listen", Kind::text, "ADDRESS:PORT of a receiver of ours; port 0 is any"},
     {"public_url", Kind::text, "where the target reaches that receiver, if not at its address"},
     {"scheme", Kind::text, "workos, polis or none: how events are signed"},
     {"secret", Kind::text, "${env:NAME} or ${file:PATH}"},
     {"register", Kind::map, "the request that makes the target send; may hold ${webhook.url}", false,
      "request"},
     {"secret_at", Kind::text, "JSON pointer to the secret in the answer to 'register'"},
     {"endpoint", Kind::text, "the application's own webhook endpoint, for events that we play"},
     {"endpoint_secret", Kind::text, "the secret of that endpoint: ${env:NAME} or ${file:PATH}"}}};

std::vector<KeyTable> target_tables() {
  return {kTargetKeys,   kTargetSamlKeys,     kIdpMetadataKeys, kSecondConnectionKeys,
          kRequestKeys,  kSessionKeys,        kIdentityKeys,    kTargetScimKeys,
          kUsersKeys,    kHttpKeys,           kApplicationKeys, kQuestionKeys,
          kLoginForKeys, kAdministrationKeys, kTokensKeys,      kWebhooksKeys};
}

}  // namespace idproctor::scenario
