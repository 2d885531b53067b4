#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// What the administrator does: tokens, connections, endpoints.

namespace idproctor::reference::testing {
namespace {

constexpr const char* tokens_url = "/admin/directories/directory_first/tokens";

class AdminApi : public ::testing::Test {
 protected:
  explicit AdminApi(Without without = {}) : chain(std::move(without)) {}
  http::Response ask(const std::string& method, const std::string& url, const std::string& body = {}) {
    return chain.ask(method, url, "first-token", body);
  }
  static Json json(const http::Response& response) { return parse_json(response.body).value(); }
  int scim_status(const std::string& token) { return chain.ask("GET", "/scim/v2/Users", token).status; }

  Chain chain;
};

TEST_F(AdminApi, IsForTheAdministrator) {
  for (const char* key : {"", "wrong", "second-token"}) {
    EXPECT_EQ(chain.ask("GET", tokens_url, key).status, 401) << key;
  }
  EXPECT_EQ(chain.ask("GET", tokens_url, chain.integration->keys().api_key).status, 401);
  EXPECT_EQ(ask("GET", "/admin/nothing").status, 404);
  EXPECT_EQ(ask("GET", "/admin/directories/directory_third/tokens").status, 404);
}

TEST_F(AdminApi, RotatesTokens) {
  const Json issued = json(ask("POST", tokens_url));
  const std::string token = issued["token"].get<std::string>(), id = issued["id"].get<std::string>();
  EXPECT_EQ(scim_status(token), 200);
  EXPECT_EQ(scim_status("first-token"), 200) << "both open";
  EXPECT_EQ(chain.ask("GET", "/scim/second/v2/Users", token).status, 401);
  EXPECT_EQ(ask("POST", tokens_url).status, 409);
  const Json list = json(ask("GET", tokens_url))["data"];
  ASSERT_EQ(list.size(), 2u);
  EXPECT_EQ(list[1]["id"], id);
  EXPECT_FALSE(list[1].contains("token"));
  EXPECT_EQ(list[1]["last_used_at"], "2026-11-22T03:14:15.926Z");
  const std::string first = list[0]["id"].get<std::string>();
  EXPECT_EQ(ask("DELETE", std::string(tokens_url) + "/" + first).status, 204);
  EXPECT_EQ(scim_status("first-token"), 401);
  EXPECT_EQ(scim_status(token), 200);
  EXPECT_EQ(ask("DELETE", std::string(tokens_url) + "/" + first).status, 404);
  EXPECT_EQ(chain.event_types(), "token.created token.revoked");
  EXPECT_EQ(chain.events()[1]["data"]["directory_id"], "directory_first");
  EXPECT_EQ(ask("POST", tokens_url).status, 201) << "there is room again";
}

struct WithoutOverlap : AdminApi {
  WithoutOverlap() : AdminApi({"token-overlap"}) {}
};
TEST_F(WithoutOverlap, ANewTokenEndsTheOldOne) {
  const std::string token = json(ask("POST", tokens_url))["token"].get<std::string>();
  EXPECT_EQ(scim_status(token), 200);
  EXPECT_EQ(scim_status("first-token"), 401);
}

struct WithoutRevocation : AdminApi {
  WithoutRevocation() : AdminApi({"token-revoked"}) {}
};
TEST_F(WithoutRevocation, ARevokedTokenStillOpens) {
  const std::string token = json(ask("POST", tokens_url))["token"].get<std::string>();
  const std::string first = json(ask("GET", tokens_url))["data"][0]["id"].get<std::string>();
  EXPECT_EQ(ask("DELETE", std::string(tokens_url) + "/" + first).status, 204);
  EXPECT_EQ(scim_status("first-token"), 200);
  EXPECT_EQ(scim_status(token), 200);
  EXPECT_EQ(scim_status("wrong"), 401);
}

TEST_F(AdminApi, DisablesConnections) {
  const std::string url = "/admin/connections/conn_first";
  EXPECT_EQ(ask("PUT", url, R"({"state": "draft"})").status, 400);
  EXPECT_EQ(ask("PUT", url, "no JSON").status, 400);
  EXPECT_EQ(json(ask("PUT", url, R"({"state": "inactive"})"))["state"], "inactive");
  EXPECT_EQ(json(ask("PUT", url, R"({"state": "inactive"})"))["state"], "inactive");
  EXPECT_EQ(json(ask("PUT", url, R"({"state": "active"})"))["state"], "active");
  EXPECT_EQ(chain.event_types(), "connection.deactivated connection.activated");
  EXPECT_EQ(ask("PUT", "/admin/connections/conn_third", R"({"state": "active"})").status, 404);
}

TEST_F(AdminApi, TakesEndpointsWithAnAddressOnly) {
  EXPECT_EQ(ask("PUT", "/admin/webhook-endpoints/ours", R"({"url": "here"})").status, 400);
  EXPECT_EQ(ask("PUT", "/admin/webhook-endpoints/ours", R"({})").status, 400);
  EXPECT_EQ(ask("GET", "/admin/webhook-endpoints/ours").status, 405);
}

TEST_F(AdminApi, TakesTheWishForASync) {
  chain.add_user("ada@example.com");
  EXPECT_EQ(ask("POST", "/admin/directories/directory_first/sync").status, 202);
  EXPECT_EQ(chain.event_types(), "activated user.created") << "nothing is told again";
}

}  // namespace
}  // namespace idproctor::reference::testing
