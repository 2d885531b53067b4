// Each verb of an edit stage, and what goes wrong with it. Edits before signing are signed validly.

#include <gmock/gmock.h>

#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::StartsWith;
using xml::Position;

constexpr const char* kOther = "https://other-sp.example/metadata";

/// The message with the edits made before it is signed.
std::string edited(std::vector<Edit> edits, const char* provider = "generic") {
  return build(provider, recipe({EditStage{std::move(edits)}, SignStage{}})).bytes;
}

std::string error_of_edit(Edit edit) {
  return error_of(try_build("generic", recipe({EditStage{{std::move(edit)}}})));
}

TEST(EditStage, EditsBeforeSigningAreSignedInEveryDialect) {
  SamlOracle oracle;
  for (const char* provider : kDialects) {
    const std::string bytes = edited({set("//saml:Audience", kOther)}, provider);
    EXPECT_EQ(value(bytes, "string(//saml:Audience)"), kOther);
    EXPECT_TRUE(oracle.verifies(bytes, keys().idp().certificate)) << provider << oracle.log();
  }
}

TEST(EditStage, EditsAfterSigningAreNotSigned) {
  const Message message =
      build("generic", recipe({SignStage{}, EditStage{{set("//saml:Audience", kOther)}}}));
  EXPECT_EQ(value(message.bytes, "string(//saml:Audience)"), kOther);
  EXPECT_THAT(vouched(message), testing::IsEmpty());
}

TEST(EditStage, FindsAnAttributeByWhatTheProviderSaysInIt) {
  EXPECT_EQ(value(edited({set("$attribute(givenName)/saml:AttributeValue", "Ada")}),
                  "string(//saml:Attribute[@Name='firstName'])"),
            "Ada");
  const std::string claim = "http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname";
  const std::string bytes = edited({set("$attribute(familyName)/@Name", "urn:x")}, "entra");
  EXPECT_EQ(value(bytes, "count(//saml:Attribute[@Name='" + claim + "'])"), "0");
  EXPECT_EQ(value(bytes, "count(//saml:Attribute[@Name='urn:x'])"), "1");
  EXPECT_THAT(error_of_edit(set("$attribute(shoeSize)", "43")), HasSubstr("attribute(shoeSize)"));
}

TEST(EditStage, SetsAttributesAndAddsThem) {
  const std::string bytes =
      edited({set("//saml:SubjectConfirmationData/@Recipient", "https://x.example/?a&b"),
              set("//saml:SubjectConfirmationData/@Address", "192.0.2.1")});
  EXPECT_EQ(value(bytes, "string(//@Recipient)"), "https://x.example/?a&b");
  EXPECT_EQ(value(bytes, "string(//@Address)"), "192.0.2.1");
}

TEST(EditStage, KnowsTheOriginalValue) {
  EXPECT_EQ(value(edited({set("//saml:Audience", "${original}/evil")}), "string(//saml:Audience)"),
            std::string(kSp) + "/evil");
}

TEST(EditStage, ComputesValues) {
  const std::string bytes = edited({set("//saml:Conditions/@NotOnOrAfter", "${time(-1s)}")});
  EXPECT_EQ(value(bytes, "string(//saml:Conditions/@NotOnOrAfter)"), "2026-03-01T11:59:59.000Z");
}

TEST(EditStage, FindsTheIdentityThatTheTargetReads) {
  const auto forged = recipe({EditStage{{set("//$identity", "${victim}")}}, SignStage{}});
  EXPECT_EQ(value(build("generic", forged).bytes, "string(//saml:NameID)"), "victim@example.com");

  Login by_attribute = login();
  by_attribute.identity = "saml:Attribute[@Name='email']/saml:AttributeValue";
  const Message message = build("generic", forged, by_attribute);
  EXPECT_EQ(value(message.bytes, "string(//saml:Attribute[@Name='email'])"), "victim@example.com");
  EXPECT_EQ(value(message.bytes, "string(//saml:NameID)"), "alice@example.com");
  EXPECT_THAT(vouched(message.bytes, by_attribute.identity), testing::ElementsAre("victim@example.com"));
}

TEST(EditStage, Removes) {
  EXPECT_EQ(value(edited({remove("//saml:AuthnStatement")}), "count(//saml:AuthnStatement)"), "0");
}

TEST(EditStage, Inserts) {
  const std::string audience = "<saml:Audience>" + std::string(kOther) + "</saml:Audience>";
  for (const char* provider : kDialects) {
    std::string bytes = edited({insert(audience, Position::before, "//saml:Audience")}, provider);
    EXPECT_EQ(value(bytes, "string(//saml:Audience[1])"), kOther) << provider;
    EXPECT_EQ(value(bytes, "string(//saml:Audience[2])"), kSp) << provider;
    bytes = edited({insert(audience, Position::after, "//saml:Audience")}, provider);
    EXPECT_EQ(value(bytes, "string(//saml:Audience[2])"), kOther) << provider;
    bytes = edited({insert(audience, Position::into, "//saml:AudienceRestriction")}, provider);
    EXPECT_EQ(value(bytes, "string(//saml:AudienceRestriction/*[last()])"), kOther) << provider;
  }
}

