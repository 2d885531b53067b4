// Every dialect's correct message, judged by others: xmlsec1 and the OASIS schemas.

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::Each;
using testing::Not;

constexpr const char* kAssertionSignature =
    "/*[local-name()='Response']/*[local-name()='Assertion']/*[local-name()='Signature']";
constexpr const char* kResponseSignature = "/*[local-name()='Response']/*[local-name()='Signature']";

class EveryDialect : public testing::TestWithParam<const char*> {
 protected:
  Message signed_as(SignTarget target) const {
    Login wanted = login();
    wanted.sign = target;
    return build(GetParam(), {}, wanted);
  }
  /// A time with as many digits as the dialect writes.
  std::string written(Time time) const { return format_time(time, dialect(GetParam()).time_fraction_digits); }
  SamlOracle oracle_;
};
INSTANTIATE_TEST_SUITE_P(Dialects, EveryDialect, testing::ValuesIn(kDialects),
                         [](const auto& tested) { return replace_all(tested.param, "-", "_"); });

TEST_P(EveryDialect, SignsWhatTheTargetWants) {
  const struct {
    SignTarget target;
    bool assertion, response;
  } wanted[] = {{SignTarget::assertion, true, false},
                {SignTarget::response, false, true},
                {SignTarget::both, true, true}};
  const crypto::Certificate certificate = keys().idp().certificate;
  for (const auto& [target, assertion, response] : wanted) {
    const std::string bytes = signed_as(target).bytes;
    EXPECT_EQ(value(bytes, "count(/samlp:Response/saml:Assertion/ds:Signature)"), assertion ? "1" : "0");
    EXPECT_EQ(value(bytes, "count(/samlp:Response/ds:Signature)"), response ? "1" : "0");
    EXPECT_EQ(value(bytes, "count(//ds:Signature)"), assertion && response ? "2" : "1");
    if (assertion) {
      EXPECT_TRUE(oracle_.verifies(bytes, certificate, kAssertionSignature)) << oracle_.log() << bytes;
    }
    if (response) {
      EXPECT_TRUE(oracle_.verifies(bytes, certificate, kResponseSignature)) << oracle_.log() << bytes;
    }
    EXPECT_EQ(oracle_.validates(bytes, "saml-schema-protocol-2.0.xsd"), fits_the_schema(GetParam()))
        << oracle_.log() << bytes;
  }
}

TEST_P(EveryDialect, TheJudgesRefuseWhatIsWrong) {
  Recipe tampered = recipe({sign({"assertion"}), EditStage{{set("//saml:NameID", "mallory@example.com")}}});
  EXPECT_FALSE(oracle_.verifies(build(GetParam(), tampered).bytes, keys().idp().certificate));
  const std::string honest = build(GetParam()).bytes;
  EXPECT_FALSE(oracle_.verifies(honest, must(keys().get("stranger"))->certificate));
  const Recipe without_id = recipe({EditStage{{remove("/samlp:Response/@ID")}}});
  EXPECT_FALSE(oracle_.validates(build(GetParam(), without_id).bytes, "saml-schema-protocol-2.0.xsd"));
}

TEST_P(EveryDialect, FitsTheSchemaWithoutRequestAndGroups) {
  Login sparse = login();
  sparse.request_id.clear();
  sparse.user.groups.clear();
  const std::string bytes = build(GetParam(), {}, sparse).bytes;
  EXPECT_EQ(oracle_.validates(bytes, "saml-schema-protocol-2.0.xsd"), fits_the_schema(GetParam()))
      << oracle_.log() << bytes;
  EXPECT_EQ(value(bytes, "count(//@InResponseTo)"), "0");
}

TEST_P(EveryDialect, AnswersTheRequestThatWasMade) {
  const std::string bytes = build(GetParam()).bytes;
  EXPECT_EQ(value(bytes, "string(/samlp:Response/@InResponseTo)"), "_request1");
  EXPECT_EQ(value(bytes, "string(//saml:SubjectConfirmationData/@InResponseTo)"), "_request1");
}

