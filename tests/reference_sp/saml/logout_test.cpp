// Single logout at the reference: what ends a session, and each deviation that must not, with its check on
// and off.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/sign.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

constexpr const char* slo_url = "http://127.0.0.1:8080/saml/slo";
constexpr const char* rsa_sha256 = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
constexpr const char* rsa_sha1 = "http://www.w3.org/2000/09/xmldsig#rsa-sha1";

/// A LogoutRequest on its way; what is empty is left out.
struct Asked {
  std::string user = alice, index = "_s1", issuer = idp_entity_id, destination = slo_url;
  std::string expires = "2026-03-01T12:05:00Z";
  const SigningKey* key = &idp_key();
  std::string id = "_lr1";
  std::string more = {};  ///< children behind the Issuer
};

std::string logout_xml(const Asked& asked, bool with_signature) {
  const std::string signature =
      R"(<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:SignedInfo>)"
      R"(<ds:CanonicalizationMethod Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/>)"
      R"(<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/>)"
      R"(<ds:Reference URI="#)" +
      asked.id +
      R"("><ds:Transforms><ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>)"
      R"(<ds:Transform Algorithm="http://www.w3.org/2001/10/xml-exc-c14n#"/></ds:Transforms>)"
      R"(<ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/><ds:DigestValue/>)"
      R"(</ds:Reference></ds:SignedInfo><ds:SignatureValue/></ds:Signature>)";
  return R"(<samlp:LogoutRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
         R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" Version="2.0" IssueInstant="2026-03-01T12:00:00Z" ID=")" +
         asked.id + "\" Destination=\"" + asked.destination + "\" NotOnOrAfter=\"" + asked.expires +
         "\"><saml:Issuer>" + asked.issuer + "</saml:Issuer>" + (with_signature ? signature : "") +
         asked.more + "<saml:NameID>" + asked.user + "</saml:NameID>" +
         (asked.index.empty() ? "" : "<samlp:SessionIndex>" + asked.index + "</samlp:SessionIndex>") +
         "</samlp:LogoutRequest>";
}

http::Response post(Scene& scene, const std::string& xml, const char* parameter = "SAMLRequest") {
  http::Request request("POST", "/saml/slo");
  request.body = http::encode_form({{parameter, base64_encode(xml)}, {"RelayState", "rs"}});
  return scene.request(std::move(request));
}

std::string signed_xml(const Asked& asked) {
  auto document = must(xml::Document::parse(logout_xml(asked, true)));
  must(xml::sign(document, must(document.select("/*/ds:Signature")).front(), asked.key->key));
  return document.serialize();
}

/// The signed query, each value escaped by `escape`.
std::string query(const Asked& asked, const std::string& algorithm = rsa_sha256,
                  const std::string& claimed = {},
                  const std::function<std::string(std::string)>& escape = {}) {
  const auto escaped = [&](const std::string& text) {
    return escape ? escape(percent_encode(text)) : percent_encode(text);
  };
  std::string text = "SAMLRequest=" + escaped(base64_encode(deflate_raw(logout_xml(asked, false)))) +
                     "&SigAlg=" + escaped(claimed.empty() ? algorithm : claimed);
  return text + "&Signature=" + escaped(base64_encode(must(crypto::sign(asked.key->key, algorithm, text))));
}

/// Whether alice is logged in after the message, in a scene where she was.
struct LoggedIn {
  explicit LoggedIn(std::set<std::string, std::less<>> without = {}) : scene(std::move(without)) {
    if (scene.login({}) != alice) throw std::logic_error("alice cannot log in");
  }
  bool outlives(const http::Response&) { return scene.who().has_value(); }
  Scene scene;
};

TEST(SingleLogout, ARequestByPostEndsTheSessionAndIsAnswered) {
  LoggedIn session;
  const auto answer = post(session.scene, signed_xml({}));
  EXPECT_FALSE(session.outlives(answer));
  const std::string location = answer.headers.get("Location");
  EXPECT_THAT(location, StartsWith("https://idp.example/slo-answers?"));
  const auto parameters = http::query_of(location);
  EXPECT_EQ(http::find(parameters, "RelayState"), "rs");
  const auto xml = must(inflate_raw(must(base64_decode(*http::find(parameters, "SAMLResponse")))));
  const auto document = must(xml::Document::parse(xml));
  EXPECT_EQ(document.root().attribute("InResponseTo"), "_lr1");
  EXPECT_EQ(must(document.evaluate("string(//samlp:StatusCode/@Value)")),
            "urn:oasis:names:tc:SAML:2.0:status:Success");
}

