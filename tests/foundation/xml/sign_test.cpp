#include "foundation/xml/sign.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/canonical.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/signature_value.hpp"
#include "foundation/xml/verify.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

/// The digest that the Reference must have, computed without the code that signs.
std::string expected_digest(const Document& document, std::string_view element,
                            std::string_view prefix_list = {}, std::string_view algorithm = digest_sha256) {
  const std::string octets = canonical(document, first(document, element), exclusive_c14n, prefix_list,
                                       first(document, "//ds:Signature"))
                                 .value();
  return base64_encode(crypto::digest(algorithm, octets).value());
}

void expect_valid_signature_value(const Document& document, const crypto::Key& key, std::string_view method) {
  const std::string signed_octets =
      canonical(document, first(document, "//ds:SignedInfo"), exclusive_c14n).value();
  const std::string signature = base64_decode(value(document, "//ds:SignatureValue")).value();
  EXPECT_TRUE(crypto::verify(key, method, signed_octets, signature).value()) << method;
}

struct Algorithm {
  const crypto::Key& (*key)();
  std::string_view method;
  std::string_view digest;
};

class SignWith : public testing::TestWithParam<Algorithm> {};

TEST_P(SignWith, FillsInDigestAndSignature) {
  const crypto::Key& key = GetParam().key();
  Document document = parsed(response(signature_template("#_a", GetParam().method, GetParam().digest)));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), key)), "");
  EXPECT_EQ(value(document, "//ds:DigestValue"),
            expected_digest(document, "//saml:Assertion", {}, GetParam().digest));
  expect_valid_signature_value(document, key, GetParam().method);
  EXPECT_EQ(document.serialize().find('\n'), std::string::npos) << "base64 is not broken into lines";
  const auto part = verify(document, first(document, "//ds:Signature"), key, Policy{.allow_sha1 = true});
  ASSERT_EQ(error_of(part), "");
  EXPECT_EQ(part->id, "_a");
}

INSTANTIATE_TEST_SUITE_P(Algorithms, SignWith,
                         testing::Values(Algorithm{rsa_key, rsa_sha1, digest_sha1},
                                         Algorithm{rsa_key, rsa_sha256, digest_sha256},
                                         Algorithm{rsa_key, rsa_sha384, digest_sha384},
                                         Algorithm{rsa_key, rsa_sha512, digest_sha512},
                                         Algorithm{ec_key, ecdsa_sha256, digest_sha256},
                                         Algorithm{ec_384_key, ecdsa_sha384, digest_sha384},
                                         Algorithm{ec_521_key, ecdsa_sha512, digest_sha512},
                                         Algorithm{rsa_key, rsa_pss_sha256, digest_sha256}));

TEST(Sign, ChangesNothingElse) {
  const std::string key_info =
      "<ds:KeyInfo><ds:KeyName/><ds:X509Data/><ds:KeyValue/></ds:KeyInfo></ds:Signature>";
  const std::string text = response(replace_all(signature_template(), "</ds:Signature>", key_info));
  Document document = parsed(text);
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  ASSERT_TRUE(set(document, "//ds:DigestValue", ""));
  ASSERT_TRUE(set(document, "//ds:SignatureValue", ""));
  EXPECT_EQ(document.serialize(), text);
}

TEST(Sign, LeavesNoIdBehind) {
  Document document = parsed(response(signature_template()));
  const Node signature = first(document, "//ds:Signature");
  ASSERT_TRUE(sign(document, signature, rsa_key()));
  EXPECT_EQ(value(document, "count(id('_a'))"), "0");
  EXPECT_EQ(value(document.clone(), "count(id('_a'))"), "0");
  ASSERT_TRUE(verify(document, signature, rsa_key()));
  EXPECT_EQ(value(document, "count(id('_a'))"), "0");
}

TEST(Sign, AgainAfterAnEdit) {
  Document document = parsed(response(signature_template()));
  const Node signature = first(document, "//ds:Signature");
  ASSERT_TRUE(sign(document, signature, rsa_key()));
  const std::string before = document.serialize();
  ASSERT_TRUE(sign(document, signature, rsa_key()));
  EXPECT_EQ(document.serialize(), before) << "RSA PKCS#1 signatures are repeatable";
  ASSERT_TRUE(set(document, "//saml:NameID", "bob@example.com"));
  ASSERT_TRUE(set(document, "//saml:Assertion/@ID", "_b"));
  ASSERT_TRUE(set(document, "//ds:Reference/@URI", "#_b"));
  ASSERT_TRUE(sign(document, signature, rsa_key()));
  EXPECT_EQ(error_of(verify(document, signature, rsa_key())), "");
}