TEST_P(EveryDialect, CarriesTheLogin) {
  const Message message = build(GetParam());
  const std::string& bytes = message.bytes;
  EXPECT_EQ(value(bytes, "string(/samlp:Response/@ID)"), message.id);
  EXPECT_EQ(value(bytes, "string(/samlp:Response/@Destination)"), kAcs);
  EXPECT_EQ(value(bytes, "string(//saml:SubjectConfirmationData/@Recipient)"), kAcs);
  EXPECT_EQ(value(bytes, "string(//saml:Audience)"), kSp);
  EXPECT_EQ(value(bytes, "string(//saml:NameID)"), "alice@example.com");
  EXPECT_EQ(value(bytes, "string(/samlp:Response/@IssueInstant)"), written(noon()));
  EXPECT_EQ(value(bytes, "string(/samlp:Response/saml:Issuer)"), dialect(GetParam()).entity_id);
  EXPECT_EQ(value(bytes, "string(//saml:Assertion/saml:Issuer)"), dialect(GetParam()).entity_id);
  EXPECT_EQ(value(bytes, "count(//saml:AttributeValue[.=\"O'Hara & <Sons>\"]) > 0"), "true");
  EXPECT_EQ(value(bytes,
                  "count(//saml:Attribute[saml:AttributeValue='engineering' and "
                  "saml:AttributeValue='r&d'][count(saml:AttributeValue) = 2])"),
            "1");
  EXPECT_THAT(vouched(message), testing::AllOf(Not(testing::IsEmpty()), Each("alice@example.com")));
  EXPECT_EQ(value(bytes, "count(//text()[normalize-space()=''])"), "0")
      << "the template's indentation stays out";
}

TEST_P(EveryDialect, MaySpeakUnderAnotherEntityId) {
  Login other = login();
  other.idp_entity_id = "https://idp.example/one?a&b";
  EXPECT_EQ(
      value(build(GetParam(), {}, other).bytes, "count(//saml:Issuer[.='https://idp.example/one?a&b'])"),
      "2");
}

TEST_P(EveryDialect, IsRepeatable) {
  EXPECT_EQ(build(GetParam()).bytes, build(GetParam()).bytes);
  const auto with = [&](const char* seed, const Login& who) {
    return must(build_message(dialect(GetParam()), keys(), who, {}, Seed(seed))).bytes;
  };
  EXPECT_NE(with("a", login()), with("b", login()));
  Login later = login();
  later.now += std::chrono::seconds(1);
  EXPECT_NE(with("a", login()), with("a", later));
}

// Reports name a seed so that others get the same messages, with the next version too.
// The first 32 numbers of SplitMix64 from FNV-1a of "test", each modulo 16.
TEST(Message, IsOfItsSeedOnEveryMachine) {
  EXPECT_EQ(value(build("generic").bytes, "string(/samlp:Response/@ID)"),
            "_53e9ee621927e655e5c995882398209b");
}

TEST_P(EveryDialect, FollowsTheRecipesClock) {
  Recipe slow;
  slow.clock = -std::chrono::minutes(10);
  EXPECT_EQ(value(build(GetParam(), slow).bytes, "string(//saml:Assertion/@IssueInstant)"),
            written(noon() - std::chrono::minutes(10)));
}

TEST_P(EveryDialect, HasIdsThatXmlAllowsAndThatDiffer) {
  const std::string bytes = build(GetParam()).bytes;
  const std::string response = value(bytes, "string(/samlp:Response/@ID)");
  const std::string assertion = value(bytes, "string(//saml:Assertion/@ID)");
  EXPECT_NE(response, assertion);
  EXPECT_THAT(response, testing::MatchesRegex("[A-Za-z_][-A-Za-z0-9_.]{15,}"));
}

}  // namespace
}  // namespace idproctor::mock_idp
