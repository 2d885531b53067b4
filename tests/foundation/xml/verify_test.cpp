#include "foundation/xml/verify.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/foundation/xml/verify_support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

constexpr std::string_view enveloped =
    R"(<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)";
constexpr std::string_view exclusive =
    R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)";

TEST(Verify, GivesWhatWasDigested) {
  Document document = signed_response(signature_template());
  const auto part = verify(document, first(document, "//ds:Signature"), rsa_key());
  ASSERT_EQ(error_of(part), "");
  EXPECT_EQ(part->id, "_a");
  EXPECT_EQ(part->canonical_xml,
            R"(<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" Version="2.0">)"
            R"(<saml:Issuer>https://idp.example</saml:Issuer>)"
            R"(<saml:Subject><saml:NameID>alice@example.com</saml:NameID></saml:Subject>)"
            R"(<saml:Conditions><saml:AudienceRestriction><saml:Audience>https://sp.example</saml:Audience>)"
            R"(</saml:AudienceRestriction></saml:Conditions></saml:Assertion>)");
}

TEST(Verify, WithAPublicKeyAndWithACertificate) {
  Document document = signed_response(signature_template());
  EXPECT_EQ(refusal(document, crypto::Key::from_public_pem(rsa_key().public_pem()).value()), "");
  const auto certificate = crypto::Certificate::self_signed(rsa_key(), "idp", Time{}, Time{});
  EXPECT_EQ(refusal(document, certificate.public_key()), "");
}

TEST(Verify, RefusesTheUnsigned) {
  Document document = parsed(response());
  EXPECT_THAT(error_of(verify(document, Node(), rsa_key())), HasSubstr("no ds:Signature"));
  EXPECT_THAT(error_of(verify(document, document.root(), rsa_key())), HasSubstr("no ds:Signature"));
  EXPECT_THAT(refusal(parsed(response(signature_template()))), Not(IsEmpty())) << "an empty template";
}

TEST(Verify, RefusesASignatureOfAnotherDocument) {
  Document document = signed_response(signature_template());
  Document other = document.clone();
  EXPECT_THAT(error_of(verify(other, first(document, "//ds:Signature"), rsa_key())),
              HasSubstr("no ds:Signature"));
}

TEST(Verify, RefusesTheWrongKey) {
  Document document = signed_response(signature_template());
  EXPECT_EQ(refusal(document, other_rsa_key()), "the signature value does not verify with the trusted key");
  EXPECT_THAT(refusal(document, ec_key()), HasSubstr("does not fit the trusted key of type EC"));
}

TEST(Verify, IgnoresTheKeyThatComesAlong) {
  const auto certificate = crypto::Certificate::self_signed(other_rsa_key(), "attacker", Time{}, Time{});
  const std::string with_certificate =
      replace_all(signature_template(), "</ds:Signature>",
                  "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>" + certificate.base64_der() +
                      "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>");
  Document forged = signed_response(with_certificate, other_rsa_key());
  EXPECT_EQ(refusal(forged), "the signature value does not verify with the trusted key");
  Document honest = signed_response(with_certificate);
  EXPECT_EQ(refusal(honest), "") << "the trusted key counts, whatever KeyInfo says";
}

TEST(Verify, RefusesTamperedContent) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
  EXPECT_EQ(refusal(document), "the digest of #_a does not match: the element was changed after signing");
}

TEST(Verify, AllowsChangesOutsideTheSignedElement) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "/samlp:Response/@Destination", "https://elsewhere.example"));
  EXPECT_EQ(refusal(document), "");
}

TEST(Verify, RefusesATamperedSignedInfo) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//ds:SignedInfo/@Id", "_changed"));
  EXPECT_EQ(refusal(document), "the signature value does not verify with the trusted key");
}

TEST(Verify, RefusesADigestMadeToFit) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
  const std::string octets = canonical(document, first(document, "//saml:Assertion"), exclusive_c14n, {},
                                       first(document, "//ds:Signature"))
                                 .value();
  ASSERT_TRUE(set(document, "//ds:DigestValue", base64_encode(crypto::sha256(octets))));
  EXPECT_EQ(refusal(document), "the signature value does not verify with the trusted key");
}

// CVE-2025-29775: a reader that stops at the comment sees the forged digest.
TEST(Verify, ReadsTheDigestAroundComments) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//saml:NameID", "mallory@example.com"));
  const std::string octets = canonical(document, first(document, "//saml:Assertion"), exclusive_c14n, {},
                                       first(document, "//ds:Signature"))
                                 .value();
  ASSERT_TRUE(insert(document, "<!--" + base64_encode(crypto::sha256(octets)) + "-->", Position::before,
                     "//ds:DigestValue/text()"));
  EXPECT_EQ(refusal(document), "the digest of #_a does not match: the element was changed after signing");
}

