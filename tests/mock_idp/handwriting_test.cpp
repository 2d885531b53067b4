// What distinguishes the providers, as the samples that fixtures/providers/*/saml.yaml names show it.

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;
using testing::Not;
using testing::StartsWith;

std::string signed_by_both(const char* provider) {
  Login wanted = login();
  wanted.sign = SignTarget::both;
  return build(provider, {}, wanted).bytes;
}

TEST(Okta, SignsResponseAndAssertion) {
  EXPECT_EQ(value(build("okta").bytes, "count(//ds:Signature)"), "2");
}

TEST(Okta, BeginsWithADeclarationAndItsOwnPrefixes) {
  const std::string bytes = build("okta").bytes;
  EXPECT_THAT(bytes, StartsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><saml2p:Response "));
  EXPECT_THAT(bytes, HasSubstr("<saml2:Assertion "));
  EXPECT_THAT(bytes, HasSubstr("<ds:Signature "));
  EXPECT_THAT(bytes, Not(HasSubstr("<saml:")));
  EXPECT_THAT(bytes, Not(HasSubstr("<samlp:")));
}

TEST(Okta, FormatsBothIssuersAsEntity) {
  EXPECT_EQ(value(build("okta").bytes,
                  "count(//saml:Issuer[@Format='urn:oasis:names:tc:SAML:2.0:nameid-format:entity'])"),
            "2");
}

TEST(Okta, CanonicalizesWithThePrefixXs) {
  EXPECT_EQ(value(build("okta").bytes, "count(//ds:Transform/ec:InclusiveNamespaces[@PrefixList='xs'])"),
            "2");
}

TEST(Okta, BreaksTheCertificateAfter76CharactersAndNotTheSignature) {
  const std::string bytes = build("okta").bytes;
  const auto lines = split(value(bytes, "string(//ds:X509Certificate)"), '\n');
  ASSERT_GT(lines.size(), 5u);
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) EXPECT_EQ(lines[i].size(), 76u);
  EXPECT_LE(lines.back().size(), 76u);
  EXPECT_THAT(value(bytes, "string(//ds:SignatureValue)"), MatchesRegex("[A-Za-z0-9+/]+=*"));
}

TEST(Okta, IsValidFiveMinutesEitherWay) {
  const std::string bytes = build("okta").bytes;
  EXPECT_EQ(value(bytes, "string(//saml:Conditions/@NotBefore)"), "2026-03-01T11:55:00.000Z");
  EXPECT_EQ(value(bytes, "string(//saml:Conditions/@NotOnOrAfter)"), "2026-03-01T12:05:00.000Z");
  EXPECT_EQ(value(bytes, "string(//saml:SubjectConfirmationData/@NotOnOrAfter)"), "2026-03-01T12:05:00.000Z");
}

TEST(Okta, TypesItsAttributeValues) {
  EXPECT_EQ(value(build("okta").bytes, "count(//saml:AttributeValue[@xsi:type='xs:string'])"), "6");
}

TEST(Entra, SignsTheAssertionAlone) {
  const std::string bytes = build("entra").bytes;
  EXPECT_EQ(value(bytes, "count(//ds:Signature)"), "1");
  EXPECT_EQ(value(bytes, "count(//saml:Assertion/ds:Signature)"), "1");
}

TEST(Entra, WritesTheDefaultNamespaceBelowTheResponse) {
  const std::string bytes = signed_by_both("entra");
  EXPECT_THAT(bytes, StartsWith("<samlp:Response "));
  EXPECT_THAT(bytes, HasSubstr("<Issuer xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\">"));
  EXPECT_THAT(bytes, HasSubstr("<Assertion xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\" "));
  EXPECT_THAT(bytes, HasSubstr("<Signature xmlns=\"http://www.w3.org/2000/09/xmldsig#\">"));
  EXPECT_THAT(bytes, Not(HasSubstr("<ds:")));
  EXPECT_THAT(bytes, Not(HasSubstr("<saml:")));
}

TEST(Entra, WritesNoInclusiveNamespacesAndNoLineBreaks) {
  const std::string bytes = signed_by_both("entra");
  EXPECT_EQ(value(bytes, "count(//ec:InclusiveNamespaces)"), "0");
  EXPECT_THAT(value(bytes, "string(//ds:X509Certificate)"), MatchesRegex("[A-Za-z0-9+/]+=*"));
  EXPECT_THAT(value(bytes, "string(//ds:SignatureValue)"), MatchesRegex("[A-Za-z0-9+/]+=*"));
}

TEST(Entra, PutsAttributesBeforeTheAuthnStatement) {
  EXPECT_EQ(
      value(build("entra").bytes, "count(//saml:AttributeStatement/following-sibling::saml:AuthnStatement)"),
      "1");
  EXPECT_EQ(
      value(build("okta").bytes, "count(//saml:AuthnStatement/following-sibling::saml:AttributeStatement)"),
      "1");
}

TEST(Entra, NamesTheSessionAfterTheAssertion) {
  const std::string bytes = build("entra").bytes;
  EXPECT_EQ(value(bytes, "string(//saml:AuthnStatement/@SessionIndex)"),
            value(bytes, "string(//saml:Assertion/@ID)"));
}

TEST(Entra, IsValidAnHourAndTheSessionIsOlder) {
  const std::string bytes = build("entra").bytes;
  EXPECT_EQ(value(bytes, "string(//saml:Conditions/@NotBefore)"), "2026-03-01T11:55:00.000Z");
  EXPECT_EQ(value(bytes, "string(//saml:Conditions/@NotOnOrAfter)"), "2026-03-01T13:00:00.000Z");
  EXPECT_EQ(value(bytes, "string(//saml:SubjectConfirmationData/@NotOnOrAfter)"), "2026-03-01T13:00:00.000Z");
  const Time signed_in = must(parse_time(value(bytes, "string(//saml:AuthnStatement/@AuthnInstant)")));
  EXPECT_LE(signed_in, noon() - std::chrono::hours(1));
}

TEST(Entra, NamesItsClaimsByUri) {
  const std::string bytes = build("entra").bytes;
  const auto claim = [&](const std::string& name) {
    return value(bytes, "string(//saml:Attribute[@Name='" + name + "']/saml:AttributeValue)");
  };
  EXPECT_EQ(claim("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/emailaddress"), "alice@example.com");
  EXPECT_EQ(claim("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/givenname"), "Alice");
  EXPECT_EQ(claim("http://schemas.microsoft.com/identity/claims/objectidentifier"), alice().id);
}

// WorkOS documentation, integrations/okta-saml and integrations/saml: id, email, firstName, lastName.
TEST(GenericAndOkta, NameTheirAttributesPlainly) {
  for (const char* provider : {"generic", "okta"}) {
    const std::string bytes = build(provider).bytes;
    const auto attribute = [&](const std::string& name) {
      return value(bytes, "string(//saml:Attribute[@Name='" + name + "']/saml:AttributeValue)");
    };
    EXPECT_EQ(attribute("id"), alice().id);
    EXPECT_EQ(attribute("email"), "alice@example.com");
    EXPECT_EQ(attribute("firstName"), "Alice");
    EXPECT_EQ(attribute("lastName"), "O'Hara & <Sons>");
  }
}

}  // namespace
}  // namespace idproctor::mock_idp
