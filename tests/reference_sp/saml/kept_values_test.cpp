// What a message says reaches the application whole, and each mistake loses just what it says.

#include <gtest/gtest.h>

#include "foundation/http/form.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

const std::string kUnicode = "Zo\u00eb \u03a9 <b>&\"'";

/// The values of one attribute as whoami shows them.
Json shown(std::set<std::string, std::less<>> without, const std::string& attribute) {
  Scene scene(std::move(without));
  Sent sent;
  sent.before = {insert_into("//saml:Assertion",
                             "<saml:AttributeStatement>" + attribute + "</saml:AttributeStatement>")};
  EXPECT_EQ(scene.login(sent), alice);
  return scene.whoami()["attributes"]["nickname"];
}

std::string nickname(const std::string& values) {
  return "<saml:Attribute Name=\"nickname\">" + values + "</saml:Attribute>";
}

std::string value(const std::string& text) {
  return "<saml:AttributeValue>" + text + "</saml:AttributeValue>";
}

TEST(KeptValues, AreWholeUnlessTheColumnIsShort) {
  const std::string name(256, 'n');
  EXPECT_EQ(shown({}, nickname(value(name))), name);
  EXPECT_EQ(shown({"long-values"}, nickname(value(name))), name.substr(0, 64));
}

TEST(KeptValues, AreOfAnyScriptUnlessOnlyAsciiIsKept) {
  const std::string sent = nickname(value("Zo\u00eb \u03a9 &lt;b&gt;&amp;&quot;&apos;"));
  EXPECT_EQ(shown({}, sent), kUnicode);
  EXPECT_EQ(shown({"unicode-values"}, sent), "Zo  <b>&\"'");
}

TEST(KeptValues, AreAllOfSeveralUnlessTheFirstIsTaken) {
  const std::string sent = nickname(value("one") + value("two"));
  EXPECT_EQ(shown({}, sent), Json::array({"one", "two"}));
  EXPECT_EQ(shown({"several-values"}, sent), "one");
}

TEST(KeptValues, BelongToTheNameUnlessTheFriendlyNameCounts) {
  const std::string sent = nickname(value("right")) +
                           "<saml:Attribute Name=\"urn:oid:1\" FriendlyName=\"nickname\">" + value("wrong") +
                           "</saml:Attribute>";
  EXPECT_EQ(shown({}, sent), "right");
  EXPECT_EQ(shown({"friendly-name"}, sent), Json::array({"right", "wrong"}));
}

TEST(KeptValues, OfTheNameIdAreWholeToo) {
  const std::string name = std::string(100, 'a') + "@example.com";
  Sent sent;
  sent.user = name;
  EXPECT_EQ(Scene().login(sent), name);
  EXPECT_EQ(Scene({"long-values"}).login(sent), name.substr(0, 64));
}

TEST(RelayState, LeadsNowhereElseUnlessItIsFollowed) {
  const std::string elsewhere = "https://elsewhere.example/";
  EXPECT_EQ(Scene().send({}, elsewhere).headers.get("Location"), "/");
  EXPECT_EQ(Scene({"relay-state"}).send({}, elsewhere).headers.get("Location"), elsewhere);
}

TEST(Responses, ComeByPostUnlessTheQueryCountsToo) {
  const auto by_query = [](Scene& scene) {
    http::Parameters parameters{{"SAMLResponse", encoded(scene.message({}))}};
    scene.get("/saml/acs?" + http::encode_form(parameters));
    return scene.who();
  };
  Scene strict, careless({"post-only"});
  EXPECT_EQ(by_query(strict), std::nullopt);
  EXPECT_EQ(by_query(careless), alice);
}

TEST(SessionId, OfTheBrowserIsForgottenUnlessItIsKept) {
  const auto planted_session_is_shared = [](std::set<std::string, std::less<>> without) {
    Scene scene(std::move(without));
    scene.get("/whoami");
    const auto planted = scene.cookies;
    scene.send({});
    EXPECT_EQ(scene.who(), alice);
    scene.cookies = planted;
    return scene.who().has_value();
  };
  EXPECT_FALSE(planted_session_is_shared({}));
  EXPECT_TRUE(planted_session_is_shared({"session-renewed"}));
}

TEST(Requested, AFreshLoginAndItsContextAreTakenWhenTheAnswerHasThem) {
  Scene scene;
  EXPECT_EQ(scene.login({.in_response_to = scene.begin_login("/login?force_authn=1")}), alice);
  Sent sent{.in_response_to = scene.begin_login("/login?authn_context=1")};
  sent.before = {set("//saml:AuthnContextClassRef", "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken")};
  EXPECT_EQ(scene.login(sent), alice);
}

}  // namespace
}  // namespace idproctor::reference::testing
