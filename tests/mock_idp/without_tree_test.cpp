// Honest messages are written as text; what a tree would have made of them says whether that is right.

#include <gmock/gmock.h>

#include <algorithm>

#include "foundation/core/text.hpp"
#include "mock_idp/audit.hpp"
#include "mock_idp/message_builder.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::ElementsAre;

struct Written {
  std::string text;  ///< the message, or why there is none
  bool took_a_tree;
  bool is_message = true;
};

Written written(const Dialect& dialect, const Recipe& recipe, const Login& who) {
  Seed seed("test");
  MessageBuilder builder(dialect, keys(), who, seed);
  const auto message = builder.build(recipe);
  return {message ? message->bytes : describe(message.error()), builder.took_a_tree(), message.has_value()};
}

/// The same message, with edits that change nothing.
Recipe through_a_tree(Recipe recipe) {
  recipe.stages.insert(recipe.stages.begin(), EditStage());
  return recipe;
}

Recipe by_ecdsa() {
  SignStage stage;
  stage.key = "idp-ec";
  stage.algorithm = "ecdsa-sha256";
  return recipe({stage});
}

/// Its values stand for themselves in XML, unlike those of login().
Login plain_login() {
  Login who = login();
  who.acs_url = "https://sp.example/acs?a=1";
  who.user.family_name = "O'Hara";
  who.user.display_name = "Alice O'Hara";
  who.user.groups = {"engineering", "everyone"};
  return who;
}

std::string without_values(std::string bytes, std::string_view element) {
  auto document = parsed(bytes);
  must(xml::set(document, "//ds:" + std::string(element), ""));
  return document.serialize();
}

class WithoutTree : public testing::TestWithParam<const char*> {
 protected:
  Written built(const Recipe& recipe, const Login& who) const {
    return written(dialect(GetParam()), recipe, who);
  }
  /// The message or the error is the one that the tree gives.
  void expect_the_same(const Recipe& recipe, const Login& who) const {
    const Written twin = built(through_a_tree(recipe), who);
    EXPECT_EQ(built(recipe, who).text, twin.text);
    EXPECT_EQ(twin.took_a_tree, twin.is_message);
  }
};
INSTANTIATE_TEST_SUITE_P(Dialects, WithoutTree, testing::ValuesIn(kDialects),
                         [](const auto& tested) { return replace_all(tested.param, "-", "_"); });

TEST_P(WithoutTree, EveryUsersMessageIsTheOneOfTheTree) {
  for (const auto& [name, user] : must(load_users(fixture("users.yaml")))) {
    Login who = plain_login();
    who.user = user;
    expect_the_same({}, who);
    EXPECT_FALSE(built({}, who).took_a_tree) << name;
  }
}

TEST_P(WithoutTree, WhatIsSignedAndWhoAskedMakeNoDifference) {
  for (const auto target : {SignTarget::assertion, SignTarget::response, SignTarget::both}) {
    for (const char* request : {"", "_request1"}) {
      Login who = plain_login();
      who.sign = target;
      who.request_id = request;
      expect_the_same({}, who);
      EXPECT_FALSE(built({}, who).took_a_tree);
    }
  }
  expect_the_same(recipe({}), plain_login());
  EXPECT_FALSE(built(recipe({}), plain_login()).took_a_tree);
}

TEST_P(WithoutTree, GapsOfOneUserFitTheNext) {
  Login longer = plain_login();
  longer.user.email = longer.user.user_name = "somebody.with.a.longer.name@example.com";
  longer.user.given_name = "Somebody";
  longer.now += std::chrono::hours(1000);
  for (const Login& who : {plain_login(), longer, plain_login()}) expect_the_same({}, who);
}

TEST_P(WithoutTree, RandomSignaturesCoverTheSameOctets) {
  Login who = plain_login();
  who.sign = SignTarget::assertion;
  const Written own = built(by_ecdsa(), who), twin = built(through_a_tree(by_ecdsa()), who);
  EXPECT_FALSE(own.took_a_tree);
  EXPECT_TRUE(twin.took_a_tree);
  EXPECT_NE(own.text, twin.text);
  EXPECT_EQ(without_values(own.text, "SignatureValue"), without_values(twin.text, "SignatureValue"));
}

