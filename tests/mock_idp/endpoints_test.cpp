// The mock IdP as a server, without sockets.

#include "mock_idp/endpoints.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "mock_idp/audit.hpp"
#include "tests/mock_idp/support.hpp"
#include "tests/support/saml_oracle.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

constexpr const char* kBase = "http://127.0.0.1:8080";

std::string authn_request(const std::string& destination, const std::string& acs = kAcs) {
  return "<samlp:AuthnRequest xmlns:samlp=\"urn:oasis:names:tc:SAML:2.0:protocol\""
         " xmlns:saml=\"urn:oasis:names:tc:SAML:2.0:assertion\" ID=\"_request1\" Version=\"2.0\""
         " IssueInstant=\"2026-03-01T12:00:00Z\" Destination=\"" +
         destination + "\"" +
         (acs.empty() ? "" : " AssertionConsumerServiceURL=\"" + escape_markup(acs) + "\"") +
         "><saml:Issuer>" + kSp + "&lt;script&gt;</saml:Issuer></samlp:AuthnRequest>";
}

/// The value of the form's field of that name, as a browser reads it.
std::string field(const std::string& html, const std::string& name) {
  const std::string mark = "name=\"" + name + "\" value=\"";
  const std::size_t begin = html.find(mark);
  if (begin == std::string::npos) return "(absent)";
  std::string text =
      html.substr(begin + mark.size(), html.find('"', begin + mark.size()) - begin - mark.size());
  for (const auto& [from, to] :
       {std::pair("&lt;", "<"), {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}, {"&amp;", "&"}}) {
    text = replace_all(text, from, to);
  }
  return text;
}

class Served : public testing::Test {
 protected:
  Served()
      : endpoints_({{"okta", dialect("okta")}, {"entra", dialect("entra")}},
                   {{"alice", alice()}, {"bob", bob()}}, keys(), clock_, Seed("served"), kBase) {}

  static User bob() {
    User user = alice();
    user.key = "bob";
    user.display_name = "<img src=x onerror=alert(1)>";
    user.email = user.user_name = "bob@example.com";
    return user;
  }

  http::Response get(const std::string& target) { return endpoints_.handle({"GET", target}); }
  http::Response post(const std::string& target, const http::Parameters& form) {
    http::Request request("POST", target);
    request.body = http::encode_form(form);
    return endpoints_.handle(request);
  }
  http::Response ask(const std::string& xml) {
    return get("/okta/sso?" + http::encode_form({{"SAMLRequest", base64_encode(deflate_raw(xml))},
                                                 {"RelayState", "\"><script>x</script>"}}));
  }
  http::Response answer(const std::string& xml, const std::string& user) {
    return post("/okta/sso", {{"request", base64_encode(xml)}, {"RelayState", "\"><b>"}, {"user", user}});
  }

  ManualClock clock_{noon()};
  Endpoints endpoints_;
};

TEST_F(Served, ListsItsProviders) {
  const http::Response page = get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.headers.get("Content-Type"), StartsWith("text/html"));
  EXPECT_THAT(page.body, AllOf(HasSubstr("Microsoft Entra ID"), HasSubstr("/okta/metadata"),
                               HasSubstr("http://127.0.0.1:8080/okta/sso")));
  EXPECT_EQ(get("/duo/metadata").status, 404);
  EXPECT_EQ(get("/okta").status, 404);
}

TEST_F(Served, PublishesMetadata) {
  const http::Response metadata = get("/okta/metadata?x=1");
  EXPECT_EQ(metadata.status, 200);
  EXPECT_EQ(metadata.headers.get("Content-Type"), "application/samlmetadata+xml");
  EXPECT_EQ(value(metadata.body, "string(/md:EntityDescriptor/@entityID)"), dialect("okta").entity_id);
  EXPECT_EQ(value(metadata.body, "string(//md:SingleSignOnService/@Location)"),
            "http://127.0.0.1:8080/okta/sso");
}

TEST_F(Served, AsksWhoYouAre) {
  const http::Response page = ask(authn_request("http://127.0.0.1:8080/okta/sso"));
  EXPECT_EQ(page.status, 200);
  EXPECT_THAT(page.body, AllOf(HasSubstr("alice@example.com"), HasSubstr("value=\"bob\""),
                               HasSubstr("<form method=post")));
  EXPECT_THAT(page.body, AllOf(Not(HasSubstr("<script>")), Not(HasSubstr("<img"))));
  EXPECT_EQ(field(page.body, "RelayState"), "\"><script>x</script>");
}