TEST(SingleLogout, ARequestByRedirectEndsTheSession) {
  LoggedIn session;
  EXPECT_FALSE(session.outlives(session.scene.get("/saml/slo?" + query({}))));
}

TEST(SingleLogout, LowerCaseEscapesAreVerifiedAsTheyCame) {
  const auto lower = [](std::string text) {
    for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
      text.replace(at, 3, to_lower(text.substr(at, 3)));
    }
    return text;
  };
  LoggedIn session;
  EXPECT_FALSE(session.outlives(session.scene.get("/saml/slo?" + query({}, rsa_sha256, {}, lower))));
  LoggedIn mistaken({"raw-query"});
  EXPECT_TRUE(mistaken.outlives(mistaken.scene.get("/saml/slo?" + query({}, rsa_sha256, {}, lower))));
}

TEST(SingleLogout, AnUnknownSessionIsAnsweredAsSuch) {
  LoggedIn session;
  const auto answer = post(session.scene, signed_xml({.index = "_other"}));
  EXPECT_TRUE(session.outlives(answer));
  const auto xml = must(inflate_raw(
      must(base64_decode(*http::find(http::query_of(answer.headers.get("Location")), "SAMLResponse")))));
  EXPECT_THAT(xml, HasSubstr("status:UnknownPrincipal"));
}

struct BadLogout {
  std::string name, check;
  std::function<http::Response(Scene&)> send;
};

void PrintTo(const BadLogout& row, std::ostream* out) {
  *out << row.name;
}

class RefusedLogout : public ::testing::TestWithParam<BadLogout> {};

TEST_P(RefusedLogout, LeavesTheSessionUnlessItsCheckIsOff) {
  LoggedIn strict;
  EXPECT_TRUE(strict.outlives(GetParam().send(strict.scene)));
  LoggedIn mistaken({GetParam().check});
  EXPECT_FALSE(mistaken.outlives(GetParam().send(mistaken.scene)));
}

std::string changed(std::string text, std::string_view from, std::string_view to) {
  return replace_all(std::move(text), from, to);
}

std::function<http::Response(Scene&)> posted(Asked asked) {
  return [asked](Scene& scene) { return post(scene, signed_xml(asked)); };
}

std::string with_genuine_assertion(Scene& scene) {
  const auto response = scene.message({.user = victim});
  const std::string genuine = response.serialize(must(response.select("//saml:Assertion")).front());
  return logout_xml({.more = "<samlp:Extensions>" + genuine + "</samlp:Extensions>"}, false);
}

INSTANTIATE_TEST_SUITE_P(
    All, RefusedLogout,
    ::testing::Values(
        BadLogout{"unsigned_post", "logout-signature",
                  [](Scene& scene) { return post(scene, logout_xml({}, false)); }},
        BadLogout{"unsigned_redirect", "logout-signature",
                  [](Scene& scene) {
                    const std::string signed_query = query({});
                    return scene.get("/saml/slo?" + signed_query.substr(0, signed_query.find("&SigAlg")));
                  }},
        BadLogout{"query_by_a_stranger", "query-signature",
                  [](Scene& scene) { return scene.get("/saml/slo?" + query({.key = &stranger_key()})); }},
        BadLogout{"other_message_under_the_signature", "query-signature",
                  [](Scene& scene) {
                    const std::string other = query({.id = "_other"}), good = query({});
                    return scene.get("/saml/slo?" + other.substr(0, other.find('&')) +
                                     good.substr(good.find('&')));
                  }},
        BadLogout{"unknown_algorithm", "sig-alg",
                  [](Scene& scene) {
                    return scene.get("/saml/slo?" + query({}, rsa_sha1, "urn:no-such-algorithm"));
                  }},
        BadLogout{"changed", "digest",
                  [](Scene& scene) {
                    return post(scene, changed(signed_xml({.id = "_l2"}), "12:05:00Z", "12:06:00Z"));
                  }},
        BadLogout{"expired", "logout-expiry", posted({.expires = "2026-03-01T11:50:00Z"})},
        BadLogout{"issuer", "issuer", posted({.issuer = "https://other.example"})},
        BadLogout{"destination", "destination", posted({.destination = "https://other.example/slo"})},
        BadLogout{"another_user", "logout-name-id", posted({.user = victim})},
        BadLogout{"another_session", "logout-session-index", posted({.index = "_other"})},
        BadLogout{"genuine_assertion", "reads-what-was-verified",
                  [](Scene& scene) { return post(scene, with_genuine_assertion(scene)); }}),
    [](const auto& test) { return test.param.name; });

