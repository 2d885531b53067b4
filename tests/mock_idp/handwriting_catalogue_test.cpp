// What distinguishes each measured provider, a row a shape: the values are those of the captures that
// fixtures/providers/NAME/saml.yaml names, never of our own output. Okta and Entra have handwriting_test.cpp.

#include <gmock/gmock.h>

#include <regex>

#include "foundation/core/text.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

/// An XPath expression over the dialect's own message, and a regular expression for its whole value.
struct SeenShape {
  const char* dialect;
  const char* xpath;
  const char* value;
};

constexpr const char* kNoon = "2026-03-01T12:00:00.000Z";
constexpr const char* kResponseId = "string(/samlp:Response/@ID)";
constexpr const char* kAssertionId = "string(//saml:Assertion/@ID)";
constexpr const char* kSigned =
    "count(//saml:Assertion/ds:Signature) * 10 + count(/samlp:Response/ds:Signature)";
constexpr const char* kKeyInfo = "concat(count(//ds:KeyInfo/*), ' ', name(//ds:KeyInfo/*[1]))";
constexpr const char* kFormat = "string(//saml:NameID/@Format)";
constexpr const char* kNotBefore = "string(//saml:Conditions/@NotBefore)";
constexpr const char* kNotOnOrAfter = "string(//saml:Conditions/@NotOnOrAfter)";
constexpr const char* kConfirmation = "string(//saml:SubjectConfirmationData/@NotOnOrAfter)";
constexpr const char* kSession = "string(//saml:AuthnStatement/@SessionIndex)";
constexpr const char* kInstant = "string(//saml:AuthnStatement/@AuthnInstant)";
constexpr const char* kSessionEnd = "string(//saml:AuthnStatement/@SessionNotOnOrAfter)";
constexpr const char* kClass = "substring-after(//saml:AuthnContextClassRef, 'classes:')";
constexpr const char* kNames = "concat(name(/*), ' ', name(//saml:Assertion), ' ', name(//ds:Signature))";
constexpr const char* kNameFormat = "substring-after(//saml:Attribute/@NameFormat, 'attrname-format:')";
constexpr const char* kType = "string(//saml:AttributeValue/@xsi:type)";
constexpr const char* kPrefixList = "string(//ec:InclusiveNamespaces/@PrefixList)";
constexpr const char* kIssuerFormats = "count(//saml:Issuer[@Format])";
constexpr const char* kAttributesFirst =
    "count(//saml:AttributeStatement/following-sibling::saml:AuthnStatement)";
constexpr const char* kQualifiers =
    "concat(//saml:NameID/@NameQualifier, ' ', //saml:NameID/@SPNameQualifier)";

constexpr const char* kEmail = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
constexpr const char* kUnspecified = "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified";
constexpr const char* kUuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