TEST(Verify, RefusesAChangedSignatureValue) {
  Document document = signed_response(signature_template());
  std::string bytes = base64_decode(value(document, "//ds:SignatureValue")).value();
  bytes[5] = static_cast<char>(bytes[5] ^ 4);
  ASSERT_TRUE(set(document, "//ds:SignatureValue", base64_encode(bytes)));
  EXPECT_EQ(refusal(document), "the signature value does not verify with the trusted key");
  ASSERT_TRUE(set(document, "//ds:SignatureValue", ""));
  EXPECT_NE(refusal(document), "");
  ASSERT_TRUE(set(document, "//ds:SignatureValue", "!!"));
  EXPECT_NE(refusal(document), "");
}

TEST(Verify, RefusesTwoReferences) {
  const std::string one = signature_template();
  const std::size_t from = one.find("<ds:Reference ");
  const std::size_t to = one.find("</ds:SignedInfo>");
  const std::string second = replace_all(one.substr(from, to - from), "#_a", "#_r");
  EXPECT_THAT(refusal(signed_response(one.substr(0, to) + second + one.substr(to))),
              HasSubstr("exactly one Reference, it has 2"));
}

TEST(Verify, RefusesNoReference) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(remove(document, "//ds:Reference"));
  EXPECT_THAT(refusal(document), HasSubstr("exactly one Reference, it has 0"));
}

TEST(Verify, RefusesAReferenceWithoutAnId) {
  EXPECT_THAT(refusal(signed_response(signature_template(""))), HasSubstr("empty URI"));
  EXPECT_THAT(refusal(signed_response(signature_template("#xpointer(id('_a'))"))),
              HasSubstr("not \"#\" and an ID"));
  EXPECT_THAT(refusal(signed_response(signature_template("#xpointer(/)"))), HasSubstr("not \"#\" and an ID"));
  Document document = signed_response(signature_template());
  for (const std::string uri : {"http://127.0.0.1:1/a", "file:///etc/passwd", "_a", "#", "#_a _r", "#a'b"}) {
    ASSERT_TRUE(set(document, "//ds:Reference/@URI", uri));
    EXPECT_THAT(refusal(document), HasSubstr("not \"#\" and an ID")) << uri;
  }
  ASSERT_TRUE(remove(document, "//ds:Reference/@URI"));
  EXPECT_THAT(refusal(document), HasSubstr("empty URI"));
}

TEST(Verify, RefusesAReferenceToNothing) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(set(document, "//saml:Assertion/@ID", "_other"));
  EXPECT_EQ(refusal(document), "the Reference #_a points at no element");
}

TEST(Verify, RefusesADuplicateId) {
  Document document = signed_response(signature_template());
  ASSERT_TRUE(insert(document, R"(<samlp:Extensions><saml:Assertion ID="_a"/></samlp:Extensions>)",
                     Position::before, "//saml:Assertion"));
  EXPECT_THAT(refusal(document), HasSubstr("\"_a\", which an element before it has too"));
  for (const std::string attribute : {"Id", "xml:id"}) {
    document = signed_response(signature_template());
    ASSERT_TRUE(set(document, "/samlp:Response/saml:Issuer/@" + attribute, "_a"));
    EXPECT_THAT(refusal(document), HasSubstr("which an element before it has too")) << attribute;
  }
}

TEST(Verify, RefusesIdsThatAreNone) {
  for (const std::string id : {"", "1a", "a b", "a:b", "'"}) {
    Document document = signed_response(signature_template());
    ASSERT_TRUE(set(document, "/samlp:Response/@ID", id));
    EXPECT_THAT(refusal(document), HasSubstr("ID")) << id;
  }
}

TEST(Verify, RefusesOtherTransforms) {
  const auto with = [](const std::string& transforms) {
    return replace_all(signature_template(), std::string(enveloped) + std::string(exclusive), transforms);
  };
  const std::string env(enveloped);
  const std::string exc(exclusive);
  const std::string inclusive =
      R"(<ds:Transform Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>)";
  const std::string xpath = R"(<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116">)"
                            R"(<ds:XPath>not(ancestor-or-self::ds:Signature)</ds:XPath></ds:Transform>)";
  EXPECT_THAT(refusal(signed_response(with(env + xpath + exc))),
              HasSubstr("REC-xpath-19991116 is not allowed"));
  EXPECT_THAT(refusal(signed_response(with(env + inclusive))),
              HasSubstr("REC-xml-c14n-20010315 is not allowed"));
  EXPECT_THAT(refusal(signed_response(with(env + exc + exc))), HasSubstr("3 transforms"));
  EXPECT_THAT(refusal(signed_response(with(env))), HasSubstr("not enveloped-signature, then"));
  Document swapped = signed_response(signature_template());
  ASSERT_TRUE(move(swapped, "//ds:Transform[2]", Position::before, "//ds:Transform[1]"));
  EXPECT_THAT(refusal(swapped), HasSubstr("not enveloped-signature, then"));
  EXPECT_THAT(refusal(signed_response(
                  replace_all(signature_template(), "<ds:Transforms>" + env + exc + "</ds:Transforms>", ""))),
              HasSubstr("exactly one Transforms, it has 0"));
  const std::string comments = replace_all(exc, "exc-c14n#", "exc-c14n#WithComments");
  EXPECT_EQ(refusal(signed_response(with(env + comments))), "");
}

