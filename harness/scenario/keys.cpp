#include "harness/scenario/keys.hpp"

namespace idproctor::scenario {

const KeyTable kSuiteKeys{
    "suite",
    {{"suite", Kind::text, "the first part of every case id in this file", true},
     {"title", Kind::text, "what the suite asks, in one sentence", true},
     {"clauses", Kind::texts, "ids in fixtures/clauses/, for every case that names none itself"},
     {"needs", Kind::texts, "what the target must declare, for every case"},
     {"fix", Kind::text, "what the developer does about a failure, for every case that says nothing itself"},
     {"cases", Kind::list, "the questions", true, "case"}}};

// A case may hold the keys of its only step; steps.cpp allows the union of both tables there.
const KeyTable kCaseKeys{
    "case",
    {{"id", Kind::text, "lower-case words with hyphens, unique in the suite", true},
     {"title", Kind::text, "the question, in one sentence", true},
     {"clauses", Kind::texts, "the sentences of specifications that settle it"},
     {"symptom", Kind::text, "a row of fixtures/troubleshooting.yaml"},
     {"fix", Kind::text, "what the developer does about a failure"},
     {"otherwise", Kind::text,
      "what does not work where this fails, in a few words: the provider's line of the report"},
     {"red_without", Kind::texts,
      "the reference's checks without which this case must fail; a list inside is together"},
     {"needs", Kind::texts, "what the target must declare"},
     {"exclusive", Kind::flag, "runs alone, after the others"},
     {"slow", Kind::flag, "takes long: asked only with --slow"},
     {"table", Kind::list, "rows of values: the case once a row, with ${names} replaced"},
     {"steps", Kind::list, "what happens, in order", false, "step"}}};

const KeyTable kStepKeys{
    "step",
    {{"login", Kind::any, "a user signs in: a user, or a map of 'login'", false, "login"},
     {"replay", Kind::text, "the response of that step is posted again, byte for byte"},
     {"session", Kind::text, "is the session of that step alive? expect: alive or ended"},
     {"logout", Kind::any, "the session of that step ends: a step, or a map of 'logout'", false, "logout"},
     {"metadata", Kind::any,
      "publish, rotate, remove, or a map of 'metadata': the target gets other IdP metadata, or none", false,
      "metadata"},
     {"inspect", Kind::map, "a look at what the target says by itself", false, "inspect"},
     {"plant", Kind::text, "'browser' visits whoami as nobody, and its cookies are put into this browser"},
     {"wait", Kind::duration, "nothing happens for this long"},
     {"provision", Kind::any, "the provider creates this user by SCIM: a user, or a map of 'push'", false,
      "push"},
     {"update", Kind::map, "the provider changes attributes of a user by SCIM", false, "update"},
     {"deactivate", Kind::any, "the provider deactivates this user by SCIM: a user, or a map of 'push'",
      false, "push"},
     {"reactivate", Kind::any, "the provider reactivates this user by SCIM: a user, or a map of 'push'",
      false, "push"},
     {"delete", Kind::any, "the provider deletes this user by SCIM: a user, or a map of 'push'", false,
      "push"},
     {"group", Kind::map, "the provider pushes a group or its members by SCIM", false, "group"},
     {"scim", Kind::map, "one SCIM request as written here", false, "scim"},
     {"sync", Kind::any,
      "cycle: the provider goes over the case's users and groups; restart: and sends all memberships again; "
      "or "
      "a map of 'sync'",
      false, "sync"},
     {"parallel", Kind::list, "steps by SCIM, all at the same time", false, "step"},
     {"wait_for", Kind::map, "something shows within a while, or never during one", false, "wait_for"},
     {"webhook", Kind::map, "an event is played at the application's webhook endpoint", false, "webhook"},
     {"receiver", Kind::map, "how our receiver answers webhooks from now on", false, "receiver"},
     {"http", Kind::map, "one request to the application, as written here", false, "http-step"},
     {"administer", Kind::text,
      "what an administrator does, and takes back when the case ends: deactivate_connection, "
      "activate_connection, unverify_domain, verify_domain"},
     {"token", Kind::map, "a token of the second tenant's directory is made or ends", false, "token"},
     {"id", Kind::text, "a name for this step"},
     {"browser", Kind::text, "a cookie jar by name; 'main' when absent"},
     {"within", Kind::duration, "the deadline of this step"},
     {"measure", Kind::map, "of a login: how far one value in its message may go", false, "measure"},
     {"expect", Kind::any, "what it must lead to: a word, or a map of 'expect'", false, "expect"},
     {"assume", Kind::any,
      "of a SCIM step: without this in the answer, the case ends here and is skipped; of a login: accepted",
      false, "expect"}}};

const KeyTable kMeasureKeys{
    "measure",
    {{"value", Kind::text, "the name that grows: ${time(+value)}, ${repeat(value,text)}", true},
     {"unit", Kind::text, "s for times, else a word for the report, like KiB", true},
     {"from", Kind::number, "where the search begins, which every target accepts", true},
     {"to", Kind::number, "where it ends at the latest", true},
     {"resolution", Kind::number, "how exactly the edge is found; 1 when absent"},
     {"declared", Kind::text,
      "clock_tolerance or confirmation_tolerance: judged by what the target file says of it"}}};

const KeyTable kLoginKeys{
    "login",
    {{"user", Kind::text, "a user of fixtures/users.yaml; alice when absent"},
     {"start", Kind::text, "sp or idp: who begins"},
     {"at", Kind::text, "application: it begins at the application's own page, and its whoami decides"},
     {"for", Kind::text,
      "at the application: unknown_organization, unlinked_organization or unknown_connection, as the target "
      "file's login_for says"},
     {"until", Kind::text,
      "callback: at the application, the browser stops before its callback; ${STEP.callback} is where it was "
      "sent"},
     {"relay_state", Kind::text, "RelayState of an IdP-initiated login"},
     {"asks", Kind::text, "what the AuthnRequest must ask for: force_authn or authn_context"},
     {"delivered_by", Kind::text, "the browser that posts the message, when it is not the one that asked"},
     {"groups", Kind::list,
      "the groups that the identity provider says the user is in; those of fixtures/users.yaml when absent"},
     {"upstream", Kind::map, "the identity provider asks a second one, whose answer deviates so", false,
      "upstream"},
     {"delivers", Kind::text,
      "upstream: the target gets the second provider's answer, which is for the first"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, assertion, response, both, one, a list of elements, or a map of 'sign'",
      false, "sign"},
     {"encrypt", Kind::any, "assertion, name-id, attribute NAME, an XPath, or a map of 'encrypt'", false,
      "encrypt"},
     {"tamper", Kind::list, "edits after signing and encrypting", false, "edit"},
     {"build", Kind::list, "the general form: edit, sign, encrypt and raw in any order", false, "build"},
     {"messages", Kind::map, "further messages, inserted as ${name}"},
     {"intact", Kind::text, "XPath of what must still verify when it is sent"},
     {"wire", Kind::map, "how the bytes travel", false, "wire"}}};

const KeyTable kUpstreamKeys{
    "upstream",
    {{"clock", Kind::duration, "how far the second provider's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, assertion, response, both, one, a list of elements, or a map of 'sign'",
      false, "sign"},
     {"tamper", Kind::list, "edits after signing", false, "edit"},
     {"build", Kind::list, "the general form: edit, sign and raw in any order", false, "build"}}};

const KeyTable kLogoutKeys{
    "logout",
    {{"session", Kind::text, "the login step whose session it is about", true},
     {"start", Kind::text, "sp: the user asks at the application; idp: the IdP sends a LogoutRequest"},
     {"binding", Kind::text, "POST or Redirect: how the IdP's message travels"},
     {"message", Kind::text, "request or response; what the IdP sends, when it starts"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, message, or a map of 'sign'; by Redirect it signs the query", false, "sign"},
     {"tamper", Kind::list, "edits after signing", false, "edit"},
     {"build", Kind::list, "the general form: edit, sign and raw in any order", false, "build"},
     {"messages", Kind::map, "further messages, inserted as ${name}"},
     {"intact", Kind::text, "XPath of what must still verify when it is sent"},
     {"wire", Kind::map, "how the bytes travel", false, "wire"}}};

const KeyTable kMetadataKeys{
    "metadata",
    {{"keys", Kind::texts, "whose certificates it names; those that the target holds when absent"},
     {"text", Kind::text, "sent in place of metadata, as it is"},
     {"url", Kind::text,
      "the target gets an address instead, which answers so: reachable, refused, no-tls, no-answer, "
      "redirect-loop or a status"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, message, or a map of 'sign'; when absent, as the target wants it", false,
      "sign"},
     {"tamper", Kind::list, "edits after signing", false, "edit"},
     {"build", Kind::list, "the general form: edit, sign and raw in any order", false, "build"}}};

const KeyTable kInspectKeys{
    "inspect",
    {{"authn_request", Kind::text,
      "its AuthnRequests: encoding, shape, id-unique, id-unpredictable, issue-instant, destination, issuer, "
      "acs, "
      "signature, "
      "passive, provider-rules, relay-state"},
     {"metadata", Kind::text,
      "its metadata: shape, acs-https, keys, validity, entity-id, want-assertions-signed"}}};

const KeyTable kMessageKeys{
    "message",
    {{"of", Kind::text,
      "response, logout_request or logout_response; the kind of the main message when absent"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, assertion, response, both, one, a list of elements, or a map of 'sign'",
      false, "sign"},
     {"encrypt", Kind::any, "assertion, name-id, attribute NAME, an XPath, or a map of 'encrypt'", false,
      "encrypt"},
     {"tamper", Kind::list, "edits after signing and encrypting", false, "edit"},
     {"build", Kind::list, "the general form", false, "build"}}};

const KeyTable kBuildKeys{
    "build",
    {{"edit", Kind::list, "edits on the tree", false, "edit"},
     {"sign", Kind::any, "assertion, response, both, one, a list of elements, or a map of 'sign'", false,
      "sign"},
     {"encrypt", Kind::any, "assertion, name-id, attribute NAME, an XPath, or a map of 'encrypt'", false,
      "encrypt"},
     {"raw", Kind::text, "start, prolog, end or an XPath: bytes that nothing parses afterwards"},
     {"to", Kind::text, "the bytes of raw"}}};

const KeyTable kSignKeys{
    "sign",
    {{"elements", Kind::texts,
      "signed in this order: assertion, response, both, message (the root) or XPaths; one: assertion or "
      "response, "
      "the "
      "one that the target reads by; rest: the Response, where the target wants both"},
     {"key", Kind::text,
      "idp, idp-next, idp-ec, idp-ec-384, idp-expired, idp-encryption, idp-retired, idp-later, idp-1024, "
      "stranger, "
      "stranger-ec, stranger-same-name, other-idp"},
     {"key_info_of", Kind::text, "whose certificate KeyInfo shows"},
     {"algorithm", Kind::text, "rsa-sha256, rsa-pss-sha256, ecdsa-sha256, hmac-sha256, ... or a URI"},
     {"computed_by", Kind::text, "the algorithm of the value, whatever the message names; none: empty"},
     {"secret", Kind::text,
      "for an HMAC: certificate-pem, certificate-der, public-key-pem or public-key-der of the key"},
     {"claims", Kind::text, "by Redirect: the URI that SigAlg says instead of that of 'algorithm'"},
     {"digest", Kind::text, "sha256, sha1, ... or a URI"},
     {"canonicalization", Kind::text, "exclusive, inclusive, inclusive-1.1, each -with-comments, or a URI"},
     {"inclusive_prefixes", Kind::text, "PrefixList of InclusiveNamespaces"},
     {"key_info", Kind::text,
      "x509, x509-lines, x509-subject, issuer-serial, key-value, key-name, empty, none"}}};

const KeyTable kEncryptKeys{
    "encrypt",
    {{"elements", Kind::texts, "assertion, name-id, attribute NAME, or XPaths, encrypted in this order",
      true},
     {"algorithm", Kind::text, "aes128-cbc, aes256-gcm, tripledes-cbc, ... or a URI"},
     {"key_transport", Kind::text, "rsa-oaep-mgf1p, rsa-oaep, rsa-1_5 or a URI"},
     {"digest", Kind::text, "of OAEP: sha1, sha256, ... or a URI; empty writes none"},
     {"mgf", Kind::text, "of rsa-oaep: sha1, sha256, ... or a URI; empty writes none"},
     {"key_placement", Kind::text, "EncryptedKey inside the EncryptedData, or sibling"},
     {"key_info", Kind::text, "of the EncryptedKey: x509 or none"},
     {"recipient", Kind::text, "whose certificate: sp, or stranger, who is not the target"},
     {"wrap", Kind::text, "the element around it; EncryptedAssertion and the like when absent"},
     {"content", Kind::text, "what is encrypted instead; ${original} is the element"}}};

const KeyTable kWireKeys{
    "wire",
    {{"method", Kind::text, "POST (a form) or GET (a query)"},
     {"parameter", Kind::text, "the parameter's name; SAMLResponse when absent"},
     {"encoding", Kind::text,
      "base64, base64-lines, base64-crlf, base64-blanks, base64-unpadded, base64-twice, base64url, deflate, "
      "none or nonsense"},
     {"before", Kind::map, "form fields before the message's, and their values"},
     {"after", Kind::map, "form fields after the message's, and their values"},
     {"charset", Kind::text, "utf-8, utf-8-bom, utf-16, utf-16be, utf-7 or utf-8-as-latin-1"},
     {"recipient", Kind::text, "another URL to send it to"},
     {"query", Kind::map, "by Redirect: parameters that get another value after signing"},
     {"lower_case_escapes", Kind::flag, "by Redirect: %3d for %3D, as .NET writes it"}}};

const KeyTable kEditKeys{
    "edit",
    {{"set", Kind::text, "XPath: text or attribute value becomes 'to'"},
     {"remove", Kind::text, "XPath"},
     {"insert", Kind::text, "a fragment, placed before, after or into"},
     {"copy", Kind::text, "XPath, placed before, after or into"},
     {"move", Kind::text, "XPath, placed before, after or into"},
     {"wrap", Kind::text, "XPath: put inside the element 'in'"},
     {"rename", Kind::text, "XPath: gets the name 'to'"},
     {"raw", Kind::text,
      "XPath, start, prolog (before the root) or end: bytes that nothing parses afterwards"},
     {"to", Kind::text, "the new value; may hold ${computed values}"},
     {"in", Kind::text, "the shell of wrap"},
     {"before", Kind::text, "XPath"},
     {"after", Kind::text, "XPath"},
     {"into", Kind::text, "XPath"}}};

namespace {

const Key kRequestKey{
    "request", Kind::text,
    "which of the provider's requests deviates: a method or an operation like match; the last "
    "one with a body when absent"};
const Key kJsonEditKey{"edit", Kind::list, "changes to that request's body", false, "json-edit"};
const Key kPushHeadersKey{"headers", Kind::map, "its header fields; an empty value leaves one out"};

}  // namespace

const KeyTable kPushKeys{"push",
                         {{"user", Kind::text, "whom", true}, kRequestKey, kJsonEditKey, kPushHeadersKey}};

const KeyTable kUpdateKeys{"update",
                           {{"user", Kind::text, "whom", true},
                            {"set", Kind::map,
                             "givenName, familyName, displayName, email, userName: the new values, which may "
                             "hold ${alice.email} and the like",
                             true},
                            kRequestKey,
                            kJsonEditKey,
                            kPushHeadersKey}};

const KeyTable kJsonEditKeys{
    "json-edit",
    {{"set", Kind::text, "JSON pointer: the value becomes 'to'; a last key that is not there is added"},
     {"remove", Kind::text, "JSON pointer"},
     {"rename", Kind::text, "JSON pointer: the key gets the name 'to'"},
     {"insert", Kind::text, "JSON pointer into an array, before that index; - is its end"},
     {"to", Kind::any, "the new value or name"}}};

const KeyTable kGroupKeys{"group",
                          {{"create", Kind::text, "a new group by this name"},
                           {"add", Kind::texts, "users that join"},
                           {"remove", Kind::texts, "users that leave"},
                           {"rename", Kind::text, "the group that gets the name 'to'"},
                           {"delete", Kind::text, "the group that goes"},
                           {"group", Kind::text, "add and remove: which group"},
                           {"to", Kind::text, "rename: the new name"},
                           kRequestKey,
                           kJsonEditKey,
                           kPushHeadersKey}};

const KeyTable kSyncKeys{"sync",
                         {{"on_demand", Kind::texts, "the users whom the administrator picks", true}}};

const KeyTable kScimKeys{
    "scim",
    {{"method", Kind::text, "GET, POST, PUT, PATCH or DELETE"},
     {"path", Kind::text, "below the base URL; ${alice.id} is the id that the server gave", true},
     {"headers", Kind::map, "header fields; an empty value leaves one out"},
     {"body", Kind::any, "JSON, or a text that is sent as it is"},
     {"tenant", Kind::text, "first or second: which of the target's tenants; its 'scim' when absent"},
     {"token_of", Kind::text, "first or second: the tenant whose token is sent instead"},
     {"save", Kind::map, "a name and the JSON pointer, or the header field, whose value it gets"},
     {"abandoned", Kind::flag, "the connection is closed as soon as the request is sent"}}};

const KeyTable kExpectKeys{
    "expect",
    {{"status", Kind::texts, "201, 4xx, or several"},
     {"header", Kind::map, "field names and matchers"},
     {"body", Kind::map, "JSON pointers and matchers"},
     {"message", Kind::map, "logout: JSON pointers in what the target sent to the IdP, and matchers"},
     {"state", Kind::map, "JSON pointers in the stored resource, and matchers"},
     {"application", Kind::map, "what the application itself shows of a user or a group", false,
      "application-view"},
     {"events", Kind::list, "events since this step began, in this order, with others between them", false,
      "event"},
     {"no_secrets", Kind::flag, "http: nothing in the answer is, or looks like, a secret"},
     {"login", Kind::text, "accepted, rejected, safe, either or measured"},
     {"diagnosis", Kind::text,
      "of a login, of metadata or of an http step: the row of fixtures/troubleshooting.yaml that the "
      "target's own words point "
      "to; noted, and "
      "never judged"},
     {"attribute", Kind::any, "a matcher for what whoami shows of ${attribute}"},
     {"landed", Kind::text, "here: the login leads to no other site"},
     {"page", Kind::text,
      "escaped: no page on the way has an element idproctor, which stood in a value; error: a callback with "
      "an error is answered with 4xx, or with its code or its description on the page"}}};

const KeyTable kApplicationViewKeys{
    "application-view",
    {{"user", Kind::text, "which user"},
     {"group", Kind::text, "which group"},
     {"link", Kind::text,
      "connection or directory: how far it has come; only its 'state' is asked, and active is linked too"},
     {"at_start", Kind::flag, "of a link: its state when the run began and nobody had used it"},
     {"former", Kind::flag,
      "of a user: who is found by the address and user name before an update changed them"},
     {"as", Kind::text, "stranger: what another customer's administrator sees of that user"},
     {"state", Kind::text,
      "active, inactive, absent, or not-active, which is either; inactive "
      "means absent where the target deletes such users; of a link also not-draft: it has what it needs"}},
    true};

const KeyTable kEventKeys{
    "event",
    {{"type", Kind::text,
      "user.created, user.updated, user.deactivated (a change or an end, as the target does it), "
      "user.deleted, group.created, group.updated, group.deleted, "
      "group.user_added, group.user_removed, connection.activated, connection.deactivated, "
      "directory.activated",
      true},
     {"user", Kind::text, "about this user"},
     {"group", Kind::text, "about this group"},
     {"count", Kind::number, "so many of them, no more; at least one when absent, and 0 is none"},
     {"data", Kind::map, "JSON pointers in the event's data, and matchers"}}};

const KeyTable kWaitForKeys{
    "wait_for",
    {{"application", Kind::map, "what the application shows within 'within'", false, "application-view"},
     {"events", Kind::list, "events of this case that come within 'within'", false, "event"},
     {"during", Kind::duration, "instead of 'within': it must not show during this while"}}};

const KeyTable kWebhookKeys{
    "webhook",
    {{"type", Kind::text, "as in 'event', or any word where the deviation is unknown-type", true},
     {"user", Kind::text, "about this user"},
     {"set", Kind::map, "attributes of the user that the event gives a new value"},
     {"state", Kind::text, "active or inactive; active when absent"},
     {"age", Kind::duration, "how long ago it happened, by what the event itself says"},
     {"again", Kind::text, "that earlier step's event once more, with the same id"},
     {"deviation", Kind::text, "what is wrong about it: see docs/scenarios.md"}}};

const KeyTable kReceiverKeys{"receiver",
                             {{"user", Kind::text, "webhooks about this user", true},
                              {"refuse_first", Kind::number, "so many of them get 503"},
                              {"status", Kind::number, "what the others get; 200 when absent"},
                              {"delay", Kind::duration, "how long each answer takes"}}};

const KeyTable kHttpStepKeys{
    "http-step",
    {{"method", Kind::text, "GET when absent"},
     {"url", Kind::text,
      "may hold ${application.callback_url} and other addresses of the target file, ${STEP.callback} and "
      "${STEP.authorize} of a login at the application",
      true},
     {"as", Kind::text, "admin, member or stranger: whose key of the target file goes along"},
     {"headers", Kind::map, "header fields"},
     {"form", Kind::map, "fields of a form"},
     {"body", Kind::any, "JSON, or a text that is sent as it is"}}};

const KeyTable kTokenKeys{
    "token",
    {{"create", Kind::text, "a further token, which ${this name} stands for afterwards"},
     {"revoke", Kind::text, "that token of this case ends; those that are left do so with the case"}}};

std::vector<KeyTable> scenario_tables() {
  return {kSuiteKeys,
          kCaseKeys,
          kStepKeys,
          kMeasureKeys,
          kLoginKeys,
          kUpstreamKeys,
          kLogoutKeys,
          kMetadataKeys,
          kInspectKeys,
          kMessageKeys,
          kBuildKeys,
          kSignKeys,
          kEncryptKeys,
          kWireKeys,
          kEditKeys,
          kPushKeys,
          kUpdateKeys,
          kJsonEditKeys,
          kGroupKeys,
          kSyncKeys,
          kScimKeys,
          kExpectKeys,
          kApplicationViewKeys,
          kEventKeys,
          kWaitForKeys,
          kWebhookKeys,
          kReceiverKeys,
          kHttpStepKeys,
          kTokenKeys};
}

}  // namespace idproctor::scenario