const SeenShape kShapeRows[] = {
    {"adfs", kNames, "samlp:Response Assertion ds:Signature"},
    {"adfs", "string(/samlp:Response/@Consent)", "urn:oasis:names:tc:SAML:2.0:consent:unspecified"},
    {"adfs", "name(//ds:KeyInfo)", "KeyInfo"},
    {"adfs", "name(//ds:X509Data)", "ds:X509Data"},
    {"adfs", kSigned, "10"},
    {"adfs", kFormat, kEmail},
    {"adfs", kNotBefore, kNoon},
    {"adfs", kNotOnOrAfter, "2026-03-01T13:00:00.000Z"},
    {"adfs", kConfirmation, "2026-03-01T12:05:00.000Z"},
    {"adfs", kAttributesFirst, "1"},
    {"adfs", kClass, "PasswordProtectedTransport"},
    {"adfs", "count(//@NameFormat | //@xsi:type)", "0"},

    {"auth0", kNames, "samlp:Response saml:Assertion Signature"},
    {"auth0", "string(//saml:Assertion/saml:Issuer)", "urn:[a-z0-9-]+\\.us\\.auth0\\.com"},
    {"auth0", kAssertionId, "_[A-Za-z0-9]{32}"},
    {"auth0", kSigned, "10"},
    {"auth0", kNotBefore, kNoon},
    {"auth0", kNotOnOrAfter, "2026-03-01T13:00:00.000Z"},
    {"auth0", kConfirmation, "2026-03-01T13:00:00.000Z"},
    {"auth0", kClass, "unspecified"},
    {"auth0", kNameFormat, "basic"},
    {"auth0", kType, "xs:string"},

    {"cas", kNames, "saml2p:Response saml2:Assertion ds:Signature"},
    {"cas", kResponseId, "_[0-9]{19}"},
    {"cas", kSigned, "1"},
    {"cas", kPrefixList, ""},
    {"cas", kIssuerFormats, "1"},
    {"cas", "substring-after(/samlp:Response/saml:Issuer/@Format, 'nameid-format:')", "entity"},
    {"cas", kQualifiers, "https://[a-z.]+/idp https://sp\\.example/metadata"},
    {"cas", kNotBefore, "2026-03-01T11:59:30.000Z"},
    {"cas", kNotOnOrAfter, "2026-03-01T12:00:30.000Z"},
    {"cas", kConfirmation, "2026-03-01T12:00:30.000Z"},
    {"cas", kAttributesFirst, "0"},
    {"cas", kSession, "ST-[0-9]+-[0-9A-Za-z]{20}-[a-z]+"},
    {"cas", kSessionEnd, "2026-03-01T13:00:30.000Z"},
    {"cas", "string(//saml:SubjectConfirmationData/@Address)", "203\\.0\\.113\\.7"},
    {"cas", "string(//saml:AuthenticatingAuthority)", "https://[a-z.]+/idp"},
    {"cas", kClass, "PasswordProtectedTransport"},
    {"cas", kNameFormat, "uri"},
    {"cas", kType, ""},
    {"cas", "string(//saml:Attribute[@Name='email']/@FriendlyName)", "email"},

    {"cyberark", kNames, "saml2p:Response Assertion Signature"},
    {"cyberark", kAssertionId, "_[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"},
    {"cyberark", kIssuerFormats, "0"},
    {"cyberark", kPrefixList, ""},
    {"cyberark", kFormat, kUnspecified},
    {"cyberark", kNotBefore, "2026-03-01T11:57:00.000Z"},
    {"cyberark", kNotOnOrAfter, "2026-03-01T13:00:00.000Z"},
    {"cyberark", kConfirmation, "2026-03-01T13:00:00.000Z"},
    {"cyberark", kClass, "unspecified"},
    {"cyberark", kNameFormat, "basic"},
    {"cyberark", kType, ""},

    {"duo", kNames, "samlp:Response saml:Assertion ds:Signature"},
    {"duo", kResponseId, "DUO_[0-9a-f]{40}"},
    {"duo", kAssertionId, "DUO_[0-9a-f]{40}"},
    {"duo", "string(/samlp:Response/@IssueInstant)", "2026-03-01T12:00:00Z"},
    {"duo", kIssuerFormats, "0"},
    {"duo", kPrefixList, ""},
    {"duo", kFormat, kEmail},
    {"duo", kNotBefore, "2026-03-01T11:59:30Z"},
    {"duo", kNotOnOrAfter, "2026-03-01T12:05:00Z"},
    {"duo", kConfirmation, "2026-03-01T12:05:00Z"},
    {"duo", kClass, "PasswordProtectedTransport"},

    {"google", kNames, "saml2p:Response saml2:Assertion ds:Signature"},
    {"google", "count(//ds:X509SubjectName/following-sibling::ds:X509Certificate)", "1"},
    {"google", "substring-before(//ds:SignatureValue, '\n')", "[A-Za-z0-9+/]{76}"},
    {"google", kResponseId, "_[0-9a-f]{32}"},
    {"google", kIssuerFormats, "0"},
    {"google", kNotBefore, "2026-03-01T11:55:00.000Z"},
    {"google", kNotOnOrAfter, "2026-03-01T12:05:00.000Z"},
    {"google", kClass, "unspecified"},
    {"google", "count(//saml:Attribute[@Name='id'])", "0"},

    {"jumpcloud", kNames, "saml2p:Response saml2:Assertion ds:Signature"},
    {"jumpcloud", kFormat, "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"},
    {"jumpcloud", kIssuerFormats, "2"},
    {"jumpcloud", kResponseId, "[A-Z0-9]{32}"},
    {"jumpcloud", kSession, kUuid},
    {"jumpcloud", kSigned, "10"},
    {"jumpcloud", kClass, "PasswordProtectedTransport"},

    {"keycloak", kNames, "samlp:Response saml:Assertion dsig:Signature"},
    {"keycloak", "count(//saml:Assertion/namespace::*[name()=''])", "1"},
    {"keycloak", "string(/samlp:Response/saml:Issuer)", "https://[a-z.]+/realms/[a-z]+"},
    {"keycloak", kResponseId, "ID_[0-9a-f-]{36}"},
    {"keycloak", kNotBefore, "2026-03-01T11:59:58.000Z"},
    {"keycloak", kNotOnOrAfter, "2026-03-01T12:00:58.000Z"},
    {"keycloak", kConfirmation, "2026-03-01T12:00:58.000Z"},
    {"keycloak", "count(//saml:Attribute[@Name='Role'][count(saml:AttributeValue) = 1])", "2"},
    {"keycloak", "count(//saml:Attribute[@Name='groups']/saml:AttributeValue)", "2"},
    {"keycloak", kNameFormat, "basic"},

    {"netiq", "string(/samlp:Response/@Consent)", "urn:oasis:names:tc:SAML:2.0:consent:obtained"},
    {"netiq", "concat(name(//ds:CanonicalizationMethod), name(//ds:DigestValue), name(//ds:SignatureValue))",
     "CanonicalizationMethodDigestValueSignatureValue"},
    {"netiq", "name(//ds:SignatureMethod)", "ds:SignatureMethod"},
    {"netiq", kResponseId, "id[A-Za-z0-9]{27}"},
    {"netiq", kFormat, kUnspecified},
    {"netiq", kQualifiers, "https://[a-z.]+/nidp/saml2/metadata https://sp\\.example/metadata"},
    {"netiq", kClass, "Kerberos"},
    {"netiq", "count(//saml:AuthnContextClassRef/following-sibling::saml:AuthnContextDeclRef)", "1"},
    {"netiq", kNotBefore, "2026-03-01T11:55:00Z"},
    {"netiq", kNotOnOrAfter, "2026-03-01T12:05:00Z"},

    {"onelogin", kNames, "samlp:Response saml:Assertion ds:Signature"},
    {"onelogin", "string(//saml:Assertion/saml:Issuer)", "https://app\\.onelogin\\.com/saml/metadata/.+"},
    {"onelogin", kNotBefore, "2026-03-01T11:57:00Z"},
    {"onelogin", kNotOnOrAfter, "2026-03-01T12:03:00Z"},
    {"onelogin", kConfirmation, "2026-03-01T12:03:00Z"},
    {"onelogin", kSessionEnd, "2026-03-02T12:00:00Z"},
    {"onelogin", kInstant, "2026-03-01T11:59:59Z"},
    {"onelogin", kNameFormat, "basic"},

    {"oracle", kNames, "samlp:Response saml:Assertion dsig:Signature"},
    {"oracle", kKeyInfo, "0 "},
    {"oracle", "count(//ds:KeyInfo)", "1"},
    {"oracle", "count(/samlp:Response/namespace::*[name()='x500'])", "1"},
    {"oracle", kFormat, "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"},
    {"oracle", kQualifiers, "https://[a-z.]+/oam/fed https://sp\\.example/metadata"},
    {"oracle", kIssuerFormats, "2"},
    {"oracle", kResponseId, "id-[A-Za-z0-9]{40}"},
    {"oracle", kNotBefore, "2026-03-01T12:00:00Z"},
    {"oracle", kNotOnOrAfter, "2026-03-01T12:05:00Z"},
    {"oracle", kInstant, "2026-03-01T11:59:35Z"},
    {"oracle", kSessionEnd, "2026-03-01T13:00:00Z"},

    {"pingfederate", kSigned, "1"},
    {"pingfederate", "count(//ds:KeyInfo)", "0"},
    {"pingfederate", kClass, "Password"},
    {"pingfederate", kNotBefore, "2026-03-01T11:55:00.000Z"},
    {"pingfederate", kNotOnOrAfter, "2026-03-01T12:05:00.000Z"},
    {"pingfederate", kNameFormat, "unspecified"},

    {"pingone", kKeyInfo, "2 ds:X509Data"},
    {"pingone", "name(//ds:KeyInfo/*[2])", "ds:KeyValue"},
    {"pingone", "count(//saml:NameID/@Format)", "0"},
    {"pingone", kResponseId, "id-[0-9a-f-]{36}"},
    {"pingone", kNotBefore, "2026-03-01T11:59:00.000Z"},
    {"pingone", kSessionEnd, "2026-03-01T12:05:00.000Z"},
    {"pingone", "//saml:AuthnContext/saml:AuthenticatingAuthority = /samlp:Response/saml:Issuer", "true"},
    {"pingone", "string(//saml:Attribute[1]/@Name)", "saml_subject"},
    {"pingone", kSession, kUuid},

    {"salesforce", kSigned, "11"},
    {"salesforce", kPrefixList, "ds saml samlp xs xsi"},
    {"salesforce", kIssuerFormats, "2"},
    {"salesforce", kNotBefore, "2026-03-01T11:59:30.000Z"},
    {"salesforce", kNotOnOrAfter, "2026-03-01T12:05:00.000Z"},
    {"salesforce", "count(//@SessionIndex)", "0"},
    {"salesforce", kType, "xs:anyType"},
    {"salesforce", "string(//saml:Attribute[1]/@Name)", "userId"},

    {"shibboleth", kNames, "saml2p:Response saml2:Assertion ds:Signature"},
    {"shibboleth", kSigned, "1"},
    {"shibboleth", kPrefixList, "xsd"},
    {"shibboleth", kQualifiers, "https://[a-z.]+/idp/shibboleth https://sp\\.example/metadata"},
    {"shibboleth", "string(//saml:SubjectConfirmationData/@Address)", "203\\.0\\.113\\.7"},
    {"shibboleth", "string(//saml:AuthnStatement/saml:SubjectLocality/@Address)", "203\\.0\\.113\\.7"},
    {"shibboleth", kNotBefore, kNoon},
    {"shibboleth", kNotOnOrAfter, "2026-03-01T12:05:00.000Z"},
    {"shibboleth", kInstant, "2026-03-01T11:59:57.000Z"},
    {"shibboleth", "string(//saml:Attribute[@FriendlyName='mail']/@Name)",
     "urn:oid:0\\.9\\.2342\\.19200300\\.100\\.1\\.3"},
    {"shibboleth", kNameFormat, "uri"},

    {"simplesamlphp", kSigned, "11"},
    {"simplesamlphp", kResponseId, "_[0-9a-f]{42}"},
    {"simplesamlphp", kSession, "_[0-9a-f]{42}"},
    {"simplesamlphp", kQualifiers, " https://sp\\.example/metadata"},
    {"simplesamlphp", kNotBefore, "2026-03-01T11:59:30Z"},
    {"simplesamlphp", kNotOnOrAfter, "2026-03-01T12:05:00Z"},
    {"simplesamlphp", kSessionEnd, "2026-03-01T20:00:00Z"},
    {"simplesamlphp", kClass, "Password"},
    {"simplesamlphp", kNameFormat, "basic"},

    {"vmware", "string(/samlp:Response/saml:Issuer)",
     "https://[a-z.]+/SAAS/API/1\\.0/GET/metadata/idp\\.xml"},
    {"vmware", "count(//ds:KeyInfo)", "0"},
    {"vmware", kFormat, kUnspecified},
    {"vmware", "string(//saml:NameID/@NameQualifier)", "https://.+/metadata/idp\\.xml"},
    {"vmware", kNotBefore, "2026-03-01T11:59:45.000Z"},
    {"vmware", kNotOnOrAfter, "2026-03-01T12:03:20.000Z"},
    {"vmware", kConfirmation, "2026-03-01T12:03:20.000Z"},
    {"vmware", kType, "xsd:string"},
    {"vmware", kNameFormat, "unspecified"},
};

