// The honest flows: how a login begins, what a session says, and how it ends.

#include <gmock/gmock.h>

#include "foundation/http/form.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::ContainsRegex;
using ::testing::HasSubstr;
using ::testing::Not;

class Placement : public ::testing::TestWithParam<Signed> {};

TEST_P(Placement, IdpInitiated) {
  Scene scene;
  const auto answer = scene.send({.what = GetParam()});
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("Location"), "/");
  EXPECT_EQ(scene.who(), alice);
}

TEST_P(Placement, SpInitiated) {
  Scene scene;
  const std::string id = scene.begin_login("/login?return=/reports%3Fyear%3D2026");
  const auto answer = scene.send({.in_response_to = id, .what = GetParam()}, "/reports?year=2026");
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("Location"), "/reports?year=2026");
  EXPECT_EQ(scene.who(), alice);
}

INSTANTIATE_TEST_SUITE_P(All, Placement,
                         ::testing::Values(Signed::assertion, Signed::response, Signed::both));

TEST(Login, RedirectsToTheIdentityProviderWithAnAuthnRequest) {
  Scene scene;
  const auto answer = scene.get("/login?return=/page");
  EXPECT_EQ(answer.status, 302);
  const std::string location = answer.headers.get("Location");
  EXPECT_TRUE(location.starts_with("https://idp.example/sso?app=1&b=2&SAMLRequest=")) << location;
  EXPECT_EQ(http::find(http::query_of(location), "RelayState"), "/page");
  EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");

  const auto document = authn_request_of(answer);
  const auto root = document.root();
  EXPECT_EQ(root.name(), "AuthnRequest");
  EXPECT_EQ(root.namespace_uri(), "urn:oasis:names:tc:SAML:2.0:protocol");
  EXPECT_EQ(root.attribute("Version"), "2.0");
  EXPECT_EQ(root.attribute("IssueInstant"), "2026-03-01T12:00:00.000Z");
  EXPECT_EQ(root.attribute("Destination"), "https://idp.example/sso?app=1&b=2");
  EXPECT_EQ(root.attribute("AssertionConsumerServiceURL"), acs_url);
  EXPECT_EQ(root.attribute("ProtocolBinding"), "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST");
  EXPECT_EQ(must(document.evaluate("string(/samlp:AuthnRequest/saml:Issuer)")),
            "http://127.0.0.1:8080/saml/metadata");
  EXPECT_EQ(must(document.evaluate("string(/samlp:AuthnRequest/samlp:NameIDPolicy/@AllowCreate)")), "true");
}

TEST(Login, RequestIdsAreLongAndNeverRepeat) {
  Scene scene;
  std::set<std::string> ids;
  for (int i = 0; i < 50; ++i) {
    const std::string id = scene.begin_login();
    EXPECT_GE(id.size(), 33u);  // 128 bits in hex and a letter in front
    EXPECT_TRUE(ids.insert(id).second);
  }
}

TEST(Login, CookiesAreOutOfReachOfScriptsAndSurviveTheCrossSitePost) {
  Scene scene;
  const std::string before = scene.get("/login").headers.get("Set-Cookie");
  EXPECT_THAT(before, HasSubstr("; HttpOnly"));
  EXPECT_THAT(before, HasSubstr("; Path=/"));
  EXPECT_THAT(before, Not(HasSubstr("SameSite")));
  const std::string session = scene.send({}).headers.get("Set-Cookie");
  EXPECT_TRUE(session.starts_with("idproctor_session="));
  EXPECT_THAT(session, HasSubstr("; HttpOnly"));
  EXPECT_THAT(session, HasSubstr("; Path=/"));
}

TEST(Login, TwoTabsOfOneBrowserMayBothFinish) {
  Scene scene;
  const std::string first = scene.begin_login(), second = scene.begin_login();
  EXPECT_EQ(scene.login({.in_response_to = first}), alice);
  EXPECT_EQ(scene.login({.in_response_to = second}), alice);
}

TEST(Login, ARequestIsForgottenAfterAWhile) {
  Scene scene;
  const std::string id = scene.begin_login();
  scene.clock.advance(std::chrono::minutes(31));
  EXPECT_EQ(scene.login({.in_response_to = id}), std::nullopt);
}

TEST(Login, AnUnsolicitedResponseIsFineWhileALoginIsOpen) {
  Scene scene;
  scene.begin_login();
  EXPECT_EQ(scene.login({}), alice);
}

TEST(Login, UnsolicitedResponsesCanBeSwitchedOff) {
  Scene scene({}, [](SamlConfig& config) { config.idp_initiated = false; });
  EXPECT_EQ(scene.login({}), std::nullopt);
  EXPECT_EQ(scene.login({.in_response_to = scene.begin_login()}), alice);
}

class Elsewhere : public ::testing::TestWithParam<const char*> {};

TEST_P(Elsewhere, IsNeverReturnedTo) {
  Scene scene;
  const auto begun = scene.get(std::string("/login?") + http::encode_form({{"return", GetParam()}}));
  EXPECT_EQ(http::find(http::query_of(begun.headers.get("Location")), "RelayState"), "/");
  const auto answer = scene.send({}, GetParam());
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("Location"), "/");
  EXPECT_EQ(scene.who(), alice);
}

INSTANTIATE_TEST_SUITE_P(All, Elsewhere,
                         ::testing::Values("https://evil.example/", "//evil.example", "/\\evil.example",
                                           "\\\\evil.example", "javascript:alert(1)", "evil", " /page",
                                           "/page\r\nSet-Cookie: a=b", "/\t/evil.example", "/caf\xc3\xa9"));

