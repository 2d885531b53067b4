// What distinguishes the logout messages of each provider that has its own, a row a shape: the values are
// those of the captures and pages that `logout` of fixtures/providers/NAME/saml.yaml names, never of our own
// output.

#include <gmock/gmock.h>

#include <algorithm>
#include <regex>

#include "foundation/core/file.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

constexpr auto kRequest = MessageKind::logout_request;
constexpr auto kResponse = MessageKind::logout_response;

struct LogoutShape {
  const char* dialect;
  MessageKind kind;
  const char* xpath;
  const char* value;  ///< a regular expression for the whole value
};

constexpr const char* kRootAndIssuer = "concat(name(/*), ' ', name(/*/saml:Issuer))";
constexpr const char* kEnd = "string(/*/@NotOnOrAfter)";
constexpr const char* kTime = "string(/*/@IssueInstant)";
constexpr const char* kNameIdAttributes = "count(/*/saml:NameID/@*)";
constexpr const char* kSessions = "count(/*/samlp:SessionIndex)";
constexpr const char* kDestinations = "count(/*/@Destination)";
constexpr const char* kEntityIssuer = "substring-after(/*/saml:Issuer/@Format, 'nameid-format:')";
constexpr const char* kIssuerAttributes = "count(/*/saml:Issuer/@*)";
constexpr const char* kConsent = "substring-after(/*/@Consent, 'consent:')";
constexpr const char* kPrefixLists = "count(//*[local-name() = 'InclusiveNamespaces'])";
constexpr const char* kStatusText = "string(/*/samlp:Status/samlp:StatusMessage)";

const LogoutShape kLogoutShapes[] = {
    {"adfs", kRequest, kRootAndIssuer, "samlp:LogoutRequest Issuer"},
    {"adfs", kRequest, kConsent, "unspecified"},
    {"adfs", kRequest, kEnd, "2026-03-01T12:05:00.000Z"},
    {"adfs", kRequest, "count(/*/saml:NameID/@Format)", "1"},
    {"adfs", kRequest, kSessions, "1"},
    {"adfs", kResponse, kRootAndIssuer, "samlp:LogoutResponse Issuer"},
    {"adfs", kResponse, kConsent, "unspecified"},

    {"auth0", kRequest, kRootAndIssuer, "samlp:LogoutRequest Issuer"},
    {"auth0", kRequest, kConsent, "unspecified"},
    {"auth0", kRequest, kEnd, ""},
    {"auth0", kRequest, "name(/*/saml:NameID)", "NameID"},
    {"auth0", kResponse, kRootAndIssuer, "samlp:LogoutResponse saml:Issuer"},

    {"cas", kRequest, kRootAndIssuer, "saml2p:LogoutRequest saml2:Issuer"},
    {"cas", kRequest, kTime, "2026-03-01T12:00:30.000Z"},
    {"cas", kRequest, kEnd, ""},
    {"cas", kRequest, kIssuerAttributes, "0"},
    {"cas", kRequest, kNameIdAttributes, "1"},
    {"cas", kRequest, kSessions, "1"},
    {"cas", kResponse, kRootAndIssuer, "saml2p:LogoutResponse saml2:Issuer"},
    {"cas", kResponse, kIssuerAttributes, "0"},
    {"cas", kResponse, kStatusText, "Success"},

    {"entra", kRequest, kRootAndIssuer, "samlp:LogoutRequest Issuer"},
    {"entra", kRequest, kEnd, "2026-03-01T13:00:00.000Z"},
    {"entra", kRequest, kNameIdAttributes, "0"},
    {"entra", kRequest, kSessions, "1"},
    {"entra", kResponse, kDestinations, "0"},

    {"keycloak", kRequest, kRootAndIssuer, "samlp:LogoutRequest saml:Issuer"},
    {"keycloak", kRequest, kEnd, ""},
    {"keycloak", kRequest, kNameIdAttributes, "1"},
    {"keycloak", kRequest, kSessions, "1"},
    {"keycloak", kResponse, kRootAndIssuer, "samlp:LogoutResponse Issuer"},
    {"keycloak", kResponse, kIssuerAttributes, "0"},
    {"keycloak", kResponse, kTime, "2026-03-01T12:00:00.000Z"},

    {"okta", kResponse, kRootAndIssuer, "saml2p:LogoutResponse saml2:Issuer"},
    {"okta", kResponse, kEntityIssuer, "entity"},
    {"okta", kResponse, kPrefixLists, "0"},

    {"onelogin", kResponse, kRootAndIssuer, "samlp:LogoutResponse saml:Issuer"},
    {"onelogin", kResponse, kTime, "2026-03-01T12:00:00Z"},
    {"onelogin", kResponse, kIssuerAttributes, "0"},
    {"onelogin", kResponse, kStatusText, "Successfully Signed Out"},

    {"oracle", kRequest, kRootAndIssuer, "samlp:LogoutRequest saml:Issuer"},
    {"oracle", kRequest, "string(/*/@ID)", "id-[0-9A-Za-z-]{40}"},
    {"oracle", kRequest, kTime, "2026-03-01T12:00:00Z"},
    {"oracle", kRequest, kEnd, "2026-03-01T12:20:00Z"},
    {"oracle", kRequest, kEntityIssuer, "entity"},
    {"oracle", kRequest, kNameIdAttributes, "3"},
    {"oracle", kRequest, kSessions, "1"},
    {"oracle", kResponse, kRootAndIssuer, "samlp:LogoutResponse saml:Issuer"},
    {"oracle", kResponse, kTime, "2026-03-01T12:00:00Z"},
    {"oracle", kResponse, kEntityIssuer, "entity"},

    {"shibboleth", kRequest, kRootAndIssuer, "saml2p:LogoutRequest saml2:Issuer"},
    {"shibboleth", kRequest, kEnd, ""},
    {"shibboleth", kRequest, kNameIdAttributes, "3"},
    {"shibboleth", kRequest, kSessions, "1"},
    {"shibboleth", kResponse, kRootAndIssuer, "saml2p:LogoutResponse saml2:Issuer"},

    {"simplesamlphp", kRequest, kRootAndIssuer, "samlp:LogoutRequest saml:Issuer"},
    {"simplesamlphp", kRequest, kTime, "2026-03-01T12:00:00Z"},
    {"simplesamlphp", kRequest, "name(/*/@*[last()])", "NotOnOrAfter"},
};

