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
     {"metadata", Kind::any, "publish, rotate, or a map of 'metadata': the target gets other IdP metadata",
      false, "metadata"},
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
     {"parallel", Kind::list, "steps by SCIM, all at the same time", false, "step"},
     {"id", Kind::text, "a name for this step"},
     {"browser", Kind::text, "a cookie jar by name; 'main' when absent"},
     {"within", Kind::duration, "the deadline of this step"},
     {"measure", Kind::map, "of a login: how far one value in its message may go", false, "measure"},
     {"expect", Kind::any, "what it must lead to: a word, or a map of 'expect'", false, "expect"},
     {"assume", Kind::map, "of a SCIM step: without this in the answer, the case ends here and is skipped",
      false, "expect"}}};

const KeyTable kMeasureKeys{
    "measure",
    {{"value", Kind::text, "the name that grows: ${time(+value)}, ${repeat(value,text)}", true},
     {"unit", Kind::text, "s for times, else a word for the report, like KiB", true},
     {"from", Kind::number, "where the search begins, which every target accepts", true},
     {"to", Kind::number, "where it ends at the latest", true},
     {"resolution", Kind::number, "how exactly the edge is found; 1 when absent"},
     {"declared", Kind::text, "clock_tolerance: judged by what the target file says of it"}}};

const KeyTable kLoginKeys{
    "login",
    {{"user", Kind::text, "a user of fixtures/users.yaml; alice when absent"},
     {"start", Kind::text, "sp or idp: who begins"},
     {"relay_state", Kind::text, "RelayState of an IdP-initiated login"},
     {"asks", Kind::text, "what the AuthnRequest must ask for: force_authn or authn_context"},
     {"delivered_by", Kind::text, "the browser that posts the message, when it is not the one that asked"},
     {"upstream", Kind::map, "the identity provider asks a second one, whose answer deviates so", false,
      "upstream"},
     {"delivers", Kind::text,
      "upstream: the target gets the second provider's answer, which is for the first"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, assertion, response, both, or a map of 'sign'", false, "sign"},
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
     {"sign", Kind::any, "none, assertion, response, both, or a map of 'sign'", false, "sign"},
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
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, message, or a map of 'sign'; when absent, as the target wants it", false,
      "sign"},
     {"tamper", Kind::list, "edits after signing", false, "edit"},
     {"build", Kind::list, "the general form: edit, sign and raw in any order", false, "build"}}};

const KeyTable kInspectKeys{
    "inspect",
    {{"authn_request", Kind::text,
      "its AuthnRequests: encoding, id-unique, id-unpredictable, issue-instant, destination, issuer, acs, "
      "signature, "
      "passive, relay-state"},
     {"metadata", Kind::text,
      "its metadata: shape, acs-https, keys, validity, entity-id, want-assertions-signed"}}};

const KeyTable kMessageKeys{
    "message",
    {{"of", Kind::text,
      "response, logout_request or logout_response; the kind of the main message when absent"},
     {"clock", Kind::duration, "how far the IdP's clock is off"},
     {"edit", Kind::list, "edits before signing", false, "edit"},
     {"sign", Kind::any, "none, assertion, response, both, or a map of 'sign'", false, "sign"},
     {"encrypt", Kind::any, "assertion, name-id, attribute NAME, an XPath, or a map of 'encrypt'", false,
      "encrypt"},
     {"tamper", Kind::list, "edits after signing and encrypting", false, "edit"},
     {"build", Kind::list, "the general form", false, "build"}}};

const KeyTable kBuildKeys{
    "build",
    {{"edit", Kind::list, "edits on the tree", false, "edit"},
     {"sign", Kind::any, "assertion, response, both, or a map of 'sign'", false, "sign"},
     {"encrypt", Kind::any, "assertion, name-id, attribute NAME, an XPath, or a map of 'encrypt'", false,
      "encrypt"},
     {"raw", Kind::text, "start, prolog, end or an XPath: bytes that nothing parses afterwards"},
     {"to", Kind::text, "the bytes of raw"}}};

const KeyTable kSignKeys{
    "sign",
    {{"elements", Kind::texts, "assertion, response, message (the root) or XPaths, signed in this order"},
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
                            {"set", Kind::map, "givenName, familyName, displayName: the new values", true},
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
     {"login", Kind::text, "accepted, rejected, safe, either or measured"},
     {"attribute", Kind::any, "a matcher for what whoami shows of ${attribute}"},
     {"landed", Kind::text, "here: the login leads to no other site"},
     {"page", Kind::text, "escaped: no page on the way has an element idproctor, which stood in a value"}}};

const KeyTable kTargetKeys{
    "target",
    {{"name", Kind::text, "what reports call it", true},
     {"saml", Kind::map, "the SAML service provider", false, "saml"},
     {"session", Kind::map, "how to see who is logged in", false, "session"},
     {"scim", Kind::map, "the SCIM service provider", false, "scim-target"},
     {"tenants", Kind::list, "two of its directories, to ask whether they are apart", false, "scim-target"},
     {"setup", Kind::list, "requests that make the connection, before anything else", false, "request"},
     {"users", Kind::map, "how accounts come about", false, "users"},
     {"http", Kind::map, "limits and headers of our requests", false, "http"}}};

const KeyTable kTargetSamlKeys{
    "saml",
    {{"metadata", Kind::text, "the SP's metadata: a URL, or a file beside this one"},
     {"acs_url", Kind::text, "the assertion consumer service, where there is no metadata"},
     {"entity_id", Kind::text, "the SP's entity ID, where there is no metadata"},
     {"login_url", Kind::text, "where an SP-initiated login starts"},
     {"force_authn_url", Kind::text, "where one starts that asks for a fresh login (ForceAuthn)"},
     {"authn_context_url", Kind::text, "where one starts that asks for a RequestedAuthnContext"},
     {"idp_initiated", Kind::flag, "whether unsolicited responses are wanted"},
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
     {"clock_tolerance", Kind::duration, "how far clocks may differ"}}};

const KeyTable kIdpMetadataKeys{
    "idp_metadata",
    {{"upload", Kind::map, "the request that hands it over", true, "request"},
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

std::vector<KeyTable> scenario_tables() {
  return {kSuiteKeys,    kCaseKeys,    kStepKeys,    kMeasureKeys,  kLoginKeys, kUpstreamKeys, kLogoutKeys,
          kMetadataKeys, kInspectKeys, kMessageKeys, kBuildKeys,    kSignKeys,  kEncryptKeys,  kWireKeys,
          kEditKeys,     kPushKeys,    kUpdateKeys,  kJsonEditKeys, kGroupKeys, kScimKeys,     kExpectKeys};
}

std::vector<KeyTable> target_tables() {
  return {kTargetKeys,  kTargetSamlKeys, kIdpMetadataKeys, kSecondConnectionKeys,
          kRequestKeys, kSessionKeys,    kIdentityKeys,    kTargetScimKeys,
          kUsersKeys,   kHttpKeys};
}

}  // namespace idproctor::scenario