TEST(EditStage, ComputesWhatItInserts) {
  const std::string bytes = edited(
      {insert("<saml:Audience>${victim}</saml:Audience>", Position::into, "//saml:AudienceRestriction")});
  EXPECT_EQ(value(bytes, "string(//saml:Audience[2])"), "victim@example.com");
}

TEST(EditStage, Copies) {
  const std::string bytes =
      edited({copy("//saml:AudienceRestriction", Position::after, "//saml:AudienceRestriction")});
  EXPECT_EQ(value(bytes, "count(//saml:Conditions/saml:AudienceRestriction[saml:Audience='" +
                             std::string(kSp) + "'])"),
            "2");
}

TEST(EditStage, Moves) {
  const std::string bytes = edited({move("//saml:Conditions", Position::before, "//saml:Subject")});
  EXPECT_EQ(value(bytes, "count(//saml:Conditions)"), "1");
  EXPECT_EQ(value(bytes, "count(//saml:Conditions/following-sibling::saml:Subject)"), "1");
}

TEST(EditStage, Wraps) {
  const std::string bytes = edited({wrap("//saml:NameID", "<saml:EncryptedID/>")});
  EXPECT_EQ(value(bytes, "string(//saml:Subject/saml:EncryptedID/saml:NameID)"), "alice@example.com");
}

TEST(EditStage, Renames) {
  const std::string bytes =
      edited({rename("//saml:Audience", "saml:Public"), rename("//@Recipient", "Receiver")});
  EXPECT_EQ(value(bytes, "string(//saml:Public)"), kSp);
  EXPECT_EQ(value(bytes, "string(//@Receiver)"), kAcs);
  EXPECT_EQ(value(bytes, "count(//saml:Audience|//@Recipient)"), "0");
}

TEST(EditStage, EditsTheUnsignedSignatureToo) {
  SamlOracle oracle;
  const std::string bytes = edited({remove("//ds:KeyInfo")});
  EXPECT_EQ(value(bytes, "count(//ds:KeyInfo)"), "0");
  EXPECT_TRUE(oracle.verifies(bytes, keys().idp().certificate)) << oracle.log();
}

// An edit without effect would make a case ask nothing.
TEST(EditStage, SaysWhereAnEditFindsNothing) {
  for (const Edit& edit :
       {set("//saml:Nothing", "x"), remove("//saml:Nothing"),
        insert("<saml:Audience/>", Position::into, "//saml:Nothing"),
        copy("//saml:Nothing", Position::into, "//saml:Subject"),
        move("//saml:Subject", Position::into, "//saml:Nothing"), wrap("//saml:Nothing", "<saml:Advice/>"),
        rename("//saml:Nothing", "saml:Advice"), raw("//saml:Nothing", "x")}) {
    EXPECT_THAT(error_of_edit(edit), AllOf(StartsWith("case.yaml:7:9: "), HasSubstr("//saml:Nothing")));
  }
}

TEST(EditStage, SaysWhereAValueIsWrong) {
  EXPECT_THAT(error_of_edit(set("//saml:Audience", "${nobody}")),
              AllOf(StartsWith("case.yaml:7:9: "), HasSubstr("${nobody}")));
  EXPECT_THAT(error_of_edit(set("//saml:Audience[", "x")), StartsWith("case.yaml:7:9: "));
  EXPECT_THAT(error_of_edit(insert("<saml:Audience>", Position::into, "//saml:Conditions")),
              StartsWith("case.yaml:7:9: "));
}

TEST(FurtherMessages, AreInsertedByName) {
  for (const char* provider : kDialects) {
    Recipe whole = recipe({EditStage{{insert("<samlp:Extensions>${forged}</samlp:Extensions>",
                                             Position::after, "/samlp:Response/saml:Issuer")}},
                           SignStage{}});
    whole.messages["forged"] = recipe({EditStage{{set("//$identity", "${victim}")}}});
    const std::string bytes = build(provider, whole).bytes;
    EXPECT_EQ(value(bytes, "string(//samlp:Extensions/samlp:Response//saml:NameID)"), "victim@example.com")
        << provider;
    EXPECT_EQ(value(bytes, "count(//samlp:Extensions//ds:Signature)"), "0") << provider;
    EXPECT_EQ(value(bytes, "string(/samlp:Response/saml:Assertion//saml:NameID)"), "alice@example.com")
        << provider;
    EXPECT_EQ(value(bytes, "count(//@ID[.=//samlp:Extensions/samlp:Response/@ID])"), "1") << "ids of its own";
  }
}

TEST(FurtherMessages, SayWhatIsWrongWithThem) {
  Recipe whole;
  whole.messages["forged"] = recipe({EditStage{{remove("//saml:Nothing")}}});
  EXPECT_THAT(error_of(try_build("generic", whole)), StartsWith("case.yaml:7:9: "));
}

}  // namespace
}  // namespace idproctor::mock_idp
