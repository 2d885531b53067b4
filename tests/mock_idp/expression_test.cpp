#include "mock_idp/expression.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::HasSubstr;
using testing::MatchesRegex;

class Expressions : public testing::Test {
 protected:
  Expressions() : seed_("expressions"), values_(dialect("generic"), keys(), login_, seed_) {
    document_ = std::make_unique<xml::Document>(parsed(build("generic").bytes));
  }

  /// The value, or "(none)", or "error: ...".
  std::string value_of(const std::string& expression) const {
    const auto result = values_.find(expression, document_.get());
    if (!result) return "error: " + error_of(result);
    return *result ? **result : "(none)";
  }

  Login login_ = login();
  Seed seed_;
  Values values_;
  std::unique_ptr<xml::Document> document_;
};

TEST_F(Expressions, NameTheLogin) {
  EXPECT_EQ(value_of("acs"), kAcs);
  EXPECT_EQ(value_of("sp.entity_id"), kSp);
  EXPECT_EQ(value_of("request.id"), "_request1");
  EXPECT_EQ(value_of("client.address"), "(none)");
  EXPECT_EQ(value_of("idp.entity_id"), "https://idp.idproctor.test/generic");
  EXPECT_EQ(value_of("user.email"), "alice@example.com");
  EXPECT_EQ(value_of("user.givenName"), "Alice");
  EXPECT_EQ(value_of("name_id"), "alice@example.com");
  EXPECT_EQ(value_of("victim"), "victim@example.com");
  EXPECT_EQ(value_of("now"), "2026-03-01T12:00:00.000Z");
  login_.request_id.clear();
  login_.idp_entity_id = "https://idp.example";
  EXPECT_EQ(value_of("request.id"), "(none)");
  EXPECT_EQ(value_of("idp.entity_id"), "https://idp.example");
}

TEST_F(Expressions, NameTheCanaryWhereThereIsOne) {
  EXPECT_EQ(value_of("canary"), "(none)");
  login_.canary = "http://127.0.0.1:1/x";
  login_.canary_file = "file:///tmp/x";
  EXPECT_EQ(value_of("canary"), "http://127.0.0.1:1/x");
  EXPECT_EQ(value_of("canary_file"), "file:///tmp/x");
}

TEST_F(Expressions, WriteNamesAsTheyStandThere) {
  EXPECT_EQ(value_of("name(//saml:Subject)"), "saml:Subject");
  document_ = std::make_unique<xml::Document>(parsed(build("entra").bytes));
  EXPECT_EQ(value_of("name(//saml:Subject)"), "Subject");
}

TEST_F(Expressions, LookAlike) {
  EXPECT_EQ(value_of("cyrillic(victim)"),
            "v\u0456\u0441t\u0456m@\u0435\u0445\u0430m\u0440l\u0435.\u0441\u043Em");
  EXPECT_EQ(value_of("fullwidth(abc)"), "\uFF41\uFF42\uFF43");
}

// The signature over the canonical SignedInfo, and the digest of an element, are those that the message
// itself has.
TEST_F(Expressions, CanonicalizeAsTheSignatureSays) {
  for (const char* provider : kDialects) {
    document_ = std::make_unique<xml::Document>(parsed(build(provider, recipe({sign({"assertion"})})).bytes));
    EXPECT_EQ(value_of("digest(//saml:Assertion)"), value_of("text(//ds:DigestValue)")) << provider;
    EXPECT_EQ(value_of("signature(canonical(//ds:SignedInfo))"),
              replace_all(value_of("text(//ds:SignatureValue)"), "\n", ""))
        << provider;
  }
}

TEST_F(Expressions, HaveNoValueForWhatIsUnknown) {
  for (const char* unknown : {"", "nothing", "user.shoeSize", "Now", "idp"})
    EXPECT_EQ(value_of(unknown), "(none)") << unknown;
  EXPECT_THAT(value_of("sha3(abc)"), HasSubstr("no function by the name of 'sha3'"));
}

TEST_F(Expressions, ChangeTexts) {
  EXPECT_EQ(value_of("uppercase(user.email)"), "ALICE@EXAMPLE.COM");
  EXPECT_EQ(value_of("other_scheme(idp.entity_id)"), "http://idp.idproctor.test/generic");
  EXPECT_EQ(value_of("other_scheme(http://a.example/http:)"), "https://a.example/http:");
  EXPECT_EQ(value_of("replace(user.email,@,-at-)"), "alice-at-example.com");
  EXPECT_EQ(value_of("replace(time(+5m),Z,+02:00)"), "2026-03-01T12:05:00.000+02:00");
  EXPECT_EQ(value_of("repeat(3,<a>)"), "<a><a><a>");
  for (const char* wrong : {"replace(a)", "replace(a,b)", "replace(a,,b)", "repeat(3)", "repeat(0,a)",
                            "repeat(many,a)", "repeat(99999999,abcdefgh)"}) {
    EXPECT_THAT(value_of(wrong), HasSubstr("error: ")) << wrong;
  }
}

