#include <gmock/gmock.h>

#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;
using xml::Position;

class SignStages : public testing::Test {
 protected:
  bool verifies(const std::string& bytes, const std::string& key = "idp") {
    return oracle_.verifies(bytes, must(keys().get(key))->certificate);
  }
  SamlOracle oracle_;
};

TEST_F(SignStages, SignsNothingWithoutOne) {
  const Message message = build("okta", recipe({}));
  EXPECT_EQ(value(message.bytes, "count(//ds:Signature)"), "0");
  EXPECT_THAT(vouched(message), IsEmpty());
}

TEST_F(SignStages, UsesTheAlgorithmsAsked) {
  const struct {
    const char *algorithm, *digest, *method_uri, *digest_uri;
  } asked[] = {
      {"rsa-sha1", "sha1", "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
       "http://www.w3.org/2000/09/xmldsig#sha1"},
      {"rsa-sha384", "sha384", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha384",
       "http://www.w3.org/2001/04/xmldsig-more#sha384"},
      {"rsa-sha512", "sha512", "http://www.w3.org/2001/04/xmldsig-more#rsa-sha512",
       "http://www.w3.org/2001/04/xmlenc#sha512"},
      {"http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256",
       "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmlenc#sha256"}};
  for (const auto& [algorithm, digest, method_uri, digest_uri] : asked) {
    SignStage stage = sign({"assertion"});
    stage.algorithm = algorithm;
    stage.digest = digest;
    const std::string bytes = build("generic", recipe({stage})).bytes;
    EXPECT_EQ(value(bytes, "string(//ds:SignatureMethod/@Algorithm)"), method_uri);
    EXPECT_EQ(value(bytes, "string(//ds:DigestMethod/@Algorithm)"), digest_uri);
    EXPECT_TRUE(verifies(bytes)) << oracle_.log();
  }
}