// "verifies a signature only where there is one": a wrong one is still wrong.
TEST(SingleLogout, WithoutLogoutSignatureAPresentOneMustVerify) {
  LoggedIn session({"logout-signature"});
  EXPECT_TRUE(session.outlives(post(session.scene, signed_xml({.key = &stranger_key()}))));
  EXPECT_TRUE(session.outlives(session.scene.get("/saml/slo?" + query({.key = &stranger_key()}))));
}

// "looks whether there is a Signature": there must be one.
TEST(SingleLogout, WithoutQuerySignatureThereMustBeOne) {
  LoggedIn session({"query-signature"});
  const std::string signed_query = query({});
  const std::string unsigned_query = signed_query.substr(0, signed_query.find("&Signature"));
  EXPECT_TRUE(session.outlives(session.scene.get("/saml/slo?" + unsigned_query)));
}

// "takes an unknown SigAlg for RSA with SHA-1": it must verify as that.
TEST(SingleLogout, WithoutSigAlgTheSignatureMustVerify) {
  LoggedIn session({"sig-alg"});
  EXPECT_TRUE(
      session.outlives(session.scene.get("/saml/slo?" + query({}, rsa_sha256, "urn:no-such-algorithm"))));
}

// "ends the session of the browser that brings it": of the user's own, elsewhere, it knows nothing.
TEST(SingleLogout, TheNamedUsersSessionEndsWhoeverBringsTheRequest) {
  for (const bool mistaken : {false, true}) {
    LoggedIn session(mistaken ? std::set<std::string, std::less<>>{"logout-name-id"}
                              : std::set<std::string, std::less<>>{});
    const auto browser = session.scene.cookies;
    session.scene.forget_cookies();
    post(session.scene, signed_xml({}));
    session.scene.cookies = browser;
    EXPECT_EQ(session.scene.who().has_value(), mistaken);
  }
}

TEST(SingleLogout, WithoutSessionIndexAllSessionsEnd) {
  for (const bool mistaken : {false, true}) {
    LoggedIn session(mistaken ? std::set<std::string, std::less<>>{"logout-all-sessions"}
                              : std::set<std::string, std::less<>>{});
    const auto first = session.scene.cookies;
    session.scene.forget_cookies();
    ASSERT_EQ(session.scene.login({}), alice);
    post(session.scene, signed_xml({.index = ""}));
    EXPECT_EQ(session.scene.who(), std::nullopt);
    session.scene.cookies = first;
    EXPECT_EQ(session.scene.who().has_value(), mistaken);
  }
}

TEST(SingleLogout, EverySessionIndexCounts) {
  const std::string two =
      "<samlp:SessionIndex>_other</samlp:SessionIndex><samlp:SessionIndex>_s1</samlp:SessionIndex>";
  for (const bool mistaken : {false, true}) {
    LoggedIn session(mistaken ? std::set<std::string, std::less<>>{"logout-every-index"}
                              : std::set<std::string, std::less<>>{});
    auto document = must(xml::Document::parse(
        changed(logout_xml({}, true), "<samlp:SessionIndex>_s1</samlp:SessionIndex>", two)));
    must(xml::sign(document, must(document.select("/*/ds:Signature")).front(), idp_key().key));
    post(session.scene, document.serialize());
    EXPECT_EQ(session.scene.who().has_value(), mistaken);
  }
}

TEST(SingleLogout, ARequestIsGoodOnce) {
  for (const bool mistaken : {false, true}) {
    LoggedIn session(mistaken ? std::set<std::string, std::less<>>{"logout-replay"}
                              : std::set<std::string, std::less<>>{});
    const std::string message = signed_xml({.index = ""});
    post(session.scene, message);
    ASSERT_EQ(session.scene.login({}), alice);
    post(session.scene, message);
    EXPECT_EQ(session.scene.who().has_value(), !mistaken);
  }
}

