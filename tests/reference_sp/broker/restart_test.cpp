#include <gtest/gtest.h>

#include <cstdio>
#include <filesystem>

#include "reference_sp/sqlite_records.hpp"
#include "tests/reference_sp/application/browser.hpp"

// With a file, a new process goes on where the last one ended.

namespace idproctor::reference::testing {
namespace {

class Restart : public ::testing::Test {
 protected:
  Restart() : file_(std::filesystem::path(::testing::TempDir()) / ("idproctor-records-" + name())) {
    std::filesystem::remove(file_);
    begin();
  }
  ~Restart() override {
    chain.reset();
    records_.reset();
    std::filesystem::remove(file_);
  }
  void begin() {
    records_ = must(open_sqlite_records(file_));
    chain.emplace(Without{}, [&](IntegrationConfig& config) { config.records = records_.get(); });
    if (now_) chain->clock.advance(*now_ - chain->clock.now());
    browser.emplace(*chain);
    browser->cookies = cookies_;
  }
  /// As if the process were killed and started again, a second later.
  void restart() {
    chain->clock.advance(std::chrono::seconds(1));
    now_ = chain->clock.now();
    cookies_ = browser->cookies;
    chain.reset();
    records_.reset();
    begin();
  }
  static std::string name() { return ::testing::UnitTest::GetInstance()->current_test_info()->name(); }

  std::optional<Chain> chain;
  std::optional<ChainBrowser> browser;