// The public key is public: whoever takes it for an HMAC secret accepts anybody's signature.
TEST(Verify, RefusesHmacWithThePublicKey) {
  Document document = parsed(response(signature_template("#_a", method_hmac_sha256)));
  const std::string octets = canonical(document, first(document, "//saml:Assertion"), exclusive_c14n, {},
                                       first(document, "//ds:Signature"))
                                 .value();
  ASSERT_TRUE(set(document, "//ds:DigestValue", base64_encode(crypto::sha256(octets))));
  const std::string signed_info =
      canonical(document, first(document, "//ds:SignedInfo"), exclusive_c14n).value();
  ASSERT_TRUE(set(document, "//ds:SignatureValue",
                  base64_encode(crypto::hmac_sha256(rsa_key().public_pem(), signed_info))));
  EXPECT_THAT(refusal(document), HasSubstr("hmac-sha256 is not allowed"));
}

TEST(Verify, RefusesSha1UnlessThePolicySaysSo) {
  Document signature = signed_response(signature_template("#_a", rsa_sha1));
  EXPECT_THAT(refusal(signature), HasSubstr("rests on SHA-1"));
  EXPECT_EQ(refusal(signature, rsa_key(), Policy{.allow_sha1 = true}), "");
  Document digest = signed_response(signature_template("#_a", rsa_sha256, digest_sha1));
  EXPECT_THAT(refusal(digest), HasSubstr("rests on SHA-1"));
  EXPECT_EQ(refusal(digest, rsa_key(), Policy{.allow_sha1 = true}), "");
}

TEST(Verify, RefusesAWeakKey) {
  const auto weak = crypto::Key::generate_rsa(1024);
  EXPECT_THAT(refusal(signed_response(signature_template(), weak), weak), HasSubstr("1024 bits"));
}

TEST(Verify, RefusesUnknownAlgorithms) {
  for (const std::string element :
       {"CanonicalizationMethod", "SignatureMethod", "DigestMethod", "Transform[1]"}) {
    Document document = signed_response(signature_template());
    ASSERT_TRUE(set(document, "//ds:" + element + "/@Algorithm", "urn:none"));
    EXPECT_THAT(refusal(document), HasSubstr("urn:none is not allowed")) << element;
  }
}

TEST(Verify, RefusesAnIncompleteSignature) {
  for (const std::string element :
       {"SignedInfo", "SignatureValue", "CanonicalizationMethod", "SignatureMethod", "Reference",
        "Transforms", "DigestMethod", "DigestValue"}) {
    Document document = signed_response(signature_template());
    ASSERT_TRUE(remove(document, "//ds:" + element));
    EXPECT_NE(refusal(document), "") << element;
    document = signed_response(signature_template());
    ASSERT_TRUE(copy(document, "//ds:" + element, Position::after, "//ds:" + element));
    EXPECT_NE(refusal(document), "") << "two of " << element;
  }
}

// xmlsec finds attributes by local name: this would be a second, other URI or algorithm.
TEST(Verify, RefusesForeignAttributesInSignedInfo) {
  for (const std::string element : {"ds:Reference xmlns:x=\"urn:x\" x:URI=\"#_r\"",
                                    "ds:SignatureMethod xmlns:x=\"urn:x\" x:Algorithm=\"urn:none\""}) {
    const std::string name = element.substr(0, element.find(' '));
    Document document = parsed(response(replace_all(signature_template(), "<" + name, "<" + element)));
    EXPECT_THAT(refusal(document), HasSubstr("foreign attribute")) << element;
  }
}

TEST(Verify, ReadsEcdsaOfTheWrongLengthAsWrong) {
  Document document = signed_response(signature_template("#_a", ecdsa_sha256), ec_key());
  EXPECT_EQ(refusal(document, ec_key()), "");
  ASSERT_TRUE(set(document, "//ds:SignatureValue", base64_encode(std::string(63, 'x'))));
  EXPECT_NE(refusal(document, ec_key()), "");
}

TEST(IdProblems, NamesEach) {
  EXPECT_THAT(id_problems(parsed(response(signature_template()))), IsEmpty());
  const auto problems =
      id_problems(parsed("<a ID=\"x\">\n<b Id=\"x\"/>\n<c ID=\"\"/>\n<d ID=\"0\"/><e id=\"x\"/></a>"));
  ASSERT_EQ(problems.size(), 3u);
  EXPECT_EQ(problems[0], "line 2: the b has the ID \"x\", which an element before it has too");
  EXPECT_EQ(problems[1], "line 3: the c has an empty ID");
  EXPECT_EQ(problems[2], "line 4: the d has the ID \"0\", which is no NCName");
}

}  // namespace
}  // namespace idproctor::xml