TEST_P(WithoutTree, XmlsecVerifiesEachSignature) {
  SamlOracle oracle;
  Login who = plain_login();
  who.sign = SignTarget::both;
  const std::string response = "/*[local-name()='Response']/*[local-name()='Signature']";
  const std::string assertion =
      "/*[local-name()='Response']/*[local-name()='Assertion']/*[local-name()='Signature']";
  for (const auto& [key, how] : {std::pair("idp", Recipe()), std::pair("idp-ec", by_ecdsa())}) {
    const Written own = built(how, who);
    EXPECT_FALSE(own.took_a_tree);
    const KeyPair pair = *must(keys().get(key));
    for (const std::string& signature : {assertion, response}) {
      EXPECT_TRUE(oracle.verifies(own.text, pair.certificate, signature)) << oracle.log() << own.text;
    }
    const std::string tampered = replace_all(own.text, "alice", "mallory");
    ASSERT_NE(tampered, own.text);
    EXPECT_FALSE(oracle.verifies(tampered, pair.certificate, assertion));
    // Both signatures vouch for the subject.
    EXPECT_EQ(signed_identities(own.text, std::vector{pair.key}, "saml:NameID").size(), 2u);
  }
}

TEST_P(WithoutTree, HostileValuesGiveWhatTheTreeGives) {
  const char* const hostile[] = {"\"",         "'",
                                 "&",          "<",
                                 ">",          "]]>",
                                 "a\rb",       "a\nb",
                                 "a\tb",       "a\r\nb",
                                 " a ",        "",
                                 "Zo\xC3\xAB", "\xEF\xBF\xBE",
                                 "\xFF",       "\x01",
                                 "\x7F",       "&amp;",
                                 "&#13;",      "<!--a-->",
                                 "${now}",     "idproctor-value-0."};
  for (const std::string text : hostile) {
    Login who = plain_login();
    who.user.given_name = who.user.family_name = who.user.display_name = text;
    who.user.groups = {text, "everyone", text};
    expect_the_same({}, who);
    who = plain_login();
    who.user.email = who.user.user_name = text + "@example.com" + text;
    who.acs_url += text;
    who.sp_entity_id = text + "sp";
    who.request_id = text;
    expect_the_same({}, who);
    // Its signature is valid where there is a message at all.
    const Written own = built({}, who);
    if (own.is_message) {
      EXPECT_THAT(vouched(own.text), testing::Not(testing::IsEmpty())) << own.text;
    }
  }
}

TEST(WithoutTreeOnlyIf, AllValuesStandForThemselves) {
  for (const std::string text : {"&", "<", ">", "\"", "\n", "\xC3\xAB"}) {
    Login who = plain_login();
    who.user.family_name = text;
    EXPECT_TRUE(written(dialect("generic"), {}, who).took_a_tree) << text;
  }
  for (const std::string text : {"'", "", " ", "[{(%$#@!~^|\\`)}]"}) {
    Login who = plain_login();
    who.user.family_name = text;
    EXPECT_FALSE(written(dialect("generic"), {}, who).took_a_tree) << text;
  }
}

TEST(WithoutTreeOnlyIf, TheMessageIsNotHuge) {
  Login who = plain_login();
  who.user.groups.assign(300, std::string(4000, 'a'));
  EXPECT_TRUE(written(dialect("generic"), {}, who).took_a_tree);
}