TEST(Handwriting, IsThatOfTheCaptures) {
  Login seen = login();
  seen.client_address = "203.0.113.7";
  std::map<std::string, std::string> messages;
  for (const SeenShape& row : kShapeRows) {
    auto found = messages.find(row.dialect);
    if (found == messages.end()) {
      found = messages.emplace(row.dialect, build(row.dialect, {}, seen).bytes).first;
    }
    EXPECT_TRUE(std::regex_match(value(found->second, row.xpath), std::regex(row.value)))
        << row.dialect << ": " << row.xpath << " is '" << value(found->second, row.xpath) << "', not "
        << row.value;
  }
}

// Whoever has a capture has its shapes compared; the others say that nothing was captured.
TEST(Handwriting, IsComparedForEveryMeasuredProvider) {
  for (const char* provider : kDialects) {
    int measured = 0, compared = 0;
    for (const auto& [shape, source] : dialect(provider).sources) {
      measured += source.kind == Source::Kind::measured ? 1 : 0;
    }
    for (const SeenShape& row : kShapeRows) compared += std::string_view(row.dialect) == provider ? 1 : 0;
    const std::string name = provider;
    if (name == "okta" || name == "entra" || name == "shibboleth-unsolicited") continue;
    EXPECT_EQ(measured > 0, compared >= 6) << provider;
  }
}

