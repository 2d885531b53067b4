#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "tests/reference_sp/broker/chain.hpp"

// Webhooks as somebody else would send them to the application.

namespace idproctor::reference::testing {
namespace {

constexpr const char* ada_mail = "ada@example.com";

class Receiver : public ::testing::Test {
 protected:
  void start(Without without = {}) { chain.emplace(std::move(without)); }

  Json event(const std::string& id, const std::string& type, const std::string& last_name,
             const std::string& updated = "2026-11-22T03:14:15.000Z") {
    return {{"object", "event"},
            {"id", id},
            {"event", type},
            {"data",
             {{"id", "directory_user_1"},
              {"organization_id", "org_first"},
              {"email", ada_mail},
              {"last_name", last_name},
              {"state", "active"},
              {"role", {{"slug", "member"}}},
              {"custom_attributes", {{"username", ada_mail}}},
              {"updated_at", updated}}},
            {"created_at", updated}};
  }
  std::string signature(const std::string& body, Milliseconds ago = Milliseconds(0)) {
    const std::string time = std::to_string((chain->clock.now() - ago).time_since_epoch().count());
    return "t=" + time + ", v1=" +
           to_hex(crypto::hmac_sha256(chain->integration->keys().webhook_secret, time + "." + body));
  }
  int post(const std::string& body, const std::string& header) {
    http::Request request("POST", "/app/webhooks");
    request.headers.set("Content-Type", "application/json");
    if (!header.empty()) request.headers.set("WorkOS-Signature", header);
    request.body = body;
    return chain->integration->handle(request).status;
  }
  int post(const Json& event) { return post(dump(event), signature(dump(event))); }
  std::string last_name() {
    const Json user = chain->app_user(ada_mail);
    return user.is_null() ? "nobody" : user["last_name"].get<std::string>();
  }

  std::optional<Chain> chain;
};

TEST_F(Receiver, TakesWhatTheBrokerSigned) {
  start();
  EXPECT_EQ(post(event("event_1", "dsync.user.created", "Byron")), 200);
  EXPECT_EQ(last_name(), "Byron");
}

TEST_F(Receiver, RefusesEveryOtherSignature) {
  start();
  const std::string body = dump(event("event_1", "dsync.user.created", "Byron"));
  const std::string good = signature(body);
  const std::string time = good.substr(0, good.find(','));
  const std::string seconds = "t=" + time.substr(2, time.size() - 5) + good.substr(good.find(','));
  for (const std::string& bad :
       {std::string(), time, good.substr(good.find("v1=")), std::string("t=, v1="), signature(body + " "),
        time + ", v1=" + std::string(64, '0'), time + ", v0=" + good.substr(good.find("v1=") + 3), seconds,
        std::string("t=99999999999999999999, v1=00"), "t=-1" + good.substr(good.find(','))}) {
    EXPECT_EQ(post(body, bad), 400) << bad;
  }
  EXPECT_EQ(last_name(), "nobody");
  const std::string two = time + ", v1=" + std::string(64, '0') + ", " + good.substr(good.find("v1="));
  EXPECT_EQ(post(body, two), 200) << "one of several fits while the secret is changed";
}

TEST_F(Receiver, RefusesWhatIsNoEvent) {
  start();
  for (const std::string body :
       {"", "no JSON", "[]", R"({"id": "event_1"})", R"({"id": 1, "event": "x", "data": {}})"}) {
    EXPECT_EQ(post(body, signature(body)), 400) << body;
  }
  EXPECT_EQ(chain->ask("GET", "/app/webhooks").status, 405);
}

TEST_F(Receiver, LooksAtTheTimeOfTheSignatureBothWays) {
  struct Row {
    const char* check;
    Milliseconds ago;
  };
  for (const Row& row :
       {Row{"webhook-age", Milliseconds(180'001)}, Row{"webhook-future", Milliseconds(-180'001)}}) {
    for (const bool on : {true, false}) {
      start(on ? Without{} : Without{row.check});
      const std::string body = dump(event("event_1", "dsync.user.created", "Byron"));
      EXPECT_EQ(post(body, signature(body, row.ago)), on ? 400 : 200) << row.check;
      EXPECT_EQ(last_name(), on ? "nobody" : "Byron") << row.check;
    }
  }
  start();
  const std::string body = dump(event("event_1", "dsync.user.created", "Byron"));
  EXPECT_EQ(post(body, signature(body, Milliseconds(180'000))), 200);
  EXPECT_EQ(post(body, signature(body, Milliseconds(-180'000))), 200);
}

TEST_F(Receiver, WithoutWebhookSignatureTakesAnything) {
  start({"webhook-signature"});
  EXPECT_EQ(post(dump(event("event_1", "dsync.user.created", "Byron")), ""), 200);
  EXPECT_EQ(last_name(), "Byron");
}

TEST_F(Receiver, ReadsTheBodysOwnBytes) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"webhook-raw-body"});
    const std::string body = event("event_1", "dsync.user.created", "Byron").dump(2);
    EXPECT_EQ(post(body, signature(body)), on ? 200 : 400);
    EXPECT_EQ(post(event("event_2", "dsync.user.created", "Byron")), 200);
  }
}

TEST_F(Receiver, AppliesAnEventOnce) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"webhook-duplicates"});
    const Json created = event("event_1", "dsync.user.created", "Byron");
    EXPECT_EQ(post(created), 200);
    EXPECT_EQ(post(created), 200);
    EXPECT_EQ(chain->app_user(ada_mail)["welcome_mails"], on ? 1 : 2);
  }
}

TEST_F(Receiver, PassesOverOlderNews) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"webhook-stale"});
    post(event("event_1", "dsync.user.created", "Byron"));
    EXPECT_EQ(post(event("event_3", "dsync.user.updated", "Lovelace", "2026-11-22T03:14:17.000Z")), 200);
    EXPECT_EQ(post(event("event_2", "dsync.user.updated", "King", "2026-11-22T03:14:16.000Z")), 200);
    EXPECT_EQ(last_name(), on ? "Lovelace" : "King");
  }
}

TEST_F(Receiver, DoesNotReviveTheDeletedByOlderNews) {
  start();
  post(event("event_1", "dsync.user.created", "Byron"));
  post(event("event_3", "dsync.user.deleted", "Byron", "2026-11-22T03:14:17.000Z"));
  post(event("event_2", "dsync.user.updated", "King", "2026-11-22T03:14:16.000Z"));
  EXPECT_EQ(last_name(), "nobody");
  post(event("event_4", "dsync.user.created", "Byron"));
  EXPECT_EQ(last_name(), "nobody") << "an id does not come back";
}

TEST_F(Receiver, TakesUnknownTypes) {
  for (const bool on : {true, false}) {
    start(on ? Without{} : Without{"webhook-unknown-type"});
    EXPECT_EQ(post(event("event_1", "dsync.user.promoted", "Byron")), on ? 200 : 400);
    EXPECT_EQ(post(event("event_2", "dsync.activated", "Byron")), 200);
    EXPECT_EQ(last_name(), "nobody");
  }
}

TEST_F(Receiver, OfAnApplicationThatIsNotConnectedTakesNothing) {
  chain.emplace(Without{}, [](IntegrationConfig& config) { config.application = false; });
  const std::string body = dump(event("event_1", "dsync.user.created", "Byron"));
  EXPECT_EQ(post(body, signature(body)), 400) << "an empty secret signs nothing";
}

}  // namespace
}  // namespace idproctor::reference::testing
