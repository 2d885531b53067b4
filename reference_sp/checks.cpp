#include "reference_sp/checks.hpp"

#include <algorithm>
#include <stdexcept>

namespace idproctor::reference {

const std::vector<Check>& all_checks() {
  static const std::vector<Check> checks{
      // SAML: the envelope
      {"status", "the Response's status is Success", "reads the assertion whatever the status says"},
      {"destination", "Destination is this assertion consumer service", "never looks at Destination"},
      {"issuer", "the issuers are the identity provider's entity ID",
       "takes any issuer that a valid key signed for"},
      {"in-response-to", "InResponseTo names a request of this very browser that is still open",
       "never looks at InResponseTo"},
      {"unsolicited", "an unsolicited response carries no InResponseTo",
       "starts a session for an answer to a question that nobody asked"},
      // SAML: signatures
      {"signature-required", "a trusted signature covers the assertion",
       "verifies a signature only where there is one"},
      {"trusted-key", "the key is the one in the identity provider's metadata",
       "trusts whatever certificate the message brings in KeyInfo"},
      {"digest", "the digest of the signed element",
       "verifies SignatureValue over SignedInfo and stops there"},
      {"signature-value", "SignatureValue, over SignedInfo",
       "compares the digests and never verifies the value that vouches for them"},
      {"signature-complete", "a Signature has a SignedInfo and a value",
       "passes over a Signature in which there is nothing that could fail"},
      {"key-use", "the key is one for signing", "takes every key of the metadata, also that for encryption"},
      {"key-info-certificates", "the key that verifies is the key that is trusted",
       "finds a known certificate in KeyInfo and verifies with another one beside it"},
      {"weak-algorithms", "SHA-1 and MD5 are refused", "takes SHA-1 and MD5, for signatures and digests"},
      {"asymmetric-only", "a message cannot choose HMAC",
       "takes the public certificate for the secret when the message says HMAC"},
      {"known-algorithm", "the signature algorithm is known", "verifies unknown algorithms by a default one"},
      {"known-canonicalization", "the canonicalization of SignedInfo is known",
       "canonicalizes exclusively where the method is unknown or missing"},
      {"reference-required", "SignedInfo refers to something",
       "verifies each Reference, and is content where there is none"},
      {"one-reference", "there is one Reference", "takes several References, one of them to the parent"},
      {"reference-by-id", "the Reference is \"#ID\"",
       "takes a Reference to the whole document, or by XPointer, for one to its parent"},
      {"transforms", "nothing but enveloped-signature and exclusive canonicalization",
       "applies or passes over every transform, and reads the element as it was received"},
      {"digest-text", "DigestValue is read as it was signed, without comments",
       "takes the first node in DigestValue for the digest, be it a comment"},
      {"one-signed-info", "a signature has one SignedInfo, and the References are its own",
       "verifies SignatureValue over one SignedInfo and digests the References of every one"},
      {"covers-its-parent", "a signature's Reference names the element that it stands in",
       "verifies the signature that stands in an element and takes that element for signed"},
      {"reads-what-was-verified", "the identity is read from the very octets that were digested",
       "verifies some signature, then reads the first //Assertion of the document"},
      // SAML: encryption
      {"decrypted-signature", "what was encrypted is signed as well",
       "takes what it could decrypt for authentic, and reads it before anything else"},
      {"decrypted-element", "what was decrypted is one element of the promised name",
       "takes the first element that comes out, whatever its name is"},
      {"decrypted-doctype", "what was decrypted has no DOCTYPE", "reads past a DOCTYPE"},
      {"gcm-tag", "the authentication tag of AES-GCM", "takes the plaintext whatever the tag says"},
      {"rsa-1-5", "the key did not come by RSA 1.5", "takes RSA 1.5 as well, and is Bleichenbacher's oracle"},
      {"triple-des", "the cipher is not Triple DES", "takes Triple DES as well"},
      // SAML: the assertion
      {"recipient", "Recipient is this assertion consumer service", "never looks at Recipient"},
      {"confirmation-expiry", "SubjectConfirmationData has not expired", "never looks at its NotOnOrAfter"},
      {"confirmation-method", "a bearer confirmation is present",
       "takes any subject confirmation for bearer"},
      {"audience", "an Audience of every AudienceRestriction is this service provider",
       "is content that there is some Audience"},
      {"audience-exact", "the Audience is compared as a whole", "compares the beginning only"},
      {"audience-required", "there is an AudienceRestriction",
       "takes an assertion without one as meant for everybody"},
      {"not-before", "Conditions/@NotBefore has come, within the clock tolerance",
       "never looks at NotBefore"},
      {"not-on-or-after", "Conditions/@NotOnOrAfter has not come, within the clock tolerance",
       "never looks at NotOnOrAfter"},
      {"replay", "an assertion is used once", "keeps no list of used assertions"},
      {"name-id", "the subject has a NameID that is not empty", "logs in the empty user"},
      // SAML: single logout
      {"logout-signature", "a logout message is signed", "verifies a signature only where there is one"},
      {"query-signature", "the signature over the query of a redirect",
       "looks whether there is a Signature, and not whether it is right"},
      {"sig-alg", "SigAlg is an algorithm that it allows", "takes an unknown SigAlg for RSA with SHA-1"},
      {"raw-query", "the query's signature is verified over the octets that came",
       "decodes the parameters and writes them its own way before it verifies"},
      {"logout-expiry", "a LogoutRequest has not expired", "never looks at its NotOnOrAfter"},
      {"logout-replay", "a LogoutRequest is used once", "keeps no list of used LogoutRequests"},
      {"logout-name-id", "a LogoutRequest ends the sessions of the user whom it names",
       "ends the session of the browser that brings it, whoever is named"},
      {"logout-session-index", "a LogoutRequest ends the session whose SessionIndex it names",
       "ends every session of the user"},
      {"logout-every-index", "every SessionIndex counts", "reads the first one"},
      {"logout-all-sessions", "without SessionIndex all sessions of the user end",
       "ends the session of the browser that brings it alone"},
      {"logout-answer", "a LogoutResponse answers a request of this very browser",
       "ends the session of whatever browser brings a LogoutResponse"},
      {"logout-local", "who logs out is logged out, whatever the identity provider answers",
       "ends the session when the identity provider reports success"},
      {"signs-logout", "it signs its own LogoutRequests and LogoutResponses", "sends them unsigned"},
      // SAML: what the service provider itself says
      {"signs-requests", "it signs its AuthnRequests, as its metadata says", "sends them unsigned"},
      {"request-id", "nobody can guess the ID of an AuthnRequest", "counts"},
      {"request-instant", "IssueInstant is in UTC, ending in Z", "writes a time zone"},
      {"request-destination", "a signed AuthnRequest names its Destination", "leaves it out"},
      {"request-acs", "AssertionConsumerServiceURL and -Index exclude each other", "sends both"},
      {"request-passive", "ForceAuthn and IsPassive are not asked for together", "asks for both"},
      {"own-metadata-keys", "its metadata says what a key is for in the schema's words",
       "writes use=\"Signing\""},
      {"own-metadata-validity", "its metadata is valid", "serves metadata whose validUntil has passed"},
      {"own-metadata-wishes", "its metadata says whether it wants assertions signed", "leaves that open"},
      // SAML: the identity provider's metadata
      {"metadata-valid-until", "the metadata's validUntil has not come", "never looks at validUntil"},
      {"metadata-signature", "metadata is signed by the key that the administrator pinned",
       "never looks at the metadata's signature"},
      {"metadata-entity-id", "the metadata is of the identity provider that the connection is for",
       "takes the keys of any entity"},
      {"metadata-role", "the keys are those of the entity's SAML 2.0 IDPSSODescriptor",
       "reads every KeyDescriptor of the document"},
      {"metadata-dtd", "metadata has no DOCTYPE", "drops the DOCTYPE and reads the rest"},
      {"metadata-keeps-old", "metadata that cannot be taken changes nothing",
       "forgets the old metadata before it has read the new one"},
      {"several-keys", "any of several signing keys may sign", "reads the first key"},
      {"old-keys", "a key that is no longer in the metadata signs nothing",
       "goes on trusting the key that the connection began with"},
      // Accounts and sessions
      {"deactivated-login", "a deactivated account cannot log in", "looks at the assertion alone"},
      {"jit-resurrection", "just-in-time provisioning leaves a deactivated account as it is",
       "updates the account from the assertion and sets it active"},
      {"ends-sessions", "deactivating or deleting a user ends the sessions",
       "lets sessions live until they expire"},
      // SCIM
      {"bearer-token", "the bearer token is the one that was issued", "takes any bearer token"},
      {"token-required", "there is a token at all", "takes a request without Authorization"},
      {"user-name-unique", "userName is unique without regard to case",
       "stores a second user of the same name"},
      {"filter", "a filter selects", "answers a filter with the whole list"},
      {"active-boolean", "\"False\" means false", "takes any text that is not empty for true"},
      {"patch-operation-case", "PATCH operations compare without case",
       "answers 200 to \"Replace\" and does nothing"},
      {"patch-without-path", "a PATCH operation without path sets the attributes of its value",
       "answers 200 to an operation without path and does nothing"},
      {"put-active", "PUT applies active", "stores the profile from PUT and leaves active as it was"},
      {"member-removal", "removing one member keeps the others",
       "removes all members when the operation's value names one"},
      {"member-add", "adding members keeps those that are there",
       "replaces the members by those that are added"},
      {"put-members", "PUT on a group replaces its members", "stores the name from PUT and ignores members"},
      {"delete-user", "DELETE removes the user", "answers 204 and keeps the user"},
      {"delete-group", "DELETE removes the group", "answers 204 and keeps the group"},
      {"profile-update", "a changed name is stored", "answers 200 and stores the first name for ever"},
  };
  return checks;
}

bool is_check(std::string_view name) {
  return std::ranges::any_of(all_checks(), [&](const Check& check) { return check.name == name; });
}

bool Checks::on(std::string_view name) const {
  if (!is_check(name)) throw std::logic_error("no such check: " + std::string(name));
  return !without_.contains(name);
}

}  // namespace idproctor::reference