TEST_F(Expressions, KnowWhatElseALoginNames) {
  EXPECT_EQ(value_of("first.request"), "(none)");
  EXPECT_EQ(value_of("attribute"), "(none)");
  login_.values["first.request"] = "_earlier";
  login_.attribute = "nickname";
  const Values later(dialect("generic"), keys(), login_, seed_);
  EXPECT_EQ(must(later.find("first.request", nullptr)), "_earlier");
  EXPECT_EQ(value_of("attribute"), "nickname");
}

TEST_F(Expressions, NeedAVictimToNameOne) {
  login_.victim.reset();
  EXPECT_THAT(value_of("victim"), HasSubstr("error: "));
}

TEST_F(Expressions, TellTheTime) {
  EXPECT_EQ(value_of("time(+5m)"), "2026-03-01T12:05:00.000Z");
  EXPECT_EQ(value_of("time(-9h)"), "2026-03-01T03:00:00.000Z");
  EXPECT_EQ(value_of("time()"), "2026-03-01T12:00:00.000Z");
  EXPECT_EQ(value_of("time(+1h-1s)"), "2026-03-01T12:59:59.000Z");
  EXPECT_EQ(value_of("seconds(+5m)"), "2026-03-01T12:05:00");
  login_.tolerance = std::chrono::minutes(3);
  EXPECT_EQ(value_of("time(+tolerance+30s)"), "2026-03-01T12:03:30.000Z");
  EXPECT_EQ(value_of("time(-tolerance-30s)"), "2026-03-01T11:56:30.000Z");
  login_.confirmation_tolerance = std::chrono::seconds(10);
  EXPECT_EQ(value_of("time(-confirmation_tolerance-30s)"), "2026-03-01T11:59:20.000Z");
  for (const char* wrong :
       {"time(soon)", "time(+5)", "time(+)", "time(+-5m)", "time(+tolerances)", "time(+5m,1s)"}) {
    EXPECT_THAT(value_of(wrong), HasSubstr("error: ")) << wrong;
  }
}