TEST_F(Served, AnswersWithASignedResponse) {
  const std::string request = authn_request("http://127.0.0.1:8080/okta/sso");
  const std::string asked = field(ask(request).body, "request");
  EXPECT_EQ(must(base64_decode(asked)), request);
  const http::Response page = answer(request, "bob");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.headers.get("Cache-Control"), "no-store");
  EXPECT_THAT(page.body, HasSubstr("<form method=post action=\"https://sp.example/acs?a=1&amp;b=2\">"));
  EXPECT_EQ(field(page.body, "RelayState"), "\"><b>");
  const std::string message = must(base64_decode(field(page.body, "SAMLResponse")));
  SamlOracle oracle;
  EXPECT_TRUE(oracle.verifies(message, keys().idp().certificate)) << oracle.log();
  EXPECT_THAT(vouched(message), testing::Each("bob@example.com"));
  EXPECT_EQ(value(message, "string(//saml:NameID)"), "bob@example.com");
  EXPECT_EQ(value(message, "string(/samlp:Response/@InResponseTo)"), "_request1");
  EXPECT_EQ(value(message, "string(/samlp:Response/@Destination)"), kAcs);
  EXPECT_EQ(value(message, "string(//saml:Audience)"), std::string(kSp) + "<script>");
  EXPECT_EQ(value(message, "string(/samlp:Response/@IssueInstant)"), "2026-03-01T12:00:00.000Z");
}

TEST_F(Served, NeverRepeatsAnId) {
  const std::string request = authn_request("http://127.0.0.1:8080/okta/sso");
  const auto id = [&] {
    return value(must(base64_decode(field(answer(request, "alice").body, "SAMLResponse"))), "string(/*/@ID)");
  };
  EXPECT_NE(id(), id());
}

TEST_F(Served, TakesARequestByPost) {
  const std::string request = authn_request("http://127.0.0.1:8080/okta/sso");
  const http::Response page =
      post("/okta/sso", {{"SAMLRequest", base64_encode(request)}, {"RelayState", "state"}});
  EXPECT_EQ(page.status, 200) << page.body;
  EXPECT_EQ(must(base64_decode(field(page.body, "request"))), request);
  EXPECT_EQ(field(page.body, "RelayState"), "state");
  EXPECT_EQ(post("/okta/sso", {{"SAMLRequest", "!"}}).status, 400);
}

TEST_F(Served, RefusesGarbage) {
  EXPECT_EQ(get("/okta/sso").status, 400);
  EXPECT_EQ(get("/okta/sso?SAMLRequest=%3Cscript%3E").status, 400);
  const http::Response hostile = ask("<script xmlns=\"x\"/>");
  EXPECT_EQ(hostile.status, 400);
  EXPECT_THAT(hostile.body, Not(HasSubstr("<script")));
  const http::Response elsewhere = ask(authn_request("https://other-idp.example/sso"));
  EXPECT_EQ(elsewhere.status, 400);
  EXPECT_THAT(elsewhere.body, HasSubstr("Destination"));

  EXPECT_EQ(post("/okta/sso", {}).status, 400);
  EXPECT_EQ(post("/okta/sso", {{"request", "!"}, {"user", "alice"}}).status, 400);
  const std::string request = authn_request("http://127.0.0.1:8080/okta/sso");
  EXPECT_EQ(answer(request, "nobody").status, 400);
  EXPECT_EQ(answer(authn_request("http://127.0.0.1:8080/okta/sso", ""), "alice").status, 400);
}

TEST_F(Served, PostsToAddressesOnly) {
  const auto status = [&](const std::string& acs) {
    return answer(authn_request(std::string(kBase) + "/okta/sso", acs), "alice").status;
  };
  EXPECT_EQ(status(kAcs), 200);
  EXPECT_EQ(status("javascript:alert(1)"), 400);
  EXPECT_EQ(status("file:///etc/passwd"), 400);
  EXPECT_EQ(status(""), 400);
}

TEST(PostPage, LeavesOutAnEmptyRelayState) {
  EXPECT_THAT(post_page("https://sp.example", "abc", ""), Not(HasSubstr("RelayState")));
  EXPECT_EQ(field(post_page("https://sp.example", "abc", "x&y"), "RelayState"), "x&y");
  EXPECT_EQ(field(post_page("https://sp.example", "abc", ""), "SAMLResponse"), "abc");
}

}  // namespace
}  // namespace idproctor::mock_idp