TEST(Session, SaysWhoIsLoggedIn) {
  Scene scene;
  scene.accounts.all.push_back({"u7", "Alice", alice, true});
  Sent sent;
  sent.before = {
      insert_into("//saml:AttributeStatement",
                  "<saml:Attribute Name=\"groups\"><saml:AttributeValue>a&amp;b</saml:AttributeValue>"
                  "<saml:AttributeValue>\xc3\xbc</saml:AttributeValue></saml:Attribute>"
                  "<saml:Attribute Name=\"none\"/>")};
  scene.send(sent);
  const auto answer = scene.get("/whoami");
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(answer.headers.get("Cache-Control"), "no-store");
  const Json expected = must(parse_json(R"({"id": "u7", "user_name": "Alice", "email": "alice@example.com",
      "name_id": "alice@example.com",
      "attributes": {"email": "alice@example.com", "groups": ["a&b", "ü"], "none": []},
      "session_index": "_s1"})"));
  EXPECT_EQ(must(parse_json(answer.body)), expected);
}

TEST(Session, IsNobodyAtFirst) {
  Scene scene;
  const auto answer = scene.get("/whoami");
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(must(parse_json(answer.body)).count("error"), 1u);
  scene.cookies["idproctor_session"] = "made-up";
  EXPECT_EQ(scene.get("/whoami").status, 401);
  EXPECT_THAT(scene.get("/").body, HasSubstr("Nobody is logged in"));
}

TEST(Session, GetsANewIdAtEveryLogin) {
  Scene scene;
  scene.cookies["idproctor_session"] = "planted";
  scene.send({});
  const std::string first = scene.cookies["idproctor_session"];
  EXPECT_NE(first, "planted");
  scene.send({});
  EXPECT_NE(scene.cookies["idproctor_session"], first);
  scene.cookies["idproctor_session"] = first;
  EXPECT_EQ(scene.who(), std::nullopt);
}

TEST(Session, EndsAtLogout) {
  Scene scene;
  scene.send({});
  const auto kept = scene.cookies;
  const auto answer = scene.get("/logout");
  EXPECT_EQ(answer.status, 302);
  EXPECT_TRUE(answer.headers.get("Location").starts_with("https://idp.example/slo?SAMLRequest="))
      << "the identity provider has single logout";
  scene.cookies = kept;
  EXPECT_EQ(scene.who(), std::nullopt);
}

TEST(Session, EndsWithSessionNotOnOrAfterAndTheTolerance) {
  Scene scene;
  Sent sent;
  sent.before = {set("//saml:AuthnStatement/@SessionNotOnOrAfter", "2026-03-01T13:00:00Z")};
  EXPECT_EQ(scene.login(sent), alice);
  scene.clock.advance(std::chrono::minutes(62));
  EXPECT_EQ(scene.who(), alice);
  scene.clock.advance(std::chrono::minutes(1));
  EXPECT_EQ(scene.who(), std::nullopt);
}

TEST(Session, EndsForEveryBrowserOfADeactivatedAccountAndForNoOther) {
  Scene scene;
  scene.send({});
  const auto first = scene.cookies;
  scene.forget_cookies();
  scene.send({});
  const auto second = scene.cookies;
  scene.forget_cookies();
  scene.send({.user = "bob@example.com"});
  const auto bob = scene.cookies;

  scene.accounts.set_active("u1", false);
  scene.accounts.set_active("u1", true);  // ended then and there, not merely hidden
  for (const auto& cookies : {first, second}) {
    scene.cookies = cookies;
    EXPECT_EQ(scene.who(), std::nullopt);
  }
  scene.cookies = bob;
  EXPECT_EQ(scene.who(), "bob@example.com");
}

TEST(Account, OfAnUnknownIdentityIsMadeFromTheAssertion) {
  Scene scene;
  EXPECT_EQ(scene.login({}), alice);
  ASSERT_EQ(scene.accounts.all.size(), 1u);
  EXPECT_EQ(scene.accounts.all[0].user_name, alice);
  EXPECT_EQ(scene.accounts.attributes_of_last.at("email"), alice);
  EXPECT_EQ(scene.login({}), alice);
  EXPECT_EQ(scene.accounts.all.size(), 1u);
}

TEST(Account, IsNotMadeWithoutJustInTimeProvisioning) {
  Scene scene({}, [](SamlConfig& config) { config.just_in_time = false; });
  EXPECT_EQ(scene.login({}), std::nullopt);
  EXPECT_TRUE(scene.accounts.all.empty());
  scene.accounts.all.push_back({"u1", alice, alice, true});
  EXPECT_EQ(scene.login({}), alice);
}

TEST(Account, IsFoundByMailAddress) {
  Scene scene;
  scene.accounts.all.push_back({"u1", "asmith", alice, true});
  EXPECT_EQ(scene.login({}), alice);
  EXPECT_EQ(scene.whoami()["user_name"], "asmith");
}

TEST(Listener, MayOutliveTheService) {
  MemoryAccounts accounts;
  ManualClock clock(must(parse_time("2026-03-01T12:00:00Z")));
  {
    SamlConfig config;
    config.base_url = sp_url;
    config.idp_metadata = idp_metadata();
    auto service = must(SamlService::create(config, Checks(), accounts, clock));
  }
  accounts.all.push_back({"u1", alice, alice, true});
  accounts.set_active("u1", false);
  EXPECT_FALSE(accounts.all[0].active);
}

}  // namespace
}  // namespace idproctor::reference::testing