 private:
  std::string file_;
  std::unique_ptr<Records> records_;
  std::optional<Time> now_;
  std::map<std::string, std::string> cookies_;
};

TEST_F(Restart, LosesNothingOfTheDirectories) {
  const std::string ada = chain->add_user(Json{{"userName", "ada"}, {"title", "Countess"}});
  chain->add_group("Crew", {ada, chain->add_user("bea")});
  chain->scim("DELETE", "/Users/" + chain->add_user("cleo"));
  chain->add_user("dora", "second");
  chain->patch("/Users/" + ada, replacing("title", "Mathematician"));
  const auto all = [&] {
    return chain->scim("GET", "/Users").body + chain->scim("GET", "/Groups").body +
           chain->scim("GET", "/Users", {}, "second").body;
  };
  const std::string before = all();
  EXPECT_NE(before.find("Mathematician"), std::string::npos);
  restart();
  EXPECT_EQ(all(), before);
  EXPECT_EQ(chain->scim("POST", "/Users", Json{{"userName", "ADA"}}).status, 409);
}

TEST_F(Restart, LosesNothingOfWhatTheBrokerShows) {
  const std::string ada = chain->add_user("ada@example.com");
  const std::string admins = chain->add_group("Admins", {ada});
  const std::string key = chain->integration->keys().api_key;
  const auto all = [&] {
    return dump(chain->get("/events?limit=100", key)) + dump(chain->get("/directories", key)) +
           dump(chain->get("/connections", key)) +
           dump(chain->get("/directory_users?directory=directory_first", key));
  };
  browser->log_in(alice);
  const std::string before = all();
  EXPECT_NE(before.find("connection.activated"), std::string::npos);
  restart();
  EXPECT_EQ(chain->integration->keys().api_key, key);
  EXPECT_EQ(all(), before);
  const std::size_t so_far = chain->events().size();
  chain->set_members(admins, {});
  EXPECT_EQ(chain->event_types(so_far), "group.user_removed user.updated");
}

TEST_F(Restart, LosesNoTokens) {
  const std::string url = "/admin/directories/directory_first/tokens";
  const Json issued = must(parse_json(chain->ask("POST", url, "first-token").body));
  const std::string token = issued["token"].get<std::string>();
  const Json list = must(parse_json(chain->ask("GET", url, "first-token").body))["data"];
  chain->ask("DELETE", url + "/" + list[0]["id"].get<std::string>(), "first-token");
  restart();
  EXPECT_EQ(chain->ask("GET", "/scim/v2/Users", token).status, 200);
  EXPECT_EQ(chain->ask("GET", "/scim/v2/Users", "first-token").status, 401) << "revoked is revoked";
}

TEST_F(Restart, SendsWhatWasNotDelivered) {
  const auto answer = chain->ask("PUT", "/admin/webhook-endpoints/ours", "first-token",
                                 R"({"url": "https://app.example/hooks"})");
  const std::string secret = must(parse_json(answer.body))["secret"].get<std::string>();
  chain->add_user("ada@example.com");
  EXPECT_TRUE(chain->app_user("ada@example.com").is_null());
  restart();
  std::vector<std::string> received;
  chain->elsewhere = [&](const http::Request& request) {
    received.push_back(must(parse_json(request.body))["event"].get<std::string>());
    return http::Response(200, "text/plain", "");
  };
  chain->integration->resume();
  chain->deliver();
  EXPECT_EQ(received, (std::vector<std::string>{"dsync.activated", "dsync.user.created"}));
  EXPECT_EQ(chain->app_user("ada@example.com")["state"], "active");
  restart();
  chain->integration->resume();
  EXPECT_TRUE(chain->waiting.empty()) << "what was delivered is not sent again";
}

TEST_F(Restart, LosesNothingOfTheApplication) {
  const std::string ada = chain->add_user("ada@example.com");
  const std::string group = chain->add_group("Crew", {ada});
  const std::string bea = chain->add_user("bea@example.com");
  chain->scim("DELETE", "/Users/" + bea);
  chain->deliver();
  browser->log_in(alice);
  const std::string key = chain->organization().admin_key;
  const Json before = chain->app_user("ada@example.com"), groups = chain->get("/app/api/groups", key);
  EXPECT_EQ(before["groups"].size(), 1u);
  restart();
  EXPECT_EQ(chain->organization().admin_key, key);
  EXPECT_EQ(chain->app_user("ada@example.com"), before);
  EXPECT_EQ(chain->get("/app/api/groups", key), groups);
  EXPECT_EQ(browser->who(), alice);
  browser->log_in("bea@example.com");
  EXPECT_EQ(browser->who(), alice) << "who was deleted stays so; the session is still the other one's";
}

TEST_F(Restart, InTheMiddleOfALoginIsNoticedByNobody) {
  const std::string request = browser->begin();
  restart();
  const auto redirect = browser->answer({.in_response_to = request});
  restart();
  browser->follow(redirect);
  EXPECT_EQ(browser->who(), alice);
  restart();
  EXPECT_EQ(browser->follow(redirect).status, 400) << "a code works once";
}

TEST_F(Restart, LosesNeitherSessionsNorUsedAssertions) {
  Scene idp;
  idp.clock.advance(chain->clock.now() - idp.clock.now());
  http::Request post("POST", "/saml/acs");
  post.headers.set("Content-Type", "application/x-www-form-urlencoded");
  post.body = http::encode_form({{"SAMLResponse", encoded(idp.message({.user = alice}))}});
  EXPECT_EQ(browser->send(post).status, 302);
  const std::string who = browser->get("/whoami").body;
  restart();
  EXPECT_EQ(browser->get("/whoami").body, who);
  EXPECT_EQ(browser->send(post).status, 403) << "the same message again";
  browser->get("/logout");
  restart();
  EXPECT_EQ(browser->get("/whoami").status, 401);
}

TEST_F(Restart, KeepsTheMetadataThatWereBrought) {
  const std::string next = idp_metadata({second_idp_key()});
  http::Request put("PUT", "/saml/idp-metadata");
  put.headers.set("Authorization", "Bearer first-token");
  put.body = next;
  ASSERT_EQ(chain->integration->handle(put).status, 200);
  restart();
  EXPECT_EQ(browser->answer({.user = alice}).status, 403);
  EXPECT_EQ(browser->answer({.user = alice, .key = &second_idp_key()}).status, 302);
}

TEST(RecordsFile, IsRefusedWhereItIsNone) {
  const std::string file = std::filesystem::path(::testing::TempDir()) / "idproctor-no-records";
  FILE* made = std::fopen(file.c_str(), "w");
  ASSERT_NE(made, nullptr);
  std::fputs("This is no database, and long enough to be taken for the header of one.", made);
  std::fclose(made);
  EXPECT_FALSE(open_sqlite_records(file));
  EXPECT_FALSE(open_sqlite_records("/nowhere/at/all"));
  std::filesystem::remove(file);
}

TEST(RecordsFile, ForgetsWhatWasNotSettled) {
  const std::string file = std::filesystem::path(::testing::TempDir()) / "idproctor-unsettled";
  std::filesystem::remove(file);
  {
    auto records = must(open_sqlite_records(file));
    records->put("kind", "kept", Json(1));
    records->settle();
    records->put("kind", "half", Json(2));
  }
  auto records = must(open_sqlite_records(file));
  std::vector<std::string> ids;
  records->all("kind", [&](const std::string& id, const Json&) { ids.push_back(id); });
  EXPECT_EQ(ids, std::vector<std::string>{"kept"});
  EXPECT_FALSE(open_sqlite_records(file)) << "one process at a time";
  records.reset();
  std::filesystem::remove(file);
}

}  // namespace
}  // namespace idproctor::reference::testing