std::string logout_message(const char* provider, MessageKind kind) {
  Login who = login();
  who.values = {{"destination", "https://sp.example/slo"},
                {"subject.name_id", "alice@example.com"},
                {"subject.format", "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"},
                {"subject.name_qualifier", "https://idp.example"},
                {"subject.sp_name_qualifier", "https://sp.example"},
                {"session_index", "_session1"}};
  Recipe whole = recipe({sign({"message"})});
  whole.kind = kind;
  return build(provider, whole, who).bytes;
}

TEST(LogoutHandwriting, IsThatOfTheCaptures) {
  for (const LogoutShape& row : kLogoutShapes) {
    const std::string seen = value(logout_message(row.dialect, row.kind), row.xpath);
    EXPECT_TRUE(std::regex_match(seen, std::regex(row.value)))
        << row.dialect << ": " << row.xpath << " is '" << seen << "', not " << row.value;
  }
}

// Nobody writes logout messages in a hand of its own that no capture is compared with.
TEST(LogoutHandwriting, IsComparedWhereverItIsOnesOwn) {
  for (const char* provider : kDialects) {
    const std::string name = provider;
    if (name == "generic" || name == "shibboleth-unsolicited") continue;
    const std::string file = must(read_file(fixture("providers/" + name + "/saml.yaml")));
    for (const auto& [kind, key] :
         {std::pair(kRequest, "\nlogout_request:"), std::pair(kResponse, "\nlogout_response:")}) {
      const bool is_own = file.find(key) != std::string::npos;
      const bool is_compared = std::ranges::any_of(kLogoutShapes, [&, kind = kind](const LogoutShape& row) {
        return row.dialect == name && row.kind == kind;
      });
      EXPECT_EQ(is_compared, is_own) << name << key;
    }
  }
}

TEST(LogoutHandwriting, GoesByTheProvidersOwnBindings) {
  for (const char* provider : {"entra", "onelogin", "oracle"}) {
    EXPECT_THAT(dialect(provider).logout_bindings, testing::ElementsAre("Redirect")) << provider;
  }
  for (const char* provider : {"google", "jumpcloud"}) {
    EXPECT_THAT(dialect(provider).logout_bindings, testing::IsEmpty()) << provider;
  }
}

}  // namespace
}  // namespace idproctor::mock_idp