TEST(WithoutTreeOnlyIf, NothingDeviatesButAlgorithmAndKey) {
  const auto stage = [](auto change) {
    SignStage result;
    change(result);
    return recipe({result});
  };
  const Recipe deviating[] = {
      recipe({EditStage(), SignStage()}),
      recipe({SignStage(), EditStage()}),
      recipe({sign({"assertion"}), sign({"response"})}),
      recipe({sign({"//saml:Assertion[1]"})}),
      stage([](SignStage& s) { s.computed_by = "rsa-sha1"; }),
      stage([](SignStage& s) { s.canonicalization = "inclusive"; }),
      stage([](SignStage& s) { s.canonicalization = "exclusive-with-comments"; }),
      stage([](SignStage& s) { s.side = SignStage::Side::before_encryption; }),
      stage([](SignStage& s) { s.algorithm = "ecdsa-sha256"; }),
      stage([](SignStage& s) { s.algorithm = "urn:none"; }),
      stage([](SignStage& s) { s.digest = "urn:none"; }),
      stage([](SignStage& s) {
        s.algorithm = "hmac-sha256";
        s.secret = "certificate-pem";
      }),
  };
  for (const Recipe& deviation : deviating) {
    const Written own = written(dialect("generic"), deviation, plain_login());
    EXPECT_TRUE(own.took_a_tree) << own.text;
  }
  Recipe with_fields;
  with_fields.wire.before["again"] = "${text(//saml:NameID)}";
  EXPECT_TRUE(written(dialect("generic"), with_fields, plain_login()).took_a_tree);
  Recipe logout;
  logout.kind = MessageKind::logout_request;
  Login about = plain_login();
  about.values = {{"subject.name_id", "alice@example.com"}, {"destination", "https://sp.example/slo"}};
  EXPECT_TRUE(written(dialect("generic"), logout, about).took_a_tree);

  const Recipe allowed[] = {
      stage([](SignStage& s) { s.algorithm = "rsa-sha512"; }),
      stage([](SignStage& s) { s.digest = "sha1"; }),
      stage([](SignStage& s) { s.key = "stranger"; }),
      stage([](SignStage& s) { s.key_info = "key-value"; }),
      stage([](SignStage& s) { s.inclusive_prefixes = "xs saml"; }),
      recipe({sign({"response", "assertion"})}),
  };
  for (const Recipe& known : allowed) {
    const Written own = written(dialect("generic"), known, plain_login());
    EXPECT_FALSE(own.took_a_tree);
    EXPECT_EQ(own.text, written(dialect("generic"), through_a_tree(known), plain_login()).text);
  }
}

/// A handwriting that is not the provider's.
Dialect handwritten(const std::string& from, const std::string& to) {
  Dialect changed = dialect("generic");
  const std::string text = R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol"
      xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="${response.id}"><!--none-->
      <saml:Assertion ID="${assertion.id}">${signature(assertion)}
      <saml:Subject><saml:NameID>${name_id}</saml:NameID></saml:Subject></saml:Assertion></samlp:Response>)";
  changed.message = must(MessageTemplate::compile(replace_all(text, from, to)));
  return changed;
}

TEST(WithoutTreeOnlyIf, TheTemplateHoldsValuesAsContentAndSignsItsOwnElement) {
  EXPECT_FALSE(written(handwritten("none", "nothing"), {}, plain_login()).took_a_tree);
  EXPECT_TRUE(written(handwritten("<!--none-->", "<!--${now}-->"), {}, plain_login()).took_a_tree);
  EXPECT_TRUE(
      written(handwritten("<saml:Subject>", "<saml:Subject xmlns:by=\"urn:${hex(8)}\">"), {}, plain_login())
          .took_a_tree);
  EXPECT_TRUE(
      written(handwritten("Assertion ID=\"${assertion.id}\"", "Assertion ID=\"${id}\""), {}, plain_login())
          .took_a_tree);
}

TEST(Rendering, KeepsItsValuesApart) {
  Rendering rendering;
  rendering.markup = "<a b=\"" + rendering.keep("1 & 2") + "\">" + rendering.keep("") + "</a>";
  EXPECT_THAT(rendering.values, ElementsAre("1 & 2"));
  EXPECT_EQ(rendering.text(), "<a b=\"1 &amp; 2\"></a>");
}

TEST(GappedText, IsFilledAgainAndAgain) {
  const GappedText text =
      GappedText::cut("<" + value_token(1) + "|" + value_token(10) + "|" + value_token(1) + ">");
  std::vector<std::string> values(11, "unused");
  values[1] = "one";
  values[10] = "ten";
  EXPECT_EQ(text.filled(values), "<one|ten|one>");
  values[1] = value_token(10);  // a value is not read again
  EXPECT_EQ(text.filled(values), "<" + value_token(10) + "|ten|" + value_token(10) + ">");
  EXPECT_EQ(text.gaps(), 3u);
  EXPECT_EQ(GappedText::cut("idproctor-value-").filled({}), "idproctor-value-");
}

}  // namespace
}  // namespace idproctor::mock_idp
