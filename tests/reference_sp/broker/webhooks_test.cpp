#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/broker/webhook_signature.hpp"
#include "tests/reference_sp/broker/chain.hpp"

// How events get to the endpoints that want them.

namespace idproctor::reference::testing {
namespace {

constexpr const char* listener = "https://app.example/hooks";

class Deliveries : public ::testing::Test {
 protected:
  void start(Without without = {}) {
    chain.emplace(std::move(without), [](IntegrationConfig& config) { config.application = false; });
    chain->elsewhere = [this](const http::Request& request) {
      received.push_back(request);
      const bool fails = failures > 0;
      if (fails) --failures;
      return http::Response(fails ? 503 : 200, "text/plain", "");
    };
    const auto answer =
        chain->ask("PUT", "/admin/webhook-endpoints/ours", "first-token", dump(Json{{"url", listener}}));
    ASSERT_EQ(answer.status, 200);
    secret = parse_json(answer.body).value()["secret"].get<std::string>();
  }
  /// The types that arrived, without "dsync.".
  std::string arrived() const {
    std::string types;
    for (const auto& request : received) {
      types +=
          (types.empty() ? "" : " ") + parse_json(request.body).value()["event"].get<std::string>().substr(6);
    }
    return types;
  }

  std::optional<Chain> chain;
  std::vector<http::Request> received;
  std::string secret;
  int failures = 0;
};

TEST_F(Deliveries, CarryTheEventsOfTheApiSignedAsDocumented) {
  start();
  chain->add_user("ada@example.com");
  chain->deliver();
  ASSERT_EQ(arrived(), "activated user.created");
  const auto& request = received[1];
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, listener);
  EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
  EXPECT_EQ(parse_json(request.body).value(), chain->events()[1]);
  const std::string time = "1795317255926";  // 2026-11-22T03:14:15.926Z
  EXPECT_EQ(request.headers.get("WorkOS-Signature"),
            "t=" + time + ", v1=" + to_hex(crypto::hmac_sha256(secret, time + "." + request.body)));
  EXPECT_TRUE(secret.starts_with("whsec_"));
}

TEST_F(Deliveries, AreSignedAsOthersComputeIt) {
  // printf '1700000000000.{"a":1}' | openssl dgst -sha256 -hmac whsec_test
  EXPECT_EQ(broker::webhook_signature("whsec_test", Time(Milliseconds(1'700'000'000'000)), R"({"a":1})"),
            "t=1700000000000, v1=33284ebef248a1f463f81384bfb39351b857cb4897c654b820611536fa084f1e");
}

TEST_F(Deliveries, GoNowhereWhereNobodyIsRegistered) {
  start();
  EXPECT_EQ(chain->ask("DELETE", "/admin/webhook-endpoints/ours", "first-token").status, 204);
  chain->add_user("ada@example.com");
  EXPECT_TRUE(chain->waiting.empty());
  EXPECT_EQ(chain->ask("DELETE", "/admin/webhook-endpoints/ours", "first-token").status, 404);
}

TEST_F(Deliveries, ThatFailStepAsideAndAreRepeated) {
  start();
  failures = 1;
  chain->add_user("ada@example.com");
  chain->deliver();
  EXPECT_EQ(arrived(), "activated user.created activated");
  EXPECT_EQ(received[0].body, received[2].body);
}

TEST_F(Deliveries, AreGivenUpAfterSixTriesWithGrowingGaps) {
  start();
  chain->add_user("ada@example.com");
  failures = 100;
  std::vector<std::int64_t> gaps;
  while (!chain->waiting.empty()) {
    for (auto& sent : std::exchange(chain->waiting, {})) sent.answer(chain->elsewhere(sent.request));
    for (auto& [delay, work] : std::exchange(chain->later, {})) {
      gaps.push_back(delay.count());
      work();
    }
  }
  EXPECT_EQ(received.size(), 12u) << "six times each of two events";
  std::sort(gaps.begin(), gaps.end());
  EXPECT_EQ(gaps, (std::vector<std::int64_t>{1000, 1000, 2000, 2000, 4000, 4000, 8000, 8000, 16000, 16000}));
}

TEST_F(Deliveries, GoOnAfterAnAnswerThatNeverCameInTime) {
  start();
  chain->add_user("ada@example.com");
  ASSERT_EQ(chain->waiting.size(), 1u) << "one at a time";
  auto first = std::move(chain->waiting.front());
  chain->waiting.clear();
  first.answer(Error{Error::Kind::timeout, "no answer", listener});
  chain->deliver();
  EXPECT_EQ(arrived(), "user.created activated");
}

TEST_F(Deliveries, WithoutWebhookRetryHappenOnce) {
  start({"webhook-retry"});
  failures = 1;
  chain->add_user("ada@example.com");
  chain->deliver();
  EXPECT_EQ(arrived(), "activated user.created");
}

TEST_F(Deliveries, WithoutWebhookSignedHaveNoSignature) {
  start({"webhook-signed"});
  chain->add_user("ada@example.com");
  chain->deliver();
  ASSERT_FALSE(received.empty());
  EXPECT_FALSE(received[0].headers.has("WorkOS-Signature"));
}

TEST_F(Deliveries, GetANewSecretWhenTheEndpointIsRegisteredAgain) {
  start();
  chain->add_user("ada@example.com");
  const auto again = chain->ask("PUT", "/admin/webhook-endpoints/ours", "first-token",
                                dump(Json{{"url", "https://app.example/other"}}));
  EXPECT_NE(parse_json(again.body).value()["secret"], secret);
  chain->deliver();
  EXPECT_EQ(received.size(), 1u) << "what was on its way; the rest was the old endpoint's";
  chain->add_user("bea@example.com");
  chain->deliver();
  EXPECT_EQ(received.back().url, "https://app.example/other");
}

}  // namespace
}  // namespace idproctor::reference::testing
