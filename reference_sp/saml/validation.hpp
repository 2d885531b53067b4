#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/xml/document.hpp"
#include "reference_sp/checks.hpp"
#include "reference_sp/saml/decryption.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/message.hpp"
#include "reference_sp/saml/mistakes.hpp"
#include "reference_sp/saml/open_requests.hpp"
#include "reference_sp/saml/service_provider.hpp"
#include "reference_sp/saml/signature_policy.hpp"

namespace idproctor::reference {

/// What a message is compared with.
struct Expected {
  const ServiceProvider& service;
  const IdpMetadata& idp;
  DecryptionKey decryption;  ///< opens what was encrypted to the service
  const Checks& checks;
  const OpenRequests& requests;
  std::string browser;  ///< the login cookie's value; empty for a browser that began no login
  bool idp_initiated = true;
  Time now{};
  Milliseconds tolerance{};
  Outside outside = {};       ///< for the mistakes that fetch something
  std::string endpoint = {};  ///< the address that the message was delivered to
  SignaturePolicy signatures = {};
};

/// Recipient and Destination must be the address that the message came to; the check "delivered-here"
/// decides.
bool is_delivered_here(const std::string& address, const Expected& expected);

// Each check returns the reason of the refusal as its Error. They live in the file of their name.

/// Version is 2.0, there is an ID, IssueInstant is a time (not which one: no clause bounds its age) (SAML
/// core 2.3.3 and 3.2.2). The Response's and the Assertion's; a message without Assertion is refused here.
Result<> check_envelope(const Message& message, const Checks& checks);

/// The top-level StatusCode is Success (SAML core 3.2.2.2).
Result<> check_status(xml::Node response, const Checks& checks);

/// Destination is our assertion consumer service; a signed Response must have one (SAML bindings 3.5.5.2).
Result<> check_destination(const Message& message, const Expected& expected);

/// Both issuers are the identity provider; a signed Response must have one (SAML profiles 4.1.4.2).
Result<> check_issuer(const Message& message, const Expected& expected);

/// No comment and no processing instruction stands within a value: parsers disagree on what is left of it.
Result<> check_plain_values(const Message& message, const Checks& checks);

/// Validity period and unknown conditions (SAML core 2.5.1).
Result<> check_conditions(const Message& message, const Expected& expected);

/// Every AudienceRestriction names us (SAML core 2.5.1.4, SAML profiles 4.1.4.2).
Result<> check_audience(const Message& message, const Expected& expected);

/// One SubjectConfirmation at least fits (SAML profiles 4.1.4.2 and 4.1.4.3). Returns the ID of the request
/// that the message answers, when it answers one.
Result<std::optional<std::string>> check_subject_confirmation(const Message& message,
                                                              const Expected& expected);

/// SubjectConfirmationData/@Recipient is our assertion consumer service.
Result<> check_recipient(xml::Node confirmation_data, const Expected& expected);

/// InResponseTo of Response and SubjectConfirmationData. Where this browser began a login that is still open,
/// or the value names a request of ours, they must name a request that is open in this browser; else nobody
/// asked, and there must be none (SAML profiles 4.1.4.3 and 4.1.5). Returns the request that is answered, if
/// any.
Result<std::optional<std::string>> check_in_response_to(xml::Node response, xml::Node confirmation_data,
                                                        const Expected& expected);

/// There is an AuthnStatement, and its SessionNotOnOrAfter has not come (SAML profiles 4.1.4.2).
struct AuthnStatement {
  std::string session_index;
  std::optional<Time> session_not_on_or_after;
};
Result<AuthnStatement> read_authn_statement(const Message& message, const Expected& expected);

/// What the answered request asked for: a fresh login (SAML core 3.4.1), an authentication context
/// (3.3.2.2.1).
Result<> check_requested(const Message& message, const std::string& request_id, const Expected& expected);

/// The NameID's text exactly as it was signed, or as it was encrypted in an EncryptedID that was signed;
/// empty is refused unless "name-id" is off.
Result<std::string> read_name_id(const Message& message, const Expected& expected);

/// The NameID as a LogoutRequest repeats it, with its Format and qualifiers (SAML core 3.7.1); of an
/// encrypted one, the value alone.
std::string name_id_element(const Message& message, const std::string& identity);

/// Attribute names with their values, in the order of the message; values of one name are put together.
/// Sixteen EncryptedAttributes at the most: each costs a private-key operation.
using Attributes = std::vector<std::pair<std::string, std::vector<std::string>>>;
Result<Attributes> read_attributes(const Message& message, const Expected& expected);

/// When nobody takes the assertion for valid any more, tolerance included.
Time last_moment(const Message& message, const Expected& expected);

}  // namespace idproctor::reference
