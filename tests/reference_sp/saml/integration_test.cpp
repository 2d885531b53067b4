// Single sign-on and directory behind one handler.

#include "reference_sp/integration.hpp"

#include <gtest/gtest.h>

#include "foundation/http/form.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

class IntegrationTest : public ::testing::Test {
 protected:
  void create(std::set<std::string, std::less<>> without = {}) {
    IntegrationConfig config;
    config.base_url = sp_url;
    config.idp_metadata = idp_metadata();
    config.scim_token = "a-token";
    integration_ =
        std::make_unique<Integration>(must(Integration::create(config, Checks(std::move(without)), clock_)));
  }

  http::Response scim(const std::string& method, const std::string& path, const std::string& body = "") {
    http::Request request(method, "/scim/v2" + path);
    request.headers.set("Authorization", "Bearer a-token");
    if (!body.empty()) request.headers.set("Content-Type", "application/scim+json");
    request.body = body;
    return integration_->handle(request);
  }

  /// Posts an honest response; the session cookie of the answer, or empty.
  std::string log_in(const std::string& user) {
    http::Request post("POST", "/saml/acs");
    post.headers.set("Content-Type", "application/x-www-form-urlencoded");
    post.body = http::encode_form({{"SAMLResponse", encoded(idp_.message({.user = user}))}});
    const std::string cookie = integration_->handle(post).headers.get("Set-Cookie");
    return cookie.substr(0, cookie.find(';'));
  }

  http::Response whoami(const std::string& cookie) {
    http::Request request("GET", "/whoami");
    request.headers.set("Cookie", cookie);
    return integration_->handle(request);
  }

  std::string provision(const std::string& user_name) {
    const auto answer = scim("POST", "/Users",
                             R"({"schemas": ["urn:ietf:params:scim:schemas:core:2.0:User"], "userName": ")" +
                                 user_name + R"(", "active": true})");
    EXPECT_EQ(answer.status, 201) << answer.body;
    return must(parse_json(answer.body))["id"].get<std::string>();
  }

  void deactivate(const std::string& id) {
    const auto answer = scim("PATCH", "/Users/" + id,
                             R"({"schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"],
                                 "Operations": [{"op": "replace", "value": {"active": false}}]})");
    EXPECT_LT(answer.status, 300) << answer.body;
  }

  bool is_active(const std::string& id) {
    return must(parse_json(scim("GET", "/Users/" + id).body))["active"].get<bool>();
  }

  Scene idp_;  ///< for its messages and its clock alone
  ManualClock& clock_ = idp_.clock;
  std::unique_ptr<Integration> integration_;
};

TEST_F(IntegrationTest, AProvisionedUserLogsInToThatAccount) {
  create();
  const std::string id = provision(alice);
  const auto answer = whoami(log_in(alice));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(must(parse_json(answer.body))["id"], id);
}

TEST_F(IntegrationTest, AnUnknownUserGetsAnAccountThatScimSees) {
  create();
  EXPECT_EQ(whoami(log_in(alice)).status, 200);
  const auto users = must(parse_json(scim("GET", "/Users").body));
  ASSERT_EQ(users["Resources"].size(), 1u);
  EXPECT_EQ(users["Resources"][0]["userName"], alice);
}

TEST_F(IntegrationTest, DeactivationEndsTheSessionAndLocksOut) {
  create();
  const std::string id = provision(alice);
  const std::string session = log_in(alice);
  deactivate(id);
  EXPECT_EQ(whoami(session).status, 401);
  EXPECT_EQ(log_in(alice), "");
  EXPECT_FALSE(is_active(id));
}

TEST_F(IntegrationTest, DeletionEndsTheSession) {
  create();
  const std::string id = provision(alice);
  const std::string session = log_in(alice);
  EXPECT_EQ(scim("DELETE", "/Users/" + id).status, 204);
  EXPECT_EQ(whoami(session).status, 401);
}

TEST_F(IntegrationTest, MakesTheMistakesOfItsSwitches) {
  create({"ends-sessions"});
  std::string id = provision(alice);
  std::string session = log_in(alice);
  deactivate(id);
  EXPECT_EQ(whoami(session).status, 200);
  EXPECT_EQ(log_in(alice), "");

  create({"deactivated-login"});
  id = provision(alice);
  session = log_in(alice);
  deactivate(id);
  EXPECT_EQ(whoami(session).status, 401);
  EXPECT_EQ(whoami(log_in(alice)).status, 200);
  EXPECT_FALSE(is_active(id));

  create({"jit-resurrection"});
  id = provision(alice);
  deactivate(id);
  EXPECT_EQ(whoami(log_in(alice)).status, 200);
  EXPECT_TRUE(is_active(id));
}

TEST_F(IntegrationTest, WithoutNameIdTheEmptyUserLogsIn) {
  create({"name-id"});
  EXPECT_EQ(whoami(log_in("")).status, 200);
  EXPECT_EQ(whoami(log_in("")).status, 200);
}

TEST_F(IntegrationTest, SendsEachRequestToItsHalf) {
  create();
  EXPECT_EQ(integration_->handle(http::Request("GET", "/scim/v2/Users")).status, 401);
  EXPECT_EQ(integration_->handle(http::Request("GET", "/scim/v2")).status, 401);
  EXPECT_EQ(integration_->handle(http::Request("GET", "/scim/v2x")).status, 404);
  EXPECT_EQ(integration_->handle(http::Request("GET", "/saml/metadata")).status, 200);
  Integration moved = std::move(*integration_);
  EXPECT_EQ(moved.handle(http::Request("GET", "/")).status, 200);
}

TEST_F(IntegrationTest, WithBadMetadataIsAnError) {
  IntegrationConfig config;
  config.base_url = sp_url;
  config.idp_metadata = "<a/>";
  EXPECT_FALSE(Integration::create(config, Checks(), clock_));
}

}  // namespace
}  // namespace idproctor::reference::testing