TEST_F(SignStages, UsesTheCanonicalizationAsked) {
  const std::pair<const char*, const char*> asked[] = {
      {"exclusive-with-comments", "http://www.w3.org/2001/10/xml-exc-c14n#WithComments"},
      {"inclusive", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"}};
  for (const auto& [name, uri] : asked) {
    SignStage stage = sign({"assertion"});
    stage.canonicalization = name;
    const std::string bytes = build("generic", recipe({stage})).bytes;
    EXPECT_EQ(value(bytes, "string(//ds:CanonicalizationMethod/@Algorithm)"), uri);
    EXPECT_EQ(value(bytes, "string(//ds:Transform[2]/@Algorithm)"), uri);
    EXPECT_TRUE(verifies(bytes)) << oracle_.log();
  }
}

TEST_F(SignStages, WritesTheKeyInfoAsked) {
  const std::pair<const char*, const char*> asked[] = {
      {"none", "count(//ds:KeyInfo)=0"},
      {"empty", "count(//ds:KeyInfo)=1 and not(//ds:KeyInfo/node())"},
      {"x509", "count(//ds:KeyInfo/ds:X509Data/*)=1"},
      {"x509-subject", "count(//ds:X509Data/ds:X509SubjectName)=1"},
      {"key-name", "count(//ds:KeyInfo/ds:KeyName)=1"},
      {"x509-lines", "contains(//ds:X509Certificate, '\n')"},
      {"issuer-serial", "count(//ds:X509IssuerSerial/*)=2"},
      {"key-value", "count(//ds:KeyValue/ds:RSAKeyValue/*)=2"}};
  for (const auto& [name, shape] : asked) {
    SignStage stage = sign({"assertion"});
    stage.key_info = name;
    const Message message = build("generic", recipe({stage}));
    EXPECT_EQ(value(message.bytes, shape), "true") << name;
    EXPECT_THAT(vouched(message), ElementsAre("alice@example.com")) << name;
    EXPECT_TRUE(oracle_.validates(message.bytes, "saml-schema-protocol-2.0.xsd") ||
                name == std::string("empty"))
        << oracle_.log();
  }
}

TEST_F(SignStages, SignsWithAStrangersKey) {
  SignStage stage = sign({"assertion"});
  stage.key = "stranger";
  const Message message = build("generic", recipe({stage}));
  EXPECT_TRUE(verifies(message.bytes, "stranger")) << oracle_.log();
  EXPECT_FALSE(verifies(message.bytes, "idp"));
  EXPECT_EQ(value(message.bytes, "string(//ds:X509Certificate)"),
            must(keys().get("stranger"))->certificate.base64_der());
  EXPECT_THAT(vouched(message), IsEmpty());
}

TEST_F(SignStages, ShowsAnothersCertificate) {
  SignStage stage = sign({"assertion"});
  stage.key = "stranger";
  stage.key_info_of = "idp";
  const std::string bytes = build("generic", recipe({stage})).bytes;
  EXPECT_EQ(value(bytes, "string(//ds:X509Certificate)"), keys().idp().certificate.base64_der());
  EXPECT_FALSE(verifies(bytes, "idp"));
}

TEST_F(SignStages, SignsAnElementThatTheDialectNeverSigns) {
  for (const char* provider : kDialects) {
    const std::string bytes =
        build(provider,
              recipe({EditStage{{insert(
                          "<saml:Advice><saml:Assertion ID=\"_inner\" Version=\"2.0\">"
                          "<saml:Issuer>https://inner.example</saml:Issuer></saml:Assertion></saml:Advice>",
                          Position::after, "//saml:Conditions")}},
                      sign({"//saml:Advice/saml:Assertion"})}))
            .bytes;
    EXPECT_EQ(value(bytes, "count(//ds:Signature)"), "1") << provider;
    EXPECT_EQ(value(bytes, "string(//saml:Advice/saml:Assertion/ds:Signature//ds:Reference/@URI)"), "#_inner")
        << provider;
    EXPECT_EQ(
        value(bytes,
              "count(//saml:Issuer[.='https://inner.example']/following-sibling::*[1][self::ds:Signature])"),
        "1")
        << provider;
    EXPECT_TRUE(verifies(bytes)) << provider << oracle_.log();
  }
}

TEST_F(SignStages, SignsWhatHasNoIssuerAndWhatIsEmpty) {
  const Message message = build(
      "generic", recipe({EditStage{{remove("//saml:Assertion/saml:Issuer")}}, sign({"//saml:Assertion"})}));
  EXPECT_THAT(vouched(message), ElementsAre("alice@example.com"));
  const std::string bytes =
      build("generic",
            recipe({EditStage{{insert("<saml:Assertion ID=\"_empty\"/>", Position::into, "/samlp:Response")}},
                    sign({"//saml:Assertion[@ID='_empty']"})}))
          .bytes;
  EXPECT_TRUE(verifies(bytes)) << oracle_.log() << bytes;
}

TEST_F(SignStages, SignsMoreThanOnce) {
  SignStage outer = sign({"response"});
  outer.key = "stranger";
  const Message message = build("generic", recipe({sign({"assertion"}), outer}));
  EXPECT_TRUE(oracle_.verifies(message.bytes, must(keys().get("stranger"))->certificate,
                               "/*/*[local-name()='Signature']"))
      << oracle_.log();
  EXPECT_THAT(vouched(message), ElementsAre("alice@example.com"));
}

TEST_F(SignStages, SignsWithAnEcKey) {
  SignStage stage = sign({"assertion"});
  stage.key = "idp-ec";
  stage.algorithm = "ecdsa-sha256";
  const Message message = build("generic", recipe({stage}));
  EXPECT_TRUE(verifies(message.bytes, "idp-ec")) << oracle_.log();
  EXPECT_THAT(vouched(message), ElementsAre("alice@example.com"));
}

// Whatever it is called, the key has signed; an HMAC is nobody's signature.
TEST_F(SignStages, NamesAnotherAlgorithmThanItUses) {
  SignStage stage = sign({"assertion"});
  stage.algorithm = "urn:none";
  stage.computed_by = "rsa-sha1";
  EXPECT_THAT(vouched(build("generic", recipe({stage}))), ElementsAre("alice@example.com"));
  stage.computed_by = "none";
  const Message empty = build("generic", recipe({stage}));
  EXPECT_EQ(value(empty.bytes, "string(//ds:SignatureValue)"), "");
  EXPECT_THAT(vouched(empty), IsEmpty());
  stage.computed_by.reset();
  stage.algorithm = "hmac-sha256";
  stage.secret = "certificate-pem";
  EXPECT_THAT(vouched(build("generic", recipe({stage}))), IsEmpty());
}

TEST_F(SignStages, SaysWhatItCannotSign) {
  const auto trouble = [](SignStage stage) {
    return error_of(try_build("generic", recipe({std::move(stage)})));
  };
  SignStage stage = sign({"assertion"});
  stage.key = "nobody";
  EXPECT_THAT(trouble(stage), AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("nobody")));
  stage = sign({"assertion"});
  stage.algorithm = "rsa-md4";
  EXPECT_THAT(trouble(stage),
              AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("rsa-md4"), HasSubstr("rsa-sha256")));
  stage = sign({"assertion"});
  stage.digest = "crc32";
  EXPECT_THAT(trouble(stage), AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("crc32")));
  stage = sign({"assertion"});
  stage.canonicalization = "none";
  EXPECT_THAT(trouble(stage), StartsWith("case.yaml:5:7: "));
  stage = sign({"assertion"});
  stage.key_info = "x510";
  EXPECT_THAT(trouble(stage), AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("x510")));
  EXPECT_THAT(trouble(sign({"//saml:Nothing"})),
              AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("no such element")));
  EXPECT_THAT(trouble(sign({"//saml:Conditions"})),
              AllOf(StartsWith("case.yaml:5:7: "), HasSubstr("cannot sign")));
}

}  // namespace
}  // namespace idproctor::mock_idp
