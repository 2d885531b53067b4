// Which keys may sign, and what a signature must look like to count.

#include <gmock/gmock.h>

#include "foundation/core/text.hpp"
#include "foundation/xml/edit.hpp"
#include "foundation/xml/sign.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::HasSubstr;

std::function<void(SamlConfig&)> with_metadata(const std::string& metadata) {
  return [=](SamlConfig& config) { config.idp_metadata = metadata; };
}

TEST(Keys, AnyOfTheMetadataMaySign) {
  Scene scene({}, with_metadata(idp_metadata({idp_key(), second_idp_key()})));
  EXPECT_EQ(scene.login({.key = &idp_key()}), alice);
  EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
  EXPECT_EQ(scene.login({.key = &stranger_key()}), std::nullopt);
}

TEST(Keys, ThatWereTakenOutOfTheMetadataMayNot) {
  Scene scene({}, with_metadata(idp_metadata({second_idp_key()})));
  EXPECT_EQ(scene.login({.key = &idp_key()}), std::nullopt);
  EXPECT_EQ(scene.login({.key = &second_idp_key()}), alice);
}

TEST(Keys, ForEncryptionMayNot) {
  const std::string two = idp_metadata({idp_key(), second_idp_key()});
  const auto second = two.rfind("use=\"signing\"");
  Scene scene({}, with_metadata(std::string(two).replace(second, 13, "use=\"encryption\"")));
  EXPECT_EQ(scene.login({.key = &second_idp_key()}), std::nullopt);
  EXPECT_EQ(scene.login({.key = &idp_key()}), alice);
}

TEST(Keys, WithoutUseMaySign) {
  Scene scene({}, with_metadata(replace_all(idp_metadata(), " use=\"signing\"", "")));
  EXPECT_EQ(scene.login({}), alice);
}

TEST(Keys, OutliveTheirCertificate) {
  Scene scene;
  scene.clock.advance(std::chrono::hours(24 * 365));
  EXPECT_EQ(scene.login({}), alice);
}

struct SignatureRow {
  std::string name;
  std::vector<Edit> before = {}, after = {};
};

void PrintTo(const SignatureRow& row, std::ostream* out) {
  *out << row.name;
}

class BadSignature : public ::testing::TestWithParam<SignatureRow> {};

TEST_P(BadSignature, IsRefused) {
  for (const Signed what : {Signed::assertion, Signed::response}) {
    Scene scene;
    const auto answer = scene.send({.what = what, .before = GetParam().before, .after = GetParam().after});
    EXPECT_EQ(answer.status, 403);
    EXPECT_THAT(answer.body, HasSubstr("Signature"));
    EXPECT_EQ(scene.who(), std::nullopt);
  }
}

INSTANTIATE_TEST_SUITE_P(
    All, BadSignature,
    ::testing::Values(
        SignatureRow{"value_empty", {}, {set("//ds:SignatureValue", "")}},
        SignatureRow{"value_wrong", {}, {set("//ds:SignatureValue", "AAAA")}},
        SignatureRow{"element_empty", {}, {remove("//ds:Signature/*")}},
        SignatureRow{"digest_wrong", {}, {set("//ds:DigestValue", "AAAA")}},
        SignatureRow{"name_id_changed", {}, {set("//saml:NameID", victim)}},
        SignatureRow{"attribute_changed", {}, {set("//saml:AttributeValue", "admin")}},
        SignatureRow{"audience_changed", {}, {set("//saml:Audience", "https://other.example")}},
        SignatureRow{"end_changed", {}, {set("//saml:Conditions/@NotOnOrAfter", "2030-01-01T00:00:00Z")}},
        SignatureRow{"whole_document", {set("//ds:Reference/@URI", "")}, {}},
        SignatureRow{"sha1",
                     {set("//ds:SignatureMethod/@Algorithm", "http://www.w3.org/2000/09/xmldsig#rsa-sha1")},
                     {}},
        SignatureRow{"sha1_digest",
                     {set("//ds:DigestMethod/@Algorithm", "http://www.w3.org/2000/09/xmldsig#sha1")},
                     {}},
        SignatureRow{"no_transforms_left", {remove("//ds:Transform[2]")}, {}},
        SignatureRow{"digest_value_twice",
                     {},
                     {insert_into("//ds:Reference", "<ds:DigestValue>AAAA</ds:DigestValue>")}},
        SignatureRow{"two_signed_infos", {}, {insert_before("//ds:SignedInfo", "<ds:SignedInfo/>")}}),
    [](const auto& test) { return test.param.name; });

// SAML core 5.4.2: the signature names its parent, not some other element, be it ever so validly signed.
TEST(Reference, MustNameTheParent) {
  Scene scene;
  Sent sent{.what = Signed::response};
  sent.before = {[](xml::Document& document) {
    const std::string id = must(document.evaluate("string(//saml:Assertion/@ID)"));
    must(xml::set(document, "//ds:Reference/@URI", "#" + id));
  }};
  EXPECT_THAT(scene.send(sent).body, HasSubstr("instead of its parent"));
  EXPECT_EQ(scene.who(), std::nullopt);
}

TEST(Signature, OfTheResponseMustVerifyThoughTheAssertionsDoes) {
  Scene scene;
  Sent sent{.what = Signed::both};
  sent.after = {set("/samlp:Response/@Destination", acs_url), set("/samlp:Response/@Consent", "urn:x")};
  EXPECT_EQ(scene.login(sent), std::nullopt);
}

TEST(Signature, OfTheAssertionMustVerifyThoughTheResponsesDoes) {
  Scene scene;
  auto document = scene.message({.what = Signed::both});
  const auto sign_response_again = [&] {
    must(xml::sign(document, must(document.select("/samlp:Response/ds:Signature")).at(0), idp_key().key));
  };
  set("/samlp:Response/@Consent", "urn:x")(document);
  sign_response_again();
  scene.post_form(encoded(document));
  EXPECT_EQ(scene.who(), alice);

  scene.forget_cookies();
  document = scene.message({.what = Signed::both});
  set("//saml:Assertion/ds:Signature/ds:SignatureValue", "AAAA")(document);
  sign_response_again();
  scene.post_form(encoded(document));
  EXPECT_EQ(scene.who(), std::nullopt);
}

TEST(Signature, MayOnlyBeThereOnce) {
  Scene scene;
  Sent sent;
  sent.after = {[](xml::Document& document) {
    must(xml::copy(document, "//ds:Signature", xml::Position::after, "//ds:Signature"));
  }};
  EXPECT_THAT(scene.send(sent).body, HasSubstr("several signatures"));
}

TEST(Signature, ElsewhereVouchesForNothing) {
  Scene scene({"signature-required"});
  Sent sent{.user = victim, .what = Signed::none};
  auto honest = scene.message({});
  const auto signed_one = honest.serialize(must(honest.select("//saml:Assertion")).at(0));
  sent.after = {insert_before("//samlp:Status", "<samlp:Extensions>" + signed_one + "</samlp:Extensions>")};
  EXPECT_EQ(scene.login(sent), std::nullopt);
}

TEST(Digest, InACommentIsNotRead) {
  Scene scene;
  auto forged = scene.message({.user = alice});
  set("//saml:NameID", victim)(forged);
  insert_before("//ds:DigestValue/text()", "<!--AAAA-->")(forged);
  scene.post_form(encoded(forged));
  EXPECT_EQ(scene.who(), std::nullopt);
}

}  // namespace
}  // namespace idproctor::reference::testing
