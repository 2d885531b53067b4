// Whatever is sent: an answer below 500, no session, and the next honest login works.

#include <gtest/gtest.h>

#include <random>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

const std::vector<std::set<std::string, std::less<>>> check_sets{
    {}, {"reads-what-was-verified"}, {"digest", "trusted-key"}, {"signature-required"}};

void expect_refused(const std::string& saml_response) {
  const std::string body = http::encode_form({{"SAMLResponse", saml_response}});
  for (const auto& without : check_sets) {
    Scene scene(without);
    http::Request post("POST", "/saml/acs");
    post.headers.set("Content-Type", "application/x-www-form-urlencoded");
    post.body = body;
    const auto answer = scene.request(post);
    EXPECT_GE(answer.status, 400);
    EXPECT_LT(answer.status, 500);
    EXPECT_EQ(scene.who(), std::nullopt);
    EXPECT_EQ(scene.login({}), alice);
  }
}

std::string repeated(const std::string& text, int times) {
  std::string all;
  for (int i = 0; i < times; ++i) all += text;
  return all;
}

TEST(BadInput, IsNotBase64) {
  for (const char* text : {"", "%%%", "a", "====", "\xff\xfe", "PHg+", "PHgv"}) expect_refused(text);
}

TEST(BadInput, IsNotXml) {
  for (const std::string& text :
       {std::string("hello"), std::string("<"), std::string("\0", 1), std::string("<a/><b/>"),
        std::string("<r>\xff</r>"), std::string("<samlp:Response/>"), std::string("<Response/>"),
        std::string("\xfe\xff\0<\0a", 6)}) {
    expect_refused(base64_encode(text));
  }
}

TEST(BadInput, IsAnEmptyResponse) {
  const std::string head = R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol")";
  expect_refused(base64_encode(head + "/>"));
  expect_refused(base64_encode(head + R"( ID="_1" Version="2.0" IssueInstant="2026-03-01T12:00:00Z"/>)"));
}

TEST(BadInput, HasADoctype) {
  Scene scene;
  const std::string message = scene.message({}).serialize();
  expect_refused(base64_encode("<!DOCTYPE r>" + message));
  expect_refused(base64_encode("<!DOCTYPE r [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>" +
                               replace_all(message, alice, "&e;")));
}

TEST(BadInput, IsDeflated) {
  Scene scene;
  expect_refused(base64_encode(deflate_raw(scene.message({}).serialize())));
}

TEST(BadInput, IsEncodedTwice) {
  Scene scene;
  expect_refused(base64_encode(encoded(scene.message({}))));
}

TEST(BadInput, IsGiant) {
  Scene scene;
  const std::string message = scene.message({}).serialize();
  for (const std::string& giant : {std::string((3 << 20) + 1, 'A'),
                                   base64_encode(replace_all(message, alice, std::string(1'050'000, 'a')))}) {
    EXPECT_EQ(scene.post_form(giant).status, 403);
    EXPECT_EQ(scene.who(), std::nullopt);
  }
  EXPECT_EQ(scene.login({}), alice);
}

