#include <gtest/gtest.h>

#include "tests/reference_sp/application/browser.hpp"

// What may come to the application's callback, and what to the broker's authorization endpoint.

namespace idproctor::reference::testing {
namespace {

struct Callback : ::testing::Test {
  void start(Without without = {}) {
    chain.emplace(std::move(without));
    browser.emplace(*chain);
  }
  /// The redirect to the callback that a good login ends in.
  http::Response redirect_with_code(ChainBrowser& own) {
    const std::string request = own.begin();
    return own.answer({.in_response_to = request});
  }
  http::Response authorize(http::Parameters changed) {
    http::Parameters all{{"client_id", "client_reference"},
                         {"redirect_uri", std::string(chain_url) + "/app/callback"},
                         {"response_type", "code"},
                         {"state", "s"}};
    for (const auto& [name, value] : changed) {
      std::erase_if(all, [&](const auto& one) { return one.first == name; });
      if (!value.empty()) all.emplace_back(name, value);
    }
    return browser->get("/sso/authorize?" + http::encode_form(all));
  }
  http::Response exchange(http::Parameters changed) {
    http::Parameters all{{"client_id", "client_reference"},
                         {"client_secret", chain->integration->keys().api_key},
                         {"grant_type", "authorization_code"}};
    for (const auto& [name, value] : changed) {
      std::erase_if(all, [&](const auto& one) { return one.first == name; });
      all.emplace_back(name, value);
    }
    http::Request request("POST", "/sso/token");
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = http::encode_form(all);
    return chain->integration->handle(request);
  }
  std::optional<Chain> chain;
  std::optional<ChainBrowser> browser;
};

TEST_F(Callback, NeedsACode) {
  start();
  browser->begin();
  const auto answer = browser->get("/app/callback?state=" + browser->cookies["app_state"]);
  EXPECT_EQ(answer.status, 400);
  EXPECT_NE(answer.body.find("No code provided"), std::string::npos);
  start({"callback-code-required"});
  EXPECT_EQ(browser->get("/app/callback").status, 500);
}

TEST_F(Callback, ShowsAnErrorForWhatItIs) {
  start();
  const std::string url = "/app/callback?error=access_denied&error_description=%3Cb%3Eno%3C%2Fb%3E&state=s";
  const auto answer = browser->get(url);
  EXPECT_EQ(answer.status, 403);
  EXPECT_NE(answer.body.find("access_denied: &lt;b&gt;no"), std::string::npos);
  EXPECT_EQ(browser->who(), "");
  start({"callback-error"});
  EXPECT_EQ(browser->get(url).status, 302);
  EXPECT_EQ(browser->who(), "");
}

TEST_F(Callback, BelongsToTheBrowserThatAsked) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"callback-state"});
    ChainBrowser attacker(*chain);
    const auto planted = redirect_with_code(attacker);
    EXPECT_EQ(browser->follow(planted).status, on ? 400 : 302) << "a browser that never began a login";
    EXPECT_EQ(browser->who(), on ? "" : alice);
  }
  start();
  ChainBrowser attacker(*chain);
  const auto planted = redirect_with_code(attacker);
  browser->begin();
  EXPECT_EQ(browser->follow(planted).status, 400) << "one that began another";
}

TEST_F(Callback, TakesACodeOnce) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"callback-code-once"});
    const auto redirect = redirect_with_code(*browser);
    EXPECT_EQ(browser->follow(redirect).status, 302);
    browser->get("/app/logout");
    EXPECT_EQ(browser->follow(redirect).status, on ? 400 : 302);
    EXPECT_EQ(browser->who(), on ? "" : alice);
  }
}

