#include <gtest/gtest.h>

#include "tests/reference_sp/application/browser.hpp"

// Application -> broker -> identity provider -> broker -> application.

namespace idproctor::reference::testing {
namespace {

struct BrokerLogin : ::testing::Test {
  void start(Without without = {}, const std::function<void(IntegrationConfig&)>& adjust = {}) {
    chain.emplace(std::move(without), adjust);
    browser.emplace(*chain);
  }
  void set_connection(const std::string& state) {
    chain->ask("PUT", "/admin/connections/conn_first", "first-token", dump(Json{{"state", state}}));
  }
  std::optional<Chain> chain;
  std::optional<ChainBrowser> browser;
};

TEST_F(BrokerLogin, LogsAUserInToTheApplicationAlone) {
  start();
  const std::string id = chain->add_user(alice);
  chain->add_group("Admins", {id});
  chain->deliver();
  const auto last = browser->log_in(alice);
  EXPECT_EQ(last.status, 302);
  EXPECT_EQ(last.headers.get("Location"), "/app");
  const Json who = must(parse_json(browser->get("/app/whoami").body));
  EXPECT_EQ(who["email"], alice);
  EXPECT_EQ(who["idp_id"], alice);
  EXPECT_EQ(who["role"], "admin");
  EXPECT_EQ(who["profile"]["connection_id"], "conn_first");
  EXPECT_EQ(who["profile"]["role"]["slug"], "admin");
  EXPECT_NE(browser->get("/app").body.find(alice), std::string::npos);
  EXPECT_EQ(browser->get("/whoami").status, 401) << "the broker starts no session of its own";
}

TEST_F(BrokerLogin, MakesAnAccountForWhoeverIsNew) {
  start();
  browser->log_in(alice);
  EXPECT_EQ(browser->who(), alice);
  EXPECT_EQ(chain->app_user(alice)["welcome_mails"], 1);
  EXPECT_EQ(chain->event_types(), "connection.activated") << "a login is no change of the directory";
  chain->add_group(
      "Crew", {must(parse_json(chain->scim("GET", "/Users").body))["Resources"][0]["id"].get<std::string>()});
  EXPECT_EQ(chain->event_types(1), "activated group.created") << "the broker does not know that user yet";
}

TEST_F(BrokerLogin, BelongsToTheUserWhomTheDirectoryBrings) {
  start();
  browser->log_in(alice);
  const Json users = must(parse_json(chain->scim("GET", "/Users").body))["Resources"];
  chain->patch("/Users/" + users[0]["id"].get<std::string>(), replacing("title", "Countess"));
  EXPECT_EQ(chain->event_types(1), "activated user.created");
  const Json before = chain->app_user(alice);
  chain->deliver();
  EXPECT_EQ(chain->app_user(alice)["id"], before["id"]);
  EXPECT_EQ(chain->app_user(alice)["attributes"]["job_title"], "Countess");
  EXPECT_EQ(browser->who(), alice);
}

TEST_F(BrokerLogin, OpensTheAccountThatTheDirectoryMade) {
  const Json pushed{{"userName", alice},
                    {"externalId", "00u1"},
                    {"name", {{"givenName", "Ada"}, {"familyName", "Byron"}}},
                    {"emails", Json::array({{{"value", alice}, {"primary", true}}})}};
  const auto accounts = [&] {
    chain->add_user(pushed);
    chain->deliver();
    browser->log_in(alice);
    return chain->get("/app/api/users?email=" + std::string(alice), chain->organization().admin_key)["users"];
  };
  start();
  EXPECT_EQ(accounts().size(), 1u);
  EXPECT_EQ(chain->app_user(alice)["last_name"], "Byron") << "the login says no names";
  start({"app-login-account"});
  EXPECT_EQ(accounts().size(), 2u);
  start({"app-login-names"});
  accounts();
  EXPECT_EQ(chain->app_user(alice)["last_name"], "");
}

TEST_F(BrokerLogin, KeepsTheAccountOfWhoseAddressChanges) {
  const std::string later = "later@example.com";
  const auto change = [&] {
    const std::string id = chain->add_user(alice);
    chain->deliver();
    chain->patch("/Users/" + id, replacing("emails", Json::array({{{"value", later}, {"primary", true}}})));
    chain->deliver();
    const auto count = [&](const std::string& address) {
      return chain->get("/app/api/users?email=" + address, chain->organization().admin_key)["users"].size();
    };
    return std::pair(count(alice), count(later));
  };
  start();
  EXPECT_EQ(change(), std::pair(std::size_t{0}, std::size_t{1}));
  start({"app-email"});
  EXPECT_EQ(change(), std::pair(std::size_t{1}, std::size_t{0}));
  start({"app-email-account"});
  EXPECT_EQ(change(), std::pair(std::size_t{1}, std::size_t{1}));
}

TEST_F(BrokerLogin, MakesNoAccountWithoutAnAddress) {
  const auto log_in = [&] {
    const std::string request = browser->begin();
    return browser->follow(browser->answer(
        {.user = "00u1", .in_response_to = request, .before = {remove("//saml:AttributeStatement")}}));
  };
  start();
  EXPECT_EQ(log_in().status, 403);
  EXPECT_EQ(browser->who(), "");
  start({"app-login-address"});
  EXPECT_EQ(log_in().status, 302);
}

TEST_F(BrokerLogin, MakesTheConnectionActive) {
  start();
  const auto state = [&] {
    return chain->get("/connections/conn_first", chain->integration->keys().api_key)["state"];
  };
  EXPECT_EQ(state(), "validating");
  const std::string request = browser->begin();
  browser->answer({.in_response_to = request, .key = &stranger_key()});
  EXPECT_EQ(state(), "validating");
  browser->log_in(alice);
  browser->log_in(alice);
  EXPECT_EQ(state(), "active");
  EXPECT_EQ(chain->event_types(), "connection.activated");
  start();
  browser->answer({.user = alice});
  EXPECT_EQ(state(), "active") << "by a login that nobody asked for as well";
}

TEST_F(BrokerLogin, IsRefusedWhileTheConnectionIsInactive) {
  start();
  const std::string request = browser->begin();
  set_connection("inactive");
  const auto answer = browser->answer({.in_response_to = request});
  EXPECT_EQ(parameter_of(answer, "error"), "connection_invalid");
  EXPECT_EQ(browser->answer({.user = alice}).status, 302);
  browser->cookies.clear();
  EXPECT_EQ(browser->answer({.user = alice}).status, 403) << "also where no application asked";
  const auto authorize = browser->follow(browser->get("/app/login"));
  EXPECT_EQ(parameter_of(authorize, "error"), "connection_invalid");
  EXPECT_FALSE(parameter_of(authorize, "state").empty());
  EXPECT_EQ(browser->follow(authorize).status, 403);
  set_connection("active");
  browser->log_in(alice);
  EXPECT_EQ(browser->who(), alice);
}

// "shows the state and takes logins all the same"
TEST_F(BrokerLogin, LooksAtTheStateOfTheConnection) {
  start({"connection-active"});
  set_connection("inactive");
  browser->log_in(alice);
  EXPECT_EQ(browser->who(), alice);
}

TEST_F(BrokerLogin, IsRefusedWhileTheConnectionHasNoMetadata) {
  start();
  const auto state = [&] {
    return chain->get("/connections/conn_first", chain->integration->keys().api_key)["state"];
  };
  const auto error = [&](const char* name) {
    return parameter_of(browser->follow(browser->get("/app/login")), name);
  };
  chain->ask("DELETE", "/saml/idp-metadata", "first-token");
  EXPECT_EQ(state(), "draft");
  EXPECT_EQ(error("error"), "connection_unlinked");
  chain->ask("PUT", "/saml/idp-metadata", "first-token", R"({"url": "http://127.0.0.1:1/metadata"})");
  EXPECT_NE(error("error_description").find("http://127.0.0.1:1/metadata has not answered"),
            std::string::npos);
  ASSERT_EQ(chain->waiting.size(), 1u);
  chain->waiting.front().answer(http::Response(404, "text/html", "no"));
  EXPECT_NE(error("error_description").find("answered with status 404"), std::string::npos);
  EXPECT_EQ(state(), "draft");
  chain->ask("PUT", "/saml/idp-metadata", "first-token", idp_metadata());
  EXPECT_EQ(state(), "validating");
  browser->log_in(alice);
  EXPECT_EQ(browser->who(), alice);
  EXPECT_EQ(state(), "active");
}

// "believes every address that the identity provider says"
TEST_F(BrokerLogin, IsOfADomainThatIsVerified) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"domain-verified"});
    const std::string domain = std::string(alice).substr(std::string(alice).find('@') + 1);
    const auto set_domain = [&](const std::string& name, const std::string& state) {
      return chain
          ->ask("PUT", "/admin/organizations/org_first/domains/" + name, "first-token",
                dump(Json{{"state", state}}))
          .status;
    };
    EXPECT_EQ(set_domain(domain, "claimed"), 400);
    EXPECT_EQ(set_domain("other.example", "pending"), 200);
    browser->log_in(alice);
    EXPECT_EQ(browser->who(), alice) << "an address of no claimed domain is a guest's";
    browser->cookies.clear();
    EXPECT_EQ(set_domain(domain, "pending"), 200);
    browser->log_in(alice);
    EXPECT_EQ(browser->who(), on ? "" : alice);
    EXPECT_EQ(set_domain(domain, "verified"), 200);
    browser->log_in(alice);
    EXPECT_EQ(browser->who(), alice);
  }
}