TEST(BadInput, IsDeep) {
  Scene scene;
  const std::string message = scene.message({}).serialize();
  expect_refused(base64_encode(repeated("<a>", 10'000)));
  expect_refused(base64_encode(replace_all(
      message, "<saml:Conditions", repeated("<a>", 300) + repeated("</a>", 300) + "<saml:Conditions")));
}

TEST(BadInput, HasHundredsOfAssertions) {
  Scene scene;
  auto forged = scene.message({.what = Signed::none});
  const std::string assertion = forged.serialize(must(forged.select("//saml:Assertion")).at(0));
  const std::string all = replace_all(forged.serialize(), assertion, repeated(assertion, 500));
  for (const char* off : {"signature-required", "issuer"}) {
    Scene scene_without({off});
    scene_without.post_form(base64_encode(all));
    EXPECT_EQ(scene_without.who(), std::nullopt);
  }
}

TEST(BadInput, HasThousandsOfSignatures) {
  Scene scene;
  const std::string message = scene.message({.what = Signed::none}).serialize();
  expect_refused(base64_encode(replace_all(
      message, "<samlp:Status>",
      repeated("<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>", 5000) + "<samlp:Status>")));
}

TEST(BadInput, IsAnHonestMessageWithBytesChanged) {
  Scene scene;
  const std::string message = scene.message({.what = Signed::both}).serialize();
  std::mt19937 random(7);
  for (int round = 0; round < 150; ++round) {
    std::string changed = message;
    for (int i = 0; i < 3; ++i) changed[random() % changed.size()] = static_cast<char>(random() % 256);
    scene.forget_cookies();
    EXPECT_LT(scene.post_form(base64_encode(changed)).status, 500);
    const auto who = scene.who();
    EXPECT_TRUE(!who || *who == alice) << *who;
    scene.forget_cookies();
    EXPECT_LT(scene.post_form(base64_encode(message.substr(0, random() % message.size()))).status, 500);
    EXPECT_EQ(scene.who(), std::nullopt);
  }
}

TEST(BadForm, IsRefused) {
  Scene scene;
  const std::string message = encoded(scene.message({}));
  http::Request post("POST", "/saml/acs");
  post.body = http::encode_form({{"SAMLResponse", message}});
  EXPECT_EQ(scene.request(post).status, 415);
  post.headers.set("Content-Type", "application/json");
  EXPECT_EQ(scene.request(post).status, 415);

  post.headers.set("Content-Type", "Application/X-WWW-Form-Urlencoded; charset=UTF-8");
  for (const http::Parameters& parameters :
       {http::Parameters{}, http::Parameters{{"samlresponse", message}},
        http::Parameters{{"SAMLResponse", message}, {"SAMLResponse", message}},
        http::Parameters{{"SAMLResponse", message}, {"SAMLRequest", message}}}) {
    post.body = http::encode_form(parameters);
    EXPECT_EQ(scene.request(post).status, 400);
  }
  post.body = "%%%&=&&SAMLResponse=%ZZ";
  EXPECT_EQ(scene.request(post).status, 403);
  EXPECT_EQ(scene.who(), std::nullopt);

  post.body = http::encode_form({{"SAMLResponse", message}});
  EXPECT_EQ(scene.request(post).status, 302);
}

TEST(Method, IsTheOneOfItsAddress) {
  Scene scene;
  const std::string message = encoded(scene.message({}));
  const auto by_get = scene.get("/saml/acs?" + http::encode_form({{"SAMLResponse", message}}));
  EXPECT_EQ(by_get.status, 405);
  EXPECT_EQ(by_get.headers.get("Allow"), "POST");
  EXPECT_EQ(scene.who(), std::nullopt);
  for (const char* path : {"/", "/login", "/whoami", "/saml/metadata"}) {
    EXPECT_EQ(scene.request(http::Request("POST", path)).status, 405) << path;
    EXPECT_EQ(scene.request(http::Request("DELETE", path)).status, 405) << path;
  }
  EXPECT_EQ(scene.get("/nowhere").status, 404);
  EXPECT_EQ(scene.get("").status, 404);
}

TEST(Cookies, OfAnyShapeAreNobody) {
  Scene scene;
  for (const char* header :
       {";;;", "=", "idproctor_session", "idproctor_session=", "a=b; idproctor_session=;", "\xff"}) {
    http::Request request("GET", "/whoami");
    request.headers.set("Cookie", header);
    EXPECT_EQ(scene.request(request).status, 401);
  }
}

TEST(Login, AThousandTimesOverKeepsWorking) {
  Scene scene;
  for (int i = 0; i < 1000; ++i) {
    scene.forget_cookies();
    scene.begin_login();
  }
  EXPECT_EQ(scene.login({.in_response_to = scene.begin_login()}), alice);
}

}  // namespace
}  // namespace idproctor::reference::testing
