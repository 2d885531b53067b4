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
     {"red_without", Kind::texts,
      "the reference's checks without which this case must fail; a list inside is together"},
     {"needs", Kind::texts, "what the target must declare"},
     {"exclusive", Kind::flag, "runs alone, after the others"},
     {"table", Kind::list, "rows of values: the case once a row, with ${names} replaced"},
     {"steps", Kind::list, "what happens, in order", false, "step"}}};

const KeyTable kStepKeys{
    "step",
    {{"login", Kind::any, "a user signs in: a user, or a map of 'login'", false, "login"},
     {"replay", Kind::text, "the response of that step is posted again, byte for byte"},
     {"session", Kind::text, "is the session of that step alive? expect: alive or ended"},
     {"logout", Kind::text, "the session of that step is ended by the user"},
     {"provision", Kind::text, "the provider creates this user by SCIM"},
     {"update", Kind::map, "the provider changes attributes of a user by SCIM", false, "update"},
     {"deactivate", Kind::text, "the provider deactivates this user by SCIM"},
     {"reactivate", Kind::text, "the provider reactivates this user by SCIM"},
     {"delete", Kind::text, "the provider deletes this user by SCIM"},
     {"group", Kind::map, "the provider pushes a group or its members by SCIM", false, "group"},
     {"scim", Kind::map, "one SCIM request as written here", false, "scim"},
     {"id", Kind::text, "a name for this step"},
     {"browser", Kind::text, "a cookie jar by name; 'main' when absent"},
     {"within", Kind::duration, "the deadline of this step"},
     {"expect", Kind::any, "what it must lead to: a word, or a map of 'expect'", false, "expect"}}};