TEST_F(Callback, TakesACodeForAMinute) {
  start();
  const auto late = redirect_with_code(*browser);
  chain->clock.advance(std::chrono::seconds(60));
  EXPECT_EQ(browser->follow(late).status, 400);
  const auto early = redirect_with_code(*browser);
  chain->clock.advance(std::chrono::milliseconds(59'999));
  EXPECT_EQ(browser->follow(early).status, 302);
}

TEST_F(Callback, AddressIsOneThatWasRegistered) {
  const std::string registered = std::string(chain_url) + "/app/callback";
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"redirect-uri-exact"});
    const http::Parameters more{{"organization", "org_first"},
                                {"redirect_uri", registered + ".evil.example"}};
    EXPECT_EQ(authorize(more).status, on ? 400 : 302);
    EXPECT_EQ(authorize({{"redirect_uri", "https://evil.example/"}}).status, 400);
    EXPECT_EQ(authorize({{"redirect_uri", ""}}).status, 400);
    EXPECT_EQ(authorize({{"client_id", "client_other"}}).status, 400);
    EXPECT_FALSE(authorize({{"redirect_uri", "https://evil.example/"}}).headers.has("Location"));
  }
}

TEST_F(Callback, HearsWhyAConnectionCannotBeChosen) {
  start();
  const auto error = [&](const http::Parameters& changed) {
    const auto answer = authorize(changed);
    EXPECT_EQ(parameter_of(answer, "state"), "s");
    return parameter_of(answer, "error");
  };
  EXPECT_EQ(error({}), "invalid_connection_selector");
  EXPECT_EQ(error({{"connection", "conn_first"}, {"organization", "org_first"}}),
            "ambiguous_connection_selector");
  EXPECT_EQ(error({{"connection", "conn_third"}}), "connection_invalid");
  EXPECT_EQ(error({{"organization", "org_third"}}), "organization_invalid");
  EXPECT_EQ(error({{"organization", "org_second"}}), "connection_unlinked");
  EXPECT_EQ(error({{"provider", "GoogleOAuth"}}), "connection_strategy_invalid");
  EXPECT_EQ(error({{"domain", "example.com"}}), "domain_connection_selector_not_allowed");
  EXPECT_EQ(error({{"response_type", "token"}, {"connection", "conn_first"}}), "unsupported_response_type");
  EXPECT_TRUE(
      authorize({{"connection", "conn_first"}}).headers.get("Location").starts_with("https://idp.example/"));
}

// "takes the first connection where it finds no such organization or connection, or one without metadata"
TEST_F(Callback, IsForTheConnectionThatWasAskedFor) {
  start({"connection-selected"});
  const std::vector<http::Parameters> wishes{
      {{"connection", "conn_third"}}, {{"organization", "org_third"}}, {{"organization", "org_second"}}};
  for (const http::Parameters& wish : wishes) {
    EXPECT_TRUE(authorize(wish).headers.get("Location").starts_with("https://idp.example/"))
        << wish.front().second;
  }
}

TEST_F(Callback, CodesAreForTheirClientAlone) {
  start();
  const std::string code = parameter_of(redirect_with_code(*browser), "code");
  EXPECT_EQ(exchange({{"code", code}, {"client_secret", "wrong"}}).status, 400);
  EXPECT_EQ(exchange({{"code", code}, {"client_id", "client_other"}}).status, 400);
  EXPECT_EQ(exchange({{"code", code}, {"grant_type", "password"}}).status, 400);
  const auto good = exchange({{"code", code}});
  ASSERT_EQ(good.status, 200) << "who may not ask does not spend the code";
  const Json answer = must(parse_json(good.body));
  EXPECT_EQ(answer["profile"]["idp_id"], alice);
  EXPECT_EQ(chain->get("/sso/profile", answer["access_token"].get<std::string>()), answer["profile"]);
  EXPECT_EQ(chain->ask("GET", "/sso/profile", "wrong").status, 401);
  EXPECT_EQ(exchange({{"code", code}}).status, 400);
  EXPECT_EQ(exchange({{"code", ""}}).status, 400);
}

}  // namespace
}  // namespace idproctor::reference::testing
