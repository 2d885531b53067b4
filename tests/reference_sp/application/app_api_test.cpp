#include <gtest/gtest.h>

#include "tests/reference_sp/broker/chain.hpp"

// Who may read what of the application.

namespace idproctor::reference::testing {
namespace {

struct AppApi : ::testing::Test {
  void start(Without without = {}) {
    chain.emplace(std::move(without));
    chain->add_group("Crew", {chain->add_user("ada@example.com")});
    chain->add_user("bea@example.com", "second");
    chain->deliver();
  }
  int status(const std::string& url, const std::string& key, const std::string& method = "GET") {
    return chain->ask(method, url, key).status;
  }
  std::size_t users(const std::string& key, const std::string& query = "") {
    return chain->get("/app/api/users" + query, key)["users"].size();
  }
  std::optional<Chain> chain;
};

TEST_F(AppApi, FindsUsers) {
  start();
  const std::string key = chain->organization().admin_key;
  EXPECT_EQ(users(key), 1u);
  EXPECT_EQ(users(key, "?email=ADA@example.com"), 1u);
  EXPECT_EQ(users(key, "?user_name=ada@example.com"), 1u);
  EXPECT_EQ(users(key, "?idp_id=ada@example.com"), 1u);
  EXPECT_EQ(users(key, "?idp_id=ADA@example.com"), 0u);
  EXPECT_EQ(users(key, "?email=ada@example.com&user_name=bea@example.com"), 0u);
  const Json groups = chain->get("/app/api/groups?name=Crew", key)["groups"];
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(dump(groups[0]["members"]), R"(["ada@example.com"])");
  EXPECT_EQ(chain->get("/app/api/groups?name=Other", key)["groups"].size(), 0u);
}

TEST_F(AppApi, ShowsACustomerItsOwn) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"api-tenant"});
    const std::string first = chain->organization().admin_key,
                      second = chain->organization("second").admin_key;
    EXPECT_EQ(users(first, "?email=bea@example.com"), on ? 0u : 1u);
    EXPECT_EQ(users(second, "?email=bea@example.com"), 1u);
    EXPECT_EQ(users(second), on ? 1u : 2u);
    EXPECT_EQ(chain->get("/app/api/groups", second)["groups"].size(), on ? 0u : 1u);
  }
}

TEST_F(AppApi, IsForAdministrators) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"api-role"});
    const auto& keys = chain->organization();
    for (const char* method : {"GET", "POST"}) {
      const int good = std::string(method) == "GET" ? 200 : 201;
      EXPECT_EQ(status("/app/api/connections", keys.member_key, method), on ? 403 : good);
      EXPECT_EQ(status("/app/api/connections", keys.admin_key, method), good);
    }
    EXPECT_EQ(status("/app/api/users", keys.member_key), on ? 403 : 200);
  }
}

TEST_F(AppApi, NeedsAKey) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"api-key-needed"});
    for (const char* url : {"/app/api/users", "/app/api/groups", "/app/api/connections"}) {
      EXPECT_EQ(status(url, ""), on ? 401 : 200) << url;
      EXPECT_EQ(status(url, "app_wrong"), on ? 401 : 200) << url;
    }
  }
  start();
  EXPECT_EQ(status("/app/api/users", chain->integration->keys().api_key), 401) << "the broker's is another";
  EXPECT_EQ(status("/app/api/nothing", chain->organization().admin_key), 404);
}

TEST_F(AppApi, ShowsTheCustomersConnections) {
  start();
  const Json shown = chain->get("/app/api/connections", chain->organization().admin_key)["connections"];
  ASSERT_EQ(shown.size(), 1u);
  EXPECT_EQ(shown[0]["id"], "conn_first");
}

TEST_F(AppApi, KeepsSecretsOutOfPages) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"page-secrets"});
    std::string pages;
    for (const char* url : {"/", "/app"}) pages += chain->ask("GET", url).body;
    EXPECT_EQ(pages.find("sk_") == std::string::npos, on);
  }
  start();
  EXPECT_EQ(status("/app/whoami", ""), 401);
  EXPECT_EQ(status("/app/nothing", ""), 404);
}

}  // namespace
}  // namespace idproctor::reference::testing
