// Each passive check against a service provider that is right and one that is wrong.

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/seed.hpp"
#include "foundation/core/text.hpp"
#include "harness/observe/sp_metadata_checks.hpp"
#include "harness/observe/sp_request.hpp"
#include "harness/scenario/inspections.hpp"

namespace idproctor::observe {
namespace {

using Kind = Inspection::Kind;

const Time kNow = parse_time("2026-03-01T12:00:00Z").value();

constexpr const char* kMetadata =
    R"(<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="https://sp.example">)"
    R"(<md:SPSSODescriptor AuthnRequestsSigned="false" WantAssertionsSigned="true")"
    R"( protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">)"
    R"(<md:NameIDFormat>urn:x</md:NameIDFormat>)"
    R"(<md:AssertionConsumerService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST")"
    R"( Location="https://sp.example/acs" index="0"/></md:SPSSODescriptor></md:EntityDescriptor>)";

std::string request_xml(const std::string& id) {
  return R"(<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" ID=")" +
         id +
         R"(" IssueInstant="2026-03-01T12:00:00Z" Destination="https://idp.example/sso")"
         R"( AssertionConsumerServiceURL="https://sp.example/acs"><saml:Issuer>https://sp.example</saml:Issuer>)"
         R"(</samlp:AuthnRequest>)";
}

std::string url_of(const std::string& xml, const std::string& more = {}) {
  return "https://idp.example/sso?SAMLRequest=" + percent_encode(base64_encode(deflate_raw(xml))) + more;
}

RequestContext context(const std::vector<std::string>& urls) {
  auto seen = std::make_shared<std::vector<SeenRequest>>();
  for (const std::string& url : urls) seen->emplace_back(url, std::string(), kNow);
  RequestContext all;
  all.seen = std::move(seen);
  all.sso_url = "https://idp.example/sso";
  all.sp_entity_id = "https://sp.example";
  all.sp_metadata = kMetadata;
  return all;
}

RequestContext of_xml(const std::string& xml) {
  return context({url_of(xml)});
}

TEST(Inspections, KnowEveryNameThatScenariosMayUse) {
  for (const std::string& name : scenario::authn_request_inspections()) {
    EXPECT_NE(inspect_authn_requests(name, of_xml(request_xml("_1"))).kind, Kind::fails) << name;
  }
  for (const std::string& name : scenario::metadata_inspections()) {
    EXPECT_EQ(inspect_sp_metadata(name, kMetadata, kNow).kind, Kind::holds) << name;
  }
  EXPECT_THROW(inspect_authn_requests("nonsense", of_xml(request_xml("_1"))), std::logic_error);
  EXPECT_THROW(inspect_sp_metadata("nonsense", kMetadata, kNow), std::logic_error);
}

struct WrongRequest {
  std::string check, from, to;
};

class WrongRequests : public ::testing::TestWithParam<WrongRequest> {};