TEST_F(BrokerLogin, ThatFailsIsAnErrorAtTheApplication) {
  start();
  const std::string request = browser->begin();
  const auto answer = browser->answer({.in_response_to = request, .key = &stranger_key()});
  EXPECT_EQ(parameter_of(answer, "error"), "server_error");
  EXPECT_FALSE(parameter_of(answer, "error_description").empty());
  EXPECT_EQ(parameter_of(answer, "state"), browser->cookies["app_state"]);
  const auto page = browser->follow(answer);
  EXPECT_EQ(page.status, 403);
  EXPECT_NE(page.body.find("server_error"), std::string::npos);
  EXPECT_EQ(browser->who(), "");
  // The good answer to the same question still counts.
  browser->follow(browser->answer({.in_response_to = request}));
  EXPECT_EQ(browser->who(), alice);
}

TEST_F(BrokerLogin, DoesNotTakeTheApplicationsPlaceAtTheDirectWays) {
  start();
  EXPECT_EQ(browser->answer({.user = alice}).headers.get("Location"), "/");
  EXPECT_EQ(browser->who(), "");
  EXPECT_EQ(browser->get("/whoami").status, 200);
  browser->cookies.clear();
  const std::string request = browser->begin("/login");
  EXPECT_EQ(browser->answer({.in_response_to = request}).headers.get("Location"), "/");
  EXPECT_EQ(browser->get("/whoami").status, 200);
}

