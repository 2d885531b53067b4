// A LogoutRequest may name the user in an EncryptedID (SAML core 3.7.1).

#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/sign.hpp"
#include "tests/reference_sp/saml/encrypted.hpp"

namespace idproctor::reference::testing {
namespace {

constexpr const char* name_id = "/samlp:LogoutRequest/saml:NameID";

/// Whether alice, who was logged in, still is after a LogoutRequest that was changed before it was signed.
bool outlives(const std::vector<Edit>& edits) {
  Scene scene;
  EXPECT_EQ(scene.login({}), alice);
  auto request = must(xml::Document::parse(
      R"(<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
      R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" IssueInstant="2026-03-01T12:00:00Z")"
      R"( ID="_lr1" Destination="http://127.0.0.1:8080/saml/slo" NotOnOrAfter="2026-03-01T12:05:00Z">)"
      R"(<saml:Issuer>https://idp.example/metadata</saml:Issuer>)"
      R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
      R"(<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
      R"(<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>)"
      R"(<ds:Reference URI="#_lr1"><ds:Transforms>)"
      R"(<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)"
      R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>)"
      R"(<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/>)"
      R"(</ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>)"
      R"(<saml:NameID>alice@example.com</saml:NameID></samlp:LogoutRequest>)"));
  for (const Edit& edit : edits) edit(request);
  must(xml::sign(request, must(request.select("/*/ds:Signature")).front(), idp_key().key));
  http::Request post("POST", "/saml/slo");
  post.body = http::encode_form({{"SAMLRequest", base64_encode(request.serialize())}});
  scene.request(std::move(post));
  return scene.who().has_value();
}

TEST(EncryptedLogout, AnEncryptedNameIdIsAsGoodAsOneInTheClear) {
  EXPECT_FALSE(outlives({}));
  EXPECT_FALSE(outlives({encrypt(name_id, "EncryptedID")}));
}

TEST(EncryptedLogout, SomebodyElsesNameEndsNothing) {
  EXPECT_TRUE(outlives({set(name_id, victim), encrypt(name_id, "EncryptedID")}));
}

TEST(EncryptedLogout, OneNameAndNoMore) {
  const Edit twice = insert_before(name_id, "<saml:NameID>alice@example.com</saml:NameID>");
  EXPECT_TRUE(outlives({twice}));
  EXPECT_TRUE(outlives({twice, encrypt(std::string(name_id) + "[1]", "EncryptedID")}));
  EXPECT_TRUE(outlives({remove(name_id)}));
}

TEST(EncryptedLogout, WhatCannotBeReadNamesNobody) {
  EXPECT_TRUE(outlives({encrypt(name_id, "EncryptedID", {}, {}, &stranger_key().key)}));
  EXPECT_TRUE(outlives({encrypt(name_id, "EncryptedID", {}, [](std::string) { return "<a/>"; })}));
}

}  // namespace
}  // namespace idproctor::reference::testing