TEST_P(WrongRequests, AreFound) {
  const std::string right = request_xml("_1");
  const std::string wrong = replace_all(right, GetParam().from, GetParam().to);
  ASSERT_NE(right, wrong);
  EXPECT_EQ(inspect_authn_requests(GetParam().check, of_xml(wrong)).kind, Kind::fails);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongRequests,
    ::testing::Values(
        WrongRequest{"issue-instant", "12:00:00Z", "12:00:00+00:00"},
        WrongRequest{"issue-instant", "12:00:00Z", "13:00:00Z"},
        WrongRequest{"destination", "https://idp.example/sso", "https://idp.example/other"},
        WrongRequest{"issuer", ">https://sp.example<", ">https://other.example<"},
        WrongRequest{"acs", "https://sp.example/acs", "https://sp.example/other"},
        WrongRequest{"acs", " Destination", " AssertionConsumerServiceIndex=\"0\" Destination"},
        WrongRequest{"acs", "AssertionConsumerServiceURL=\"https://sp.example/acs\"",
                     "AssertionConsumerServiceIndex=\"0\" ProtocolBinding=\"urn:x\""},
        WrongRequest{"passive", " Destination", " ForceAuthn=\"1\" IsPassive=\"true\" Destination"},
        WrongRequest{"shape", "ID=\"_1\"", "ID=\"1\""},
        WrongRequest{"shape", " Destination", " ForceAuthn=\"True\" Destination"},
        WrongRequest{"shape", " Destination", " AttributeConsumingServiceIndex=\"70000\" Destination"},
        WrongRequest{"shape", " Destination", " AssertionConsumerServiceURI=\"x\" Destination"},
        WrongRequest{"shape", " Destination", " saml:Destination=\"x\" Destination"},
        WrongRequest{"shape", "<saml:Issuer>", "<samlp:NameIDPolicy/><saml:Issuer>"},
        WrongRequest{"shape", "<saml:Issuer>", "<saml:Issuer>x</saml:Issuer><saml:Issuer>"},
        WrongRequest{"shape", "</saml:Issuer>", "</saml:Issuer><saml:NameIDPolicy/>"},
        WrongRequest{"shape", "</saml:Issuer>", "</saml:Issuer><samlp:NameIDPolicy AllowCreate=\"yes\"/>"},
        WrongRequest{"shape", "</saml:Issuer>", "</saml:Issuer><samlp:RequestedAuthnContext/>"},
        WrongRequest{"shape", "</saml:Issuer>",
                     "</saml:Issuer><samlp:RequestedAuthnContext Comparison=\"at-least\">"
                     "<saml:AuthnContextClassRef>x</saml:AuthnContextClassRef>"
                     "</samlp:RequestedAuthnContext>"},
        WrongRequest{"shape", "</saml:Issuer>",
                     "</saml:Issuer><samlp:RequestedAuthnContext>"
                     "<saml:AuthnContextClassRef>x</saml:AuthnContextClassRef>"
                     "<saml:AuthnContextDeclRef>x</saml:AuthnContextDeclRef>"
                     "</samlp:RequestedAuthnContext>"},
        WrongRequest{"encoding", "Version=\"2.0\"", "Version=\"1.1\""},
        WrongRequest{"issuer", "<samlp:AuthnRequest", "<!DOCTYPE a><samlp:AuthnRequest"}));

TEST(AuthnRequestInspection, EverythingThatTheSchemaHasIsAllowed) {
  const std::string plain = request_xml("_1");
  const std::string attributes =
      R"( ForceAuthn="false" IsPassive="0" Consent="urn:x" ProviderName="An application")"
      R"( AttributeConsumingServiceIndex="65535" ProtocolBinding="urn:x")"
      R"( xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd" Destination)";
  const std::string children =
      R"(</saml:Issuer><ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"/>)"
      R"(<samlp:Extensions><any xmlns="urn:x"/></samlp:Extensions><saml:Subject/>)"
      R"(<samlp:NameIDPolicy Format="urn:x" SPNameQualifier="x" AllowCreate="true"/><saml:Conditions/>)"
      R"(<samlp:RequestedAuthnContext Comparison="minimum">)"
      R"(<saml:AuthnContextClassRef>x</saml:AuthnContextClassRef>)"
      R"(<saml:AuthnContextClassRef>y</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>)"
      R"(<samlp:Scoping ProxyCount="1"/>)";
  for (const std::string& xml :
       {plain, replace_all(replace_all(plain, " Destination", attributes), "</saml:Issuer>", children)}) {
    const Inspection shape = inspect_authn_requests("shape", of_xml(xml));
    EXPECT_EQ(shape.kind, Kind::holds) << shape.reason;
  }
}

TEST(AuthnRequestInspection, WhatTheProviderRefusesIsFound) {
  mock_idp::Dialect strict;
  strict.title = "Strict";
  RequestContext asked = of_xml(request_xml("_1"));
  EXPECT_EQ(inspect_authn_requests("provider-rules", asked).kind, Kind::not_asked);
  asked.provider = &strict;
  EXPECT_EQ(inspect_authn_requests("provider-rules", asked).kind, Kind::not_asked)
      << "nothing is known of it";
  strict.refused_requests = {{"samlp:NameIDPolicy", "Strict wants no NameIDPolicy."}};
  EXPECT_EQ(inspect_authn_requests("provider-rules", asked).kind, Kind::holds);
  strict.refused_requests.push_back({"self::samlp:AuthnRequest[starts-with(@ID, '_')]", "no underscore"});
  const Inspection found = inspect_authn_requests("provider-rules", asked);
  EXPECT_EQ(found.kind, Kind::fails);
  EXPECT_EQ(found.reason, "no underscore");
}

TEST(AuthnRequestInspection, IdsThatCountAreFound) {
  std::vector<std::string> counting, random;
  Seed seed("ids");
  for (int i = 0; i < 12; ++i) {
    counting.push_back(url_of(request_xml("_request-" + std::to_string(1000 + i))));
    random.push_back(url_of(request_xml("_" + seed.uuid())));
  }
  EXPECT_EQ(inspect_authn_requests("id-unpredictable", context(counting)).kind, Kind::fails);
  EXPECT_EQ(inspect_authn_requests("id-unpredictable", context(random)).kind, Kind::holds);
  EXPECT_EQ(inspect_authn_requests("id-unpredictable", context({random.front()})).kind, Kind::not_asked);
}

