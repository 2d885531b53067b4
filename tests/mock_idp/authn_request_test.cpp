#include "mock_idp/authn_request.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::HasSubstr;

constexpr const char* kRequest =
    R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" )"
    R"(ID="_1" Version="2.0" IssueInstant="2026-03-01T12:00:00Z" Destination="https://idp.example/sso" )"
    R"(AssertionConsumerServiceURL="https://sp.example/acs" ForceAuthn="true" )"
    R"(ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer> https://sp.example </saml:Issuer>)"
    R"(<samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"/></samlp:AuthnRequest>)";

std::string url_of(const std::string& xml) {
  return "/sso?" +
         http::encode_form({{"SAMLRequest", base64_encode(deflate_raw(xml))}, {"RelayState", "a b&c=+"}});
}

std::string error_with(const std::string& from, const std::string& to) {
  const std::string xml = replace_all(kRequest, from, to);
  EXPECT_NE(xml, kRequest);
  return error_of(decode_authn_request(url_of(xml)));
}

TEST(AuthnRequestDecoder, ReadsARequest) {
  const AuthnRequest request = must(decode_authn_request(url_of(kRequest)));
  EXPECT_EQ(request.id, "_1");
  EXPECT_EQ(request.issue_instant, "2026-03-01T12:00:00Z");
  EXPECT_EQ(request.destination, "https://idp.example/sso");
  EXPECT_EQ(request.issuer, "https://sp.example");
  EXPECT_EQ(request.acs_url, "https://sp.example/acs");
  EXPECT_EQ(request.protocol_binding, "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
  EXPECT_EQ(request.name_id_format, "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress");
  EXPECT_EQ(request.relay_state, "a b&c=+");
  EXPECT_TRUE(request.force_authn);
  EXPECT_FALSE(request.is_passive);
  EXPECT_EQ(request.xml, kRequest);
}

TEST(AuthnRequestDecoder, SaysWhatIsWrongWithTheParameter) {
  const auto error = [](const std::string& url) { return error_of(decode_authn_request(url)); };
  EXPECT_THAT(error("/sso"), HasSubstr("no SAMLRequest"));
  EXPECT_THAT(error("/sso?SAMLResponse=abcd"), HasSubstr("no SAMLRequest"));
  EXPECT_THAT(error("/sso?SAMLRequest=!!!"), HasSubstr("base64"));
  EXPECT_THAT(error("/sso?" + http::encode_form({{"SAMLRequest", base64_encode(kRequest)}})),
              HasSubstr("DEFLATE"));
  EXPECT_NE(error("/sso?SAMLRequest="), "");
}

TEST(AuthnRequestDecoder, StopsABomb) {
  EXPECT_THAT(error_of(decode_authn_request(url_of(std::string(20 << 20, ' ')))),
              HasSubstr("inflates to more than"));
}

TEST(AuthnRequestDecoder, RefusesADocumentType) {
  EXPECT_NE(
      error_of(decode_authn_request(url_of("<!DOCTYPE r [<!ENTITY e \"x\">]>" + std::string(kRequest)))), "");
  EXPECT_NE(error_of(decode_authn_request(url_of("<not xml"))), "");
}

TEST(AuthnRequestDecoder, RefusesAnotherMessage) {
  EXPECT_THAT(error_with("samlp:AuthnRequest", "samlp:LogoutRequest"), HasSubstr("LogoutRequest"));
  EXPECT_THAT(error_with("SAML:2.0:protocol\"", "SAML:1.0:protocol\""),
              HasSubstr("not a samlp:AuthnRequest"));
}

TEST(AuthnRequestDecoder, DemandsWhatTheSpecificationDoes) {
  EXPECT_THAT(error_with("ID=\"_1\" ", ""), HasSubstr("no ID"));
  EXPECT_THAT(error_with("Version=\"2.0\" ", ""), HasSubstr("Version"));
  EXPECT_THAT(error_with("Version=\"2.0\"", "Version=\"1.1\""), HasSubstr("Version"));
  EXPECT_THAT(error_with("IssueInstant=\"2026-03-01T12:00:00Z\" ", ""), HasSubstr("IssueInstant"));
  EXPECT_THAT(error_with("<saml:Issuer> https://sp.example </saml:Issuer>", ""), HasSubstr("Issuer"));
  EXPECT_THAT(error_with(" https://sp.example ", " "), HasSubstr("Issuer"));
}

TEST(AuthnRequestChecks, AreThoseOfRealProviders) {
  const AuthnRequest request = must(parse_authn_request(kRequest));
  EXPECT_EQ(error_of(check_authn_request(request, "https://idp.example/sso", "https://sp.example")), "");
  EXPECT_EQ(error_of(check_authn_request(request, "https://idp.example/sso", "")), "");
  EXPECT_THAT(error_of(check_authn_request(request, "https://idp.example/other", "")),
              HasSubstr("Destination"));
  EXPECT_THAT(error_of(check_authn_request(request, "https://idp.example/sso", "https://sp.example/")),
              HasSubstr("Issuer"));

  AuthnRequest artifact = request;
  artifact.protocol_binding = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Artifact";
  EXPECT_THAT(error_of(check_authn_request(artifact, "https://idp.example/sso", "")),
              HasSubstr("HTTP-Artifact"));

  AuthnRequest sparse = request;
  sparse.destination.clear();
  sparse.protocol_binding.clear();
  EXPECT_EQ(error_of(check_authn_request(sparse, "https://idp.example/sso", "")), "") << "both are optional";
}

}  // namespace
}  // namespace idproctor::mock_idp