TEST_F(BrokerLogin, EndsWithItsUser) {
  for (const auto inactive : {broker::Inactive::keep, broker::Inactive::remove}) {
    for (const bool on : {true, false}) {
      start(on ? Without{} : Without{"app-session-ends"},
            [&](IntegrationConfig& config) { config.broker.inactive = inactive; });
      const std::string id = chain->add_user(alice);
      chain->deliver();
      browser->log_in(alice);
      chain->set_active(id, false);
      chain->deliver();
      EXPECT_EQ(browser->get("/app/whoami").status, on ? 401 : 200);
    }
  }
}

TEST_F(BrokerLogin, IsRefusedToWhomTheDirectoryDeactivated) {
  start();
  const std::string id = chain->add_user(alice);
  chain->set_active(id, false);
  chain->deliver();
  browser->log_in(alice);
  EXPECT_EQ(browser->who(), "") << "by the broker";
  start({"deactivated-login"},
        [](IntegrationConfig& config) { config.broker.inactive = broker::Inactive::remove; });
  chain->set_active(chain->add_user(alice), false);
  chain->deliver();
  EXPECT_EQ(browser->log_in(alice).status, 403);
  EXPECT_EQ(browser->who(), "") << "by the application itself, which makes no new account";
}

TEST_F(BrokerLogin, LogsOutOfTheApplication) {
  start();
  browser->log_in(alice);
  browser->get("/app/logout");
  EXPECT_EQ(browser->who(), "");
}

TEST_F(BrokerLogin, TakesRolesFromTheAttributesOfTheLogin) {
  start();
  const std::string request = browser->begin();
  const std::string groups =
      R"(<saml:Attribute Name="groups"><saml:AttributeValue>Admins</saml:AttributeValue></saml:Attribute>)";
  browser->follow(browser->answer(
      {.in_response_to = request, .before = {insert_into("//saml:AttributeStatement", groups)}}));
  EXPECT_EQ(must(parse_json(browser->get("/app/whoami").body))["role"], "admin");
}

}  // namespace
}  // namespace idproctor::reference::testing