TEST(AuthnRequestInspection, AnIdThatComesTwiceIsFound) {
  const std::string url = url_of(request_xml("_1"));
  EXPECT_EQ(inspect_authn_requests("id-unique", context({url, url})).kind, Kind::fails);
}

TEST(AuthnRequestInspection, APromisedSignatureThatIsMissingIsFound) {
  RequestContext promised = of_xml(request_xml("_1"));
  EXPECT_EQ(inspect_authn_requests("signature", promised).kind, Kind::not_asked);
  promised.sp_metadata =
      replace_all(kMetadata, "AuthnRequestsSigned=\"false\"", "AuthnRequestsSigned=\"true\"");
  EXPECT_EQ(inspect_authn_requests("signature", promised).kind, Kind::fails);
}

TEST(AuthnRequestInspection, TheUrlIsLookedAtToo) {
  EXPECT_EQ(inspect_authn_requests(
                "relay-state", context({url_of(request_xml("_1"), "&RelayState=" + std::string(81, 'a'))}))
                .kind,
            Kind::fails);
  const std::string encoded = base64_encode(deflate_raw(request_xml("_1")), 20);
  EXPECT_EQ(inspect_authn_requests(
                "encoding", context({"https://idp.example/sso?SAMLRequest=" + percent_encode(encoded)}))
                .kind,
            Kind::fails);
  EXPECT_EQ(inspect_authn_requests("encoding", context({"https://idp.example/sso"})).kind, Kind::fails);
  EXPECT_EQ(inspect_authn_requests("encoding", context({})).kind, Kind::not_asked);
}

struct WrongMetadata {
  std::string check, from, to;
};

class WrongSpMetadata : public ::testing::TestWithParam<WrongMetadata> {};

TEST_P(WrongSpMetadata, IsFound) {
  const std::string wrong = replace_all(kMetadata, GetParam().from, GetParam().to);
  ASSERT_NE(wrong, kMetadata);
  EXPECT_EQ(inspect_sp_metadata(GetParam().check, wrong, kNow).kind, Kind::fails);
}

INSTANTIATE_TEST_SUITE_P(
    All, WrongSpMetadata,
    ::testing::Values(WrongMetadata{"shape", "SPSSODescriptor", "IDPSSODescriptor"},
                      WrongMetadata{"shape", "SAML:2.0:protocol", "SAML:1.1:protocol"},
                      WrongMetadata{"shape", " index=\"0\"", ""},
                      WrongMetadata{"shape", "<md:NameIDFormat>urn:x</md:NameIDFormat>", "<md:Nonsense/>"},
                      WrongMetadata{"shape", "</md:SPSSODescriptor>",
                                    "<md:NameIDFormat>u</md:NameIDFormat></md:SPSSODescriptor>"},
                      WrongMetadata{"shape", "<md:EntityDescriptor", "<!DOCTYPE a><md:EntityDescriptor"},
                      WrongMetadata{"acs-https", "https://sp.example/acs", "http://sp.example/acs"},
                      WrongMetadata{"keys", "<md:NameIDFormat>",
                                    "<md:KeyDescriptor use=\"Signing\"/><md:NameIDFormat>"},
                      WrongMetadata{"keys", "AuthnRequestsSigned=\"false\"", "AuthnRequestsSigned=\"true\""},
                      WrongMetadata{"validity", " entityID", " validUntil=\"2026-03-01T11:00:00Z\" entityID"},
                      WrongMetadata{"entity-id", "entityID=\"https://sp.example\"", "entityID=\"a b\""},
                      WrongMetadata{"want-assertions-signed", " WantAssertionsSigned=\"true\"",
                                    " WantAssertionsSigned=\"yes\""}));

TEST(SpMetadataInspection, HttpOnThisMachineIsFine) {
  const std::string local = replace_all(kMetadata, "https://sp.example/acs", "http://127.0.0.1:8080/acs");
  EXPECT_EQ(inspect_sp_metadata("acs-https", local, kNow).kind, Kind::holds);
  EXPECT_EQ(inspect_sp_metadata("shape", "", kNow).kind, Kind::not_asked);
}

}  // namespace
}  // namespace idproctor::observe