TEST(Handwriting, NamesTheSessionAfterTheAssertionWhereTheCaptureDoes) {
  for (const char* provider : {"adfs", "cyberark", "duo", "google", "pingfederate"}) {
    const std::string bytes = build(provider).bytes;
    EXPECT_EQ(value(bytes, kSession), value(bytes, kAssertionId)) << provider;
  }
}

TEST(Handwriting, BeginsWithTheDeclarationOfTheCapture) {
  const std::string plain = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>";
  const std::string alone = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>";
  for (const char* provider : {"cas", "okta", "salesforce", "shibboleth", "vmware"}) {
    EXPECT_THAT(build(provider).bytes, testing::StartsWith(plain + "<")) << provider;
  }
  EXPECT_THAT(build("google").bytes, testing::StartsWith(alone + "<saml2p:Response"));
  for (const char* provider :
       {"adfs", "auth0", "keycloak", "netiq", "onelogin", "pingone", "simplesamlphp"}) {
    EXPECT_THAT(build(provider).bytes, testing::StartsWith("<samlp:Response")) << provider;
  }
}

TEST(Handwriting, LeavesTheAddressOutWhereNobodyKnowsIt) {
  const std::string bytes = build("shibboleth").bytes;
  EXPECT_EQ(value(bytes, "count(//@Address)"), "0");
  EXPECT_EQ(value(bytes, "count(//saml:SubjectLocality)"), "1");
}