TEST(SingleLogout, TwoParametersOfOneNameAreRefused) {
  LoggedIn session;
  const auto answer = session.scene.get("/saml/slo?" + query({}) + "&SAMLRequest=x");
  EXPECT_EQ(answer.status, 403);
  EXPECT_TRUE(session.outlives(answer));
}

TEST(SingleLogout, GarbageIsRefused) {
  LoggedIn session;
  for (const char* url :
       {"/saml/slo", "/saml/slo?SAMLRequest=", "/saml/slo?SAMLRequest=%zz&Signature=a&SigAlg=b"}) {
    EXPECT_EQ(session.scene.get(url).status, 403) << url;
  }
  EXPECT_EQ(post(session.scene, "<a/>").status, 403);
  EXPECT_EQ(post(session.scene, "").status, 403);
  EXPECT_TRUE(session.scene.who());
}

/// The LogoutRequest that /logout sends the browser away with.
xml::Document begin_logout(Scene& scene) {
  const auto away = scene.get("/logout");
  EXPECT_THAT(away.headers.get("Location"), StartsWith("https://idp.example/slo?"));
  return authn_request_of(away);
}

std::string answer_query(const std::string& in_response_to, const std::string& status,
                         const SigningKey& key) {
  const std::string xml =
      R"(<samlp:LogoutResponse xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")"
      R"( xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0" IssueInstant="2026-03-01T12:00:00Z")"
      R"( Destination=")" +
      std::string(slo_url) + R"(" InResponseTo=")" + in_response_to + "\"><saml:Issuer>" + idp_entity_id +
      R"(</saml:Issuer><samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:)" + status +
      R"("/></samlp:Status></samlp:LogoutResponse>)";
  const std::string text = "SAMLResponse=" + percent_encode(base64_encode(deflate_raw(xml))) +
                           "&SigAlg=" + percent_encode(rsa_sha256);
  return text + "&Signature=" + percent_encode(base64_encode(must(crypto::sign(key.key, rsa_sha256, text))));
}

TEST(Logout, AtTheApplicationGoesByTheIdentityProvider) {
  LoggedIn session;
  const auto request = begin_logout(session.scene);
  EXPECT_EQ(request.root().name(), "LogoutRequest");
  EXPECT_EQ(must(request.evaluate("string(/*/saml:NameID)")), alice);
  EXPECT_EQ(must(request.evaluate("string(/*/samlp:SessionIndex)")), "_s1");
  EXPECT_EQ(session.scene.who(), std::nullopt) << "the local session ends at once";
  const auto back =
      session.scene.get("/saml/slo?" + answer_query(request.root().attribute("ID"), "Success", idp_key()));
  EXPECT_EQ(back.headers.get("Location"), "/");
}

TEST(Logout, WithTheMistakeTheSessionWaitsForSuccess) {
  LoggedIn session({"logout-local"});
  const auto request = begin_logout(session.scene);
  const std::string id = request.root().attribute("ID");
  EXPECT_EQ(session.scene.who(), alice);
  session.scene.get("/saml/slo?" + answer_query(id, "Responder", idp_key()));
  EXPECT_EQ(session.scene.who(), alice);
  const auto again = begin_logout(session.scene);
  session.scene.get("/saml/slo?" + answer_query(again.root().attribute("ID"), "Success", idp_key()));
  EXPECT_EQ(session.scene.who(), std::nullopt);
}

TEST(Logout, AnAnswerThatNobodyAskedForEndsNothing) {
  LoggedIn session;
  const auto answer = session.scene.get("/saml/slo?" + answer_query("_nobody", "Success", idp_key()));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(session.scene.who(), alice);
  LoggedIn mistaken({"logout-answer"});
  mistaken.scene.get("/saml/slo?" + answer_query("_nobody", "Success", idp_key()));
  EXPECT_EQ(mistaken.scene.who(), std::nullopt);
}

TEST(Logout, AFailureElsewhereIsSaid) {
  LoggedIn session;
  const auto request = begin_logout(session.scene);
  const auto page =
      session.scene.get("/saml/slo?" + answer_query(request.root().attribute("ID"), "Responder", idp_key()));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, HasSubstr("could not log you out everywhere"));
  EXPECT_EQ(session.scene.who(), std::nullopt);
}

}  // namespace
}  // namespace idproctor::reference::testing