TEST_F(Expressions, MakeRandomValues) {
  EXPECT_THAT(value_of("id"), MatchesRegex("_[0-9a-f]{32}"));
  EXPECT_NE(value_of("id"), value_of("id"));
  EXPECT_THAT(value_of("uuid"),
              MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  EXPECT_THAT(value_of("hex(8)"), MatchesRegex("[0-9a-f]{8}"));
  EXPECT_THAT(value_of("digits(5)"), MatchesRegex("[1-9][0-9]{4}"));
  EXPECT_THAT(value_of("upper(6)"), MatchesRegex("[A-Z0-9]{6}"));
  EXPECT_THAT(value_of("mixed(40)"), MatchesRegex("[A-Za-z0-9]{40}"));
  EXPECT_NE(value_of("mixed(40)"), value_of("mixed(40)"));
  for (const char* wrong : {"hex(0)", "hex(x)", "hex()", "digits(-1)", "upper(1001)"}) {
    EXPECT_THAT(value_of(wrong), HasSubstr("error: ")) << wrong;
  }
}

TEST_F(Expressions, ReadTheMessage) {
  EXPECT_EQ(value_of("text(//saml:NameID)"), "alice@example.com");
  EXPECT_EQ(value_of("text(//$identity)"), "alice@example.com");
  EXPECT_EQ(value_of("text(//saml:Attribute[contains(@Name,'first')]/saml:AttributeValue)"), "Alice");
  EXPECT_THAT(value_of("text(//saml:Nothing)"), HasSubstr("selects nothing"));
  EXPECT_THAT(value_of("text(//[)"), HasSubstr("error: "));
  EXPECT_THAT(error_of(values_.find("text(//saml:NameID)", nullptr)), HasSubstr("no message yet"));
}

// FIPS 180-4's example: SHA-256 of "abc".
TEST_F(Expressions, DigestATextAndAnElement) {
  EXPECT_EQ(value_of("digest(abc)"), "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
  const std::string in_message = value_of("text(//ds:DigestValue)");
  EXPECT_EQ(value_of("digest(//saml:Assertion)"), in_message) << "as the signature has it";
  EXPECT_EQ(value_of("digest((//saml:Assertion)[1])"), in_message);
  EXPECT_NE(value_of("digest(//saml:Subject)"), in_message);
  EXPECT_THAT(value_of("digest(//saml:Nothing)"), HasSubstr("selects nothing"));
}

// A forged digest must fit the signature that it is put into, or the attack is a dud.
TEST_F(Expressions, DigestAsTheSignatureOfTheElementSays) {
  for (const char* id : kDialects) {
    document_ = std::make_unique<xml::Document>(parsed(build(id, recipe({sign({"assertion"})})).bytes));
    EXPECT_EQ(value_of("digest(//saml:Assertion[ds:Signature])"),
              value_of("text(//saml:Assertion/ds:Signature//ds:DigestValue)"))
        << id;
  }
  SignStage stage = sign({"assertion"});
  stage.digest = "sha512";
  document_ = std::make_unique<xml::Document>(parsed(build("generic", recipe({stage})).bytes));
  EXPECT_EQ(value_of("digest(//saml:Assertion)"), value_of("text(//ds:DigestValue)"));
}

TEST_F(Expressions, SignAText) {
  const auto signature = base64_decode(value_of("signature(any text)"));
  ASSERT_TRUE(signature);
  constexpr const char* rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
  EXPECT_TRUE(must(crypto::verify(keys().idp().key, rsa_sha256, "any text", *signature)));
  EXPECT_FALSE(must(crypto::verify(keys().idp().key, rsa_sha256, "another", *signature)));
}

TEST_F(Expressions, ShowCertificates) {
  EXPECT_EQ(value_of("certificate"), keys().idp().certificate.base64_der());
  EXPECT_EQ(value_of("certificate(stranger)"), must(keys().get("stranger"))->certificate.base64_der());
  EXPECT_THAT(value_of("certificate(nobody)"), HasSubstr("nobody"));
}

TEST_F(Expressions, ComputeFromOtherValues) {
  EXPECT_EQ(value_of("base64(foobar)"), "Zm9vYmFy");
  EXPECT_EQ(value_of("base64(user.givenName)"), "QWxpY2U=");
  EXPECT_EQ(value_of("base64(text(//saml:Audience))"), base64_encode(kSp));
}

TEST_F(Expressions, FlipOneCharacter) {
  EXPECT_EQ(value_of("flip(abcde)"), "abAde");
  EXPECT_EQ(value_of("flip(abAde)"), "abBde");
  const std::string before = replace_all(value_of("text(//ds:SignatureValue)"), "\n", ""),
                    after = value_of("flip(text(//ds:SignatureValue))");
  ASSERT_EQ(before.size(), after.size());
  int different = 0;
  for (std::size_t i = 0; i < before.size(); ++i) different += before[i] != after[i];
  EXPECT_EQ(different, 1);
  EXPECT_TRUE(base64_decode(after));
  EXPECT_THAT(value_of("flip()"), HasSubstr("error: "));
}

TEST_F(Expressions, TakeWhatWasDefined) {
  values_.define("original", "before");
  EXPECT_EQ(value_of("original"), "before");
  EXPECT_EQ(value_of("base64(original)"), base64_encode("before"));
}

TEST_F(Expressions, ReckonTimesWithWhatWasDefined) {
  values_.define("ahead", "90s");
  values_.define("behind", "-90s");
  EXPECT_EQ(value_of("time(+ahead)"), "2026-03-01T12:01:30.000Z");
  EXPECT_EQ(value_of("time(-ahead)"), "2026-03-01T11:58:30.000Z");
  EXPECT_EQ(value_of("time(+behind)"), "2026-03-01T11:58:30.000Z");
  EXPECT_EQ(value_of("time(-behind-5m)"), "2026-03-01T11:56:30.000Z");
  EXPECT_THAT(value_of("time(xahead)"), HasSubstr("error: "));
}

TEST_F(Expressions, RepeatComputedTextsAsOftenAsANameSays) {
  EXPECT_EQ(value_of("repeat(2,<a>${repeat(3,x)}</a>)"), "<a>xxx</a><a>xxx</a>");
  const std::string two_ids = value_of("repeat(2,${hex(8)})");
  EXPECT_EQ(two_ids.size(), 16u);
  EXPECT_NE(two_ids.substr(0, 8), two_ids.substr(8));
  values_.define("size", "4");
  EXPECT_EQ(value_of("repeat(size,x)"), "xxxx");
  EXPECT_THAT(value_of("repeat(2,${nothing})"), HasSubstr("error: "));
}

TEST_F(Expressions, ReadTheIdentityWhereTheTargetDoes) {
  EXPECT_EQ(must(values_.identity_of(victim())), "victim@example.com");
  login_.identity = "saml:Attribute[@Name='id']/saml:AttributeValue";
  EXPECT_EQ(must(values_.identity_of(victim())), victim().id);
  EXPECT_EQ(values_.xpath("//$identity"), "//saml:Attribute[@Name='id']/saml:AttributeValue");
}

}  // namespace
}  // namespace idproctor::mock_idp
