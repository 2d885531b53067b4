// What a message's signatures vouch for, and whether an attack's original is still alive.

#include "mock_idp/audit.hpp"

#include <gmock/gmock.h>

#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using xml::Position;

std::vector<std::string> vouched_after(std::vector<Edit> tampering) {
  return vouched(build("generic", recipe({sign({"assertion"}), EditStage{std::move(tampering)}})));
}

Recipe moved_original(const std::string& intact) {
  Recipe attack = recipe({sign({"assertion"}), EditStage{forged_assertion_first()}});
  attack.intact = intact;
  return attack;
}

TEST(SignedIdentities, NameTheHonestUser) {
  EXPECT_THAT(vouched(build("generic")), ElementsAre("alice@example.com"));
  EXPECT_THAT(vouched(build("okta")), testing::Each("alice@example.com"));
}

TEST(SignedIdentities, AreEmptyWithoutATrustedSignature) {
  EXPECT_THAT(vouched(build("generic", recipe({}))), IsEmpty());
  SignStage strange = sign({"assertion"});
  strange.key = "stranger-same-name";
  EXPECT_THAT(vouched(build("generic", recipe({strange}))), IsEmpty());
}

TEST(SignedIdentities, AreEmptyForWhatWasTamperedWith) {
  EXPECT_THAT(vouched_after({set("//saml:NameID", "victim@example.com")}), IsEmpty());
  EXPECT_THAT(vouched_after({set("//saml:Conditions/@NotOnOrAfter", "${time(+10h)}")}), IsEmpty());
  EXPECT_THAT(vouched_after({set("//ds:SignatureValue", "${flip(text(//ds:SignatureValue))}")}), IsEmpty());
  EXPECT_THAT(
      vouched_after({set("//ds:DigestValue", "${digest(//saml:Assertion)}"), remove("//saml:Audience")}),
      IsEmpty());
  EXPECT_THAT(vouched_after({set("/samlp:Response/@Destination", "https://x.example")}),
              ElementsAre("alice@example.com"))
      << "the Response is not signed here";
}

TEST(SignedIdentities, NameTheOriginalOfAWrappedMessage) {
  EXPECT_THAT(vouched_after(forged_assertion_first()), ElementsAre("alice@example.com"));
}

TEST(SignedIdentities, AreNotThoseOfAdvice) {
  const std::vector<Edit> advice{
      insert("<saml:Advice/>", Position::after, "//saml:Conditions"),
      copy("//saml:Assertion", Position::into, "//saml:Advice"), remove("//saml:Advice//ds:Signature"),
      set("//saml:Advice/saml:Assertion/@ID", "_advice"), set("//saml:Advice//$identity", "${victim}")};
  EXPECT_THAT(vouched(build("generic", recipe({EditStage{advice}, sign({"assertion"})}))),
              ElementsAre("alice@example.com"));
}

TEST(SignedIdentities, AreReadThroughADoctypeAndItsEntities) {
  EXPECT_THAT(vouched_after({raw("prolog", "<!DOCTYPE r [<!ENTITY who \"alice@example.com\">]>"),
                             raw("//saml:NameID/text()", "&who;")}),
              ElementsAre("alice@example.com"));
  EXPECT_THAT(vouched_after({raw("prolog", "<!DOCTYPE r [<!ENTITY who \"victim@example.com\">]>"),
                             raw("//saml:NameID/text()", "&who;")}),
              IsEmpty());
}

TEST(SignedIdentities, SeeThroughDuplicateIds) {
  const auto forgery = [](int position) {
    const std::string forged = "//saml:Assertion[" + std::to_string(position) + "]";
    return std::vector<Edit>{copy("//saml:Assertion", Position::before, "//saml:Assertion"),
                             remove(forged + "/ds:Signature"), set(forged + "//$identity", "${victim}")};
  };
  std::vector<Edit> twice = forgery(1);
  EXPECT_THAT(vouched_after(twice), ElementsAre("alice@example.com"));
  // A third element of the same ID.
  twice.push_back(copy("//saml:Assertion[1]", Position::before, "//saml:Assertion[1]"));
  EXPECT_THAT(vouched_after(twice), ElementsAre("alice@example.com"));
}

// A copy of the whole Response repeats the IDs of Response and Assertion.
TEST(SignedIdentities, SeeThroughOtherDuplicates) {
  EXPECT_THAT(vouched_after({insert("<samlp:Extensions/>", Position::after, "/samlp:Response/saml:Issuer"),
                             copy("/samlp:Response", Position::into, "//samlp:Extensions"),
                             remove("//samlp:Extensions//ds:Signature"),
                             set("//samlp:Extensions//saml:NameID", "victim@example.com")}),
              ElementsAre("alice@example.com"));
}