TEST(Sign, RespectsThePrefixList) {
  const std::string list =
      R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"><ec:InclusiveNamespaces )"
      R"(xmlns:ec="http://www.w3.org/2001/10/xml-exc-c14n#" PrefixList="samlp"/></ds:Transform>)";
  Document document = parsed(response(replace_all(
      signature_template(), R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)", list)));
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(value(document, "//ds:DigestValue"), expected_digest(document, "//saml:Assertion", "samlp"));
  EXPECT_NE(value(document, "//ds:DigestValue"), expected_digest(document, "//saml:Assertion"));
  EXPECT_TRUE(verify(document, first(document, "//ds:Signature"), rsa_key()));
}

TEST(Sign, TheResponseAndTheAssertionInIt) {
  Document document = parsed(response(signature_template()));
  ASSERT_TRUE(insert(document, signature_template("#_r"), Position::after, "/samlp:Response/saml:Issuer"));
  const Node inner = first(document, "//saml:Assertion/ds:Signature");
  const Node outer = first(document, "/samlp:Response/ds:Signature");
  ASSERT_TRUE(sign(document, inner, rsa_key()));
  ASSERT_TRUE(sign(document, outer, other_rsa_key()));
  EXPECT_EQ(error_of(verify(document, inner, rsa_key())), "");
  const auto part = verify(document, outer, other_rsa_key());
  ASSERT_EQ(error_of(part), "");
  EXPECT_THAT(part->canonical_xml, HasSubstr("<ds:SignatureValue>")) << "the inner signature is covered";
}

TEST(Sign, FromOutsideTheSignedElement) {
  Document document = parsed(response());
  ASSERT_TRUE(insert(document, signature_template("#_a"), Position::before, "//saml:Assertion"));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  const auto part = verify(document, first(document, "//ds:Signature"), rsa_key());
  ASSERT_EQ(error_of(part), "");
  EXPECT_EQ(part->id, "_a");
}

// A forged twin with the same ID stands first; the signature's own ancestor is what it means.
TEST(Sign, PrefersTheAncestorAmongTwins) {
  const std::string signed_text = response(signature_template());
  Document document = parsed(signed_text);
  ASSERT_TRUE(insert(document,
                     R"(<saml:Assertion ID="_a"><saml:Issuer>forged</saml:Issuer></saml:Assertion>)",
                     Position::before, "//saml:Assertion"));
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(value(document, "//ds:DigestValue"), expected_digest(document, "//saml:Assertion[2]"));
}

TEST(Sign, TakesTheFirstOfTwinsElsewhere) {
  Document document =
      parsed("<a><b ID=\"_x\">first</b><b ID=\"_x\">second</b><c>" + signature_template("#_x") + "</c></a>");
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(value(document, "//ds:DigestValue"), expected_digest(document, "//b[1]"));
}

// libxml2 registers xml:id attributes when it parses.
TEST(Sign, IsNotDisturbedByXmlId) {
  Document document =
      parsed("<a><b xml:id=\"_x\">first</b><c ID=\"_x\">" + signature_template("#_x") + "</c></a>");
  ASSERT_TRUE(sign(document, first(document, "//ds:Signature"), rsa_key()));
  EXPECT_EQ(value(document, "//ds:DigestValue"), expected_digest(document, "//c"));
  EXPECT_EQ(value(document, "name(id('_x'))"), "b") << "as it was before";
}

TEST(Sign, TheWholeDocumentByAnEmptyUri) {
  Document document = parsed(response(signature_template("")));
  ASSERT_EQ(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "");
  EXPECT_EQ(value(document, "//ds:DigestValue"), expected_digest(document, "/*"));
}

TEST(Sign, SaysWhyNot) {
  Document document = parsed(response(signature_template("#_none")));
  EXPECT_THAT(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), HasSubstr("#_none"));
  EXPECT_THAT(error_of(sign(document, document.root(), rsa_key())), HasSubstr("ds:Signature"));
  EXPECT_THAT(error_of(sign(document, Node(), rsa_key())), HasSubstr("ds:Signature"));

  document = parsed(response(signature_template()));
  const Node signature = first(document, "//ds:Signature");
  const auto half = crypto::Key::from_public_pem(rsa_key().public_pem()).value();
  EXPECT_THAT(error_of(sign(document, signature, half)), HasSubstr("public key"));
  EXPECT_THAT(error_of(sign(document, signature, ec_key())), HasSubstr("cannot be made"));
  ASSERT_TRUE(set(document, "//ds:SignatureMethod/@Algorithm", "urn:none"));
  EXPECT_THAT(error_of(sign(document, signature, rsa_key())), HasSubstr("urn:none"));

  document = parsed(response(signature_template("http://127.0.0.1:1/x")));
  EXPECT_NE(error_of(sign(document, first(document, "//ds:Signature"), rsa_key())), "")
      << "nothing is fetched";
}

}  // namespace
}  // namespace idproctor::xml