TEST(Handwriting, OfTheUnsolicitedIsShibboleths) {
  EXPECT_TRUE(dialect("shibboleth-unsolicited").unsolicited);
  EXPECT_FALSE(dialect("shibboleth").unsolicited);
  Login unasked = login();
  unasked.request_id.clear();
  EXPECT_EQ(build("shibboleth-unsolicited", {}, unasked).bytes.size(),
            build("shibboleth", {}, unasked).bytes.size());
  EXPECT_EQ(value(build("shibboleth-unsolicited", {}, unasked).bytes, "count(//@InResponseTo)"), "0");
}

// WorkOS documentation, the page of each: which attributes carry whom.
TEST(Handwriting, NamesTheAttributesAsTheIntegrationAsks) {
  for (const char* provider :
       {"auth0", "cas", "cloudflare", "cyberark", "duo", "keycloak", "lastpass", "netiq", "onelogin",
        "oracle", "pingfederate", "pingone", "salesforce", "shibboleth", "simplesamlphp", "vmware"}) {
    const std::string bytes = build(provider).bytes;
    const auto attribute = [&](const std::string& name) {
      return value(bytes, "string(//saml:Attribute[@Name='" + name + "']/saml:AttributeValue)");
    };
    EXPECT_EQ(attribute("id"), alice().id) << provider;
    EXPECT_EQ(attribute("email"), "alice@example.com") << provider;
    EXPECT_EQ(attribute("firstName"), "Alice") << provider;
    EXPECT_EQ(attribute("lastName"), "O'Hara & <Sons>") << provider;
    EXPECT_EQ(attribute("groups"), "engineering") << provider;
  }
}

TEST(Handwriting, OfTheDocumentedSignsAsTheirPagesSay) {
  for (const char* provider : {"cloudflare", "cyberark", "duo"}) {
    EXPECT_EQ(value(build(provider).bytes, kSigned), "11") << provider;
  }
  for (const char* provider : {"lastpass", "miniorange"}) {
    EXPECT_EQ(value(build(provider).bytes, kSigned), "10") << provider;
  }
  EXPECT_EQ(value(build("cas").bytes, kSigned), "1");
}

}  // namespace
}  // namespace idproctor::mock_idp