TEST(SignedIdentities, AreEmptyForWhatIsNoXml) {
  EXPECT_THAT(vouched(""), IsEmpty());
  EXPECT_THAT(vouched("no XML"), IsEmpty());
  const std::string honest = build("generic").bytes;
  EXPECT_THAT(vouched(honest), ElementsAre("alice@example.com"));
  EXPECT_THAT(vouched("<!DOCTYPE r>" + honest), testing::SizeIs(1)) << "who was signed is another question";
  EXPECT_THAT(vouched(honest + honest), testing::SizeIs(1));
  EXPECT_THAT(signed_identities(honest, keys().trusted(), "saml:NameID["), IsEmpty());
}

TEST(Intact, AcceptsAMovedOriginal) {
  for (const char* provider : kDialects) {
    EXPECT_EQ(error_of(try_build(provider, moved_original("//saml:Assertion[2]"))), "") << provider;
  }
}

TEST(Intact, AcceptsAnOriginalInsideTheForgery) {
  Recipe attack = moved_original("//saml:Assertion/saml:Assertion");
  std::get<EditStage>(attack.stages[1])
      .edits.push_back(
          move("/samlp:Response/saml:Assertion[2]", Position::into, "/samlp:Response/saml:Assertion[1]"));
  EXPECT_EQ(error_of(try_build("generic", attack)), "");
}

TEST(Intact, RefusesADud) {
  EXPECT_THAT(error_of(try_build("generic", moved_original("//saml:Assertion[1]"))),
              HasSubstr("should be intact"))
      << "the forged one";
  Recipe tampered = moved_original("//saml:Assertion[2]");
  std::get<EditStage>(tampered.stages[1])
      .edits.push_back(set("//saml:Assertion[2]//saml:Audience", "https://x.example"));
  EXPECT_THAT(error_of(try_build("generic", tampered)), HasSubstr("does not verify"));

  Recipe strange = moved_original("//saml:Assertion[2]");
  std::get<SignStage>(strange.stages[0]).key = "stranger";
  EXPECT_THAT(error_of(try_build("generic", strange)), HasSubstr("does not verify"));

  Recipe is_unsigned = recipe({});
  is_unsigned.intact = "//saml:Assertion";
  EXPECT_THAT(error_of(try_build("generic", is_unsigned)), HasSubstr("no signature refers to it"));

  EXPECT_THAT(error_of(try_build("generic", moved_original("//saml:Nothing"))), HasSubstr("is not there"));
  EXPECT_NE(error_of(try_build("generic", moved_original("//["))), "");
}

// A provider that signs the Response alone vouches for the assertion too; not for what lies in the signature,
// which the enveloped-signature transform takes out.
TEST(Intact, AsksTheSignatureAroundAnElementToo) {
  Recipe whole = recipe({sign({"response"})});
  whole.intact = "//saml:Assertion";
  EXPECT_EQ(error_of(try_build("generic", whole)), "");
  whole.intact = "//ds:SignatureMethod";
  EXPECT_THAT(error_of(try_build("generic", whole)), HasSubstr("no signature refers to it"));
  Recipe tampered = recipe({sign({"response"}), EditStage{{set("//saml:NameID", "${victim}")}}});
  tampered.intact = "//saml:Assertion";
  EXPECT_THAT(error_of(try_build("generic", tampered)), HasSubstr("the digest does not match"));
}

// What the Reference names is gone or changed; that the IdP signed this SignedInfo is still true.
TEST(Intact, AsksOfASignedInfoForItsValueAlone) {
  Recipe tampered = recipe({sign({"assertion"}), EditStage{{set("//saml:NameID", "${victim}")}}});
  tampered.intact = "//ds:SignedInfo";
  EXPECT_EQ(error_of(try_build("generic", tampered)), "");
  tampered.intact = "//saml:Assertion";
  EXPECT_THAT(error_of(try_build("generic", tampered)), HasSubstr("the digest does not match"));
  Recipe redigested =
      recipe({sign({"assertion"}), EditStage{{set("//ds:DigestValue", "${flip(text(//ds:DigestValue))}")}}});
  redigested.intact = "//ds:SignedInfo";
  EXPECT_THAT(error_of(try_build("generic", redigested)), HasSubstr("the signature value"));
}

TEST(Intact, RefusesWhatDoesNotParse) {
  EXPECT_FALSE(check_intact("no XML", keys().trusted(), "//saml:Assertion"));
}

}  // namespace
}  // namespace idproctor::mock_idp