const KeyTable kLoginKeys{
    "login",
    {{"user", Kind::text, "a user of fixtures/users.yaml; alice when absent"},
     {"start", Kind::text, "sp or idp: who begins"},
     {"relay_state", Kind::text, "RelayState of an IdP-initiated login"},
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

const KeyTable kMessageKeys{
    "message",
    {{"clock", Kind::duration, "how far the IdP's clock is off"},
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
     {"raw", Kind::text, "start, end or an XPath: bytes that nothing parses afterwards"},
     {"to", Kind::text, "the bytes of raw"}}};

const KeyTable kSignKeys{
    "sign",
    {{"elements", Kind::texts, "assertion, response, or XPaths, signed in this order"},
     {"key", Kind::text,
      "idp, idp-next, idp-ec, idp-ec-384, idp-expired, idp-encryption, idp-retired, idp-1024, stranger, "
      "stranger-ec, stranger-same-name, other-idp"},
     {"key_info_of", Kind::text, "whose certificate KeyInfo shows"},
     {"algorithm", Kind::text, "rsa-sha256, rsa-pss-sha256, ecdsa-sha256, hmac-sha256, ... or a URI"},
     {"computed_by", Kind::text, "the algorithm of the value, whatever the message names; none: empty"},
     {"secret", Kind::text,
      "for an HMAC: certificate-pem, certificate-der, public-key-pem or public-key-der of the key"},
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

const KeyTable kWireKeys{"wire",
                         {{"method", Kind::text, "POST (a form) or GET (a query)"},
                          {"parameter", Kind::text, "the parameter's name; SAMLResponse when absent"},
                          {"encoding", Kind::text, "base64, base64-lines, base64url, deflate or none"},
                          {"recipient", Kind::text, "another URL to send it to"}}};

const KeyTable kEditKeys{"edit",
                         {{"set", Kind::text, "XPath: text or attribute value becomes 'to'"},
                          {"remove", Kind::text, "XPath"},
                          {"insert", Kind::text, "a fragment, placed before, after or into"},
                          {"copy", Kind::text, "XPath, placed before, after or into"},
                          {"move", Kind::text, "XPath, placed before, after or into"},
                          {"wrap", Kind::text, "XPath: put inside the element 'in'"},
                          {"rename", Kind::text, "XPath: gets the name 'to'"},
                          {"raw", Kind::text, "XPath, start or end: bytes that nothing parses afterwards"},
                          {"to", Kind::text, "the new value; may hold ${computed values}"},
                          {"in", Kind::text, "the shell of wrap"},
                          {"before", Kind::text, "XPath"},
                          {"after", Kind::text, "XPath"},
                          {"into", Kind::text, "XPath"}}};

const KeyTable kUpdateKeys{"update",
                           {{"user", Kind::text, "whom", true},
                            {"set", Kind::map, "givenName, familyName, displayName: the new values", true}}};

const KeyTable kGroupKeys{"group",
                          {{"create", Kind::text, "a new group by this name"},
                           {"add", Kind::texts, "users that join"},
                           {"remove", Kind::texts, "users that leave"},
                           {"rename", Kind::text, "the group that gets the name 'to'"},
                           {"delete", Kind::text, "the group that goes"},
                           {"group", Kind::text, "add and remove: which group"},
                           {"to", Kind::text, "rename: the new name"}}};

const KeyTable kScimKeys{
    "scim",
    {{"method", Kind::text, "GET, POST, PUT, PATCH or DELETE"},
     {"path", Kind::text, "below the base URL; ${alice.id} is the id that the server gave", true},
     {"headers", Kind::map, "header fields; an empty value leaves one out"},
     {"body", Kind::any, "JSON, or a text that is sent as it is"},
     {"save", Kind::map, "a name and the JSON pointer whose value it gets"}}};

const KeyTable kExpectKeys{"expect",
                           {{"status", Kind::texts, "201, 4xx, or several"},
                            {"header", Kind::map, "field names and matchers"},
                            {"body", Kind::map, "JSON pointers and matchers"},
                            {"state", Kind::map, "JSON pointers in the stored resource, and matchers"},
                            {"login", Kind::text, "accepted, rejected, safe or either"}}};

const KeyTable kTargetKeys{"target",
                           {{"name", Kind::text, "what reports call it", true},
                            {"saml", Kind::map, "the SAML service provider", false, "saml"},
                            {"session", Kind::map, "how to see who is logged in", false, "session"},
                            {"scim", Kind::map, "the SCIM service provider", false, "scim-target"},
                            {"users", Kind::map, "how accounts come about", false, "users"},
                            {"http", Kind::map, "limits and headers of our requests", false, "http"}}};

const KeyTable kTargetSamlKeys{
    "saml",
    {{"metadata", Kind::text, "the SP's metadata: a URL, or a file beside this one"},
     {"acs_url", Kind::text, "the assertion consumer service, where there is no metadata"},
     {"entity_id", Kind::text, "the SP's entity ID, where there is no metadata"},
     {"login_url", Kind::text, "where an SP-initiated login starts"},
     {"idp_initiated", Kind::flag, "whether unsolicited responses are wanted"},
     {"idp_entity_id", Kind::text, "the IdP's entity ID, if the SP knows it by a fixed one"},
     {"sign", Kind::text, "assertion, response or both: what this SP wants"},
     {"idp_keys", Kind::texts,
      "further keys of the IdP's metadata that the target holds: idp-next, idp-ec, idp-ec-384, idp-expired, "
      "idp-encryption"},
     {"encryption_certificate", Kind::text,
      "a PEM file, where the metadata has no certificate for encryption"},
     {"clock_tolerance", Kind::duration, "how far clocks may differ"}}};

const KeyTable kSessionKeys{
    "session",
    {{"whoami", Kind::text, "a URL that says who is logged in", true},
     {"identity", Kind::map, "where it says so, and what it repeats", true, "identity"},
     {"attributes", Kind::map, "profile fields and their JSON pointers"},
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
  return {kSuiteKeys,   kCaseKeys, kStepKeys, kLoginKeys,  kMessageKeys, kBuildKeys, kSignKeys,
          kEncryptKeys, kWireKeys, kEditKeys, kUpdateKeys, kGroupKeys,   kScimKeys,  kExpectKeys};
}

std::vector<KeyTable> target_tables() {
  return {kTargetKeys, kTargetSamlKeys, kSessionKeys, kIdentityKeys, kTargetScimKeys, kUsersKeys, kHttpKeys};
}

}  // namespace idproctor::scenario
