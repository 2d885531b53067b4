// A receiver of webhooks on loopback: what it records, how it answers, and how cases wait beside one another.

#include <gtest/gtest.h>

#include "foundation/core/text.hpp"
#include "foundation/http/client.hpp"
#include "harness/run/webhook_receiver.hpp"

namespace idproctor::run {
namespace {

constexpr const char* webhook_secret = "whsec_of_this_test";

std::string event_about(const std::string& email, const std::string& type = "dsync.user.created",
                        const std::string& id = "event_1") {
  return R"({"object":"event","id":")" + id + R"(","event":")" + type + R"(","data":{"email":")" + email +
         R"("}})";
}

Subject person(const std::string& email) {
  return {observe::UserKeys(email, "", ""), {}};
}

WebhookReceiver::Wanted wanted_of(const std::string& email, const std::string& type = {}) {
  WebhookReceiver::Wanted wanted;
  wanted.subject = person(email);
  wanted.type = type;
  return wanted;
}

class WebhookReceiverTest : public testing::Test {
 protected:
  std::unique_ptr<WebhookReceiver> listen() {
    WebhookReceiverSettings settings;
    settings.secret = webhook_secret;
    auto made = WebhookReceiver::listen(runtime, clock, settings);
    EXPECT_TRUE(made);
    return std::move(*made);
  }
  /// What a broker sends, and the status that it gets; 0 where no answer comes.
  Task<int> deliver(std::string body, std::string secret = webhook_secret) {
    http::Request request("POST", receiver->url());
    request.headers.add("Content-Type", "application/json");
    request.headers.add("WorkOS-Signature", observe::webhook_signature(observe::WebhookScheme::workos, secret,
                                                                       body, clock.now()));
    request.body = std::move(body);
    const auto answer = co_await client.send(std::move(request));
    co_return answer ? answer->status : 0;
  }
  Task<> deliver_all(std::vector<std::string> bodies) {
    for (std::string& body : bodies) co_await deliver(std::move(body));
  }

  http::Runtime runtime;
  ManualClock clock{parse_time("2026-02-01T12:00:00Z").value()};
  http::Client client{runtime, {}};
  std::unique_ptr<WebhookReceiver> receiver = listen();
};

TEST_F(WebhookReceiverTest, RecordsWhatCameByteForByte) {
  const std::string body = event_about("alice@example.com") + "\n ";
  const auto scene = [&]() -> Task<> { EXPECT_EQ(co_await deliver(body), 200); };
  runtime.run_until_done(scene());
  const auto received = receiver->received(wanted_of("alice@example.com"));
  ASSERT_EQ(received.size(), 1u);
  const Delivery& delivery = *received[0].delivery;
  EXPECT_EQ(delivery.id, "w1");
  EXPECT_EQ(delivery.at, clock.now());
  EXPECT_EQ(delivery.request.body, body);
  EXPECT_EQ(delivery.request.headers.get("content-type"), "application/json");
  EXPECT_TRUE(delivery.signature.is_valid()) << delivery.signature.detail;
  EXPECT_TRUE(delivery.was_accepted());
  EXPECT_EQ(received[0].event.type, "user.created");
}

TEST_F(WebhookReceiverTest, RecordsHowASignatureIsWrong) {
  const auto scene = [&]() -> Task<> {
    std::string body = event_about("alice@example.com");
    EXPECT_EQ(co_await deliver(std::move(body), "another secret"), 200);
  };
  runtime.run_until_done(scene());
  const auto received = receiver->received(wanted_of("alice@example.com"));
  ASSERT_EQ(received.size(), 1u);
  EXPECT_EQ(received[0].delivery->signature.state, observe::SignatureCheck::State::wrong);
}

TEST_F(WebhookReceiverTest, TheSecretMayComeWithTheRegistration) {
  receiver->set_secret("whsec_later");
  const auto scene = [&]() -> Task<> {
    std::string body = event_about("alice@example.com");
    co_await deliver(std::move(body), "whsec_later");
  };
  runtime.run_until_done(scene());
  EXPECT_TRUE(receiver->received(wanted_of("alice@example.com"))[0].delivery->signature.is_valid());
}

TEST_F(WebhookReceiverTest, CasesSeeOnlyWhatIsTheirs) {
  const auto scene = [&]() -> Task<> {
    std::vector<std::string> bodies{event_about("alice@example.com"), event_about("bob@example.com"),
                                    event_about("Alice@example.com", "dsync.user.updated")};
    co_await deliver_all(std::move(bodies));
  };
  runtime.run_until_done(scene());
  EXPECT_EQ(receiver->received(wanted_of("alice@example.com")).size(), 2u);
  EXPECT_EQ(receiver->received(wanted_of("alice@example.com", "user.updated")).size(), 1u);
  EXPECT_EQ(receiver->received(wanted_of("bob@example.com")).size(), 1u);
  EXPECT_EQ(receiver->received(wanted_of("carol@example.com")).size(), 0u);
  WebhookReceiver::Wanted later = wanted_of("alice@example.com");
  later.after = 1;
  EXPECT_EQ(receiver->received(later).size(), 1u);
  later.after = receiver->mark();
  EXPECT_EQ(receiver->received(later).size(), 0u);
}

TEST_F(WebhookReceiverTest, MembershipsAreOfThePersonAndOfTheGroup) {
  const std::string body =
      R"({"event":"dsync.group.user_added","data":{"user":{"email":"alice@example.com"},"group":{"name":"Staff"}}})";
  const auto scene = [&]() -> Task<> { co_await deliver(body); };
  runtime.run_until_done(scene());
  const auto count = [&](Subject subject) {
    WebhookReceiver::Wanted wanted;
    wanted.subject = std::move(subject);
    return receiver->received(wanted).size();
  };
  EXPECT_EQ(count({observe::UserKeys("alice@example.com", "", ""), "Staff"}), 1u);
  EXPECT_EQ(count({observe::UserKeys(), "Staff"}), 1u);
  EXPECT_EQ(count({observe::UserKeys("alice@example.com", "", ""), "Guests"}), 0u);
  EXPECT_EQ(count({observe::UserKeys("bob@example.com", "", ""), "Staff"}), 0u);
}

TEST_F(WebhookReceiverTest, WaitsForAnEventThatIsOnItsWay) {
  std::vector<std::string> bodies{event_about("bob@example.com"), event_about("alice@example.com")};
  runtime.spawn(deliver_all(std::move(bodies)));
  const auto scene = [&]() -> Task<> {
    WebhookReceiver::Wanted wanted = wanted_of("alice@example.com", "user.created");
    const auto received = co_await receiver->first(std::move(wanted), Milliseconds{60'000});
    EXPECT_TRUE(received);
    if (received) {
      EXPECT_EQ(received->event.user.email, "alice@example.com");
    }
  };
  runtime.run_until_done(scene());
}

TEST_F(WebhookReceiverTest, WaitsNoLongerThanItIsTold) {
  const auto scene = [&]() -> Task<> {
    WebhookReceiver::Wanted wanted = wanted_of("alice@example.com");
    const auto received = co_await receiver->first(std::move(wanted), Milliseconds{5});
    EXPECT_FALSE(received);
  };
  runtime.run_until_done(scene());
}

TEST_F(WebhookReceiverTest, SilenceIsBrokenByItsOwnEventsAlone) {
  const auto scene = [&]() -> Task<> {
    WebhookReceiver::Wanted alices = wanted_of("alice@example.com"), bobs = wanted_of("bob@example.com");
    bobs.fits = [](const Received& one) { return one.delivery->signature.is_valid(); };
    std::string body = event_about("bob@example.com");
    co_await deliver(std::move(body));
    EXPECT_TRUE(co_await receiver->is_silent(std::move(alices), Milliseconds{5}));
    EXPECT_FALSE(co_await receiver->is_silent(std::move(bobs), Milliseconds{60'000}));
  };
  runtime.run_until_done(scene());
}

TEST_F(WebhookReceiverTest, RefusesAsOftenAsItIsTold) {
  WebhookAnswer twice;
  twice.refuse_first = 2;
  twice.refusal = 500;
  receiver->answer(person("alice@example.com"), twice);
  std::vector<int> statuses;
  const auto scene = [&]() -> Task<> {
    for (const char* whose :
         {"alice@example.com", "bob@example.com", "alice@example.com", "alice@example.com"}) {
      std::string body = event_about(whose);
      const int status = co_await deliver(std::move(body));
      statuses.push_back(status);
    }
  };
  runtime.run_until_done(scene());
  EXPECT_EQ(statuses, (std::vector<int>{500, 200, 500, 200}));
  const auto attempts = receiver->received(wanted_of("alice@example.com"));
  ASSERT_EQ(attempts.size(), 3u);
  EXPECT_FALSE(attempts[0].delivery->was_accepted());
  EXPECT_TRUE(attempts[2].delivery->was_accepted());
}

TEST_F(WebhookReceiverTest, AnswersOneSubjectOtherwiseUntilToldAgain) {
  WebhookAnswer gone;
  gone.status = 410;
  receiver->answer(person("alice@example.com"), gone);
  const auto scene = [&]() -> Task<> {
    std::string body = event_about("alice@example.com");
    EXPECT_EQ(co_await deliver(body), 410);
    WebhookAnswer created;
    created.status = 201;
    receiver->answer(person("alice@example.com"), created);
    EXPECT_EQ(co_await deliver(body), 201);
    receiver->forget_answer(person("alice@example.com"));
    EXPECT_EQ(co_await deliver(body), 200);
  };
  runtime.run_until_done(scene());
}

TEST_F(WebhookReceiverTest, ASlowAnswerIsNoLateRecord) {
  WebhookAnswer slow;
  slow.delay = Milliseconds{60'000};
  receiver->answer(person("alice@example.com"), slow);
  const auto send = [&]() -> Task<> {
    std::string body = event_about("alice@example.com");
    co_await deliver(std::move(body));
  };
  runtime.spawn(send());
  const auto scene = [&]() -> Task<> {
    WebhookReceiver::Wanted wanted = wanted_of("alice@example.com");
    const auto received = co_await receiver->first(std::move(wanted), Milliseconds{30'000});
    EXPECT_TRUE(received);
  };
  runtime.run_until_done(scene());
}

TEST_F(WebhookReceiverTest, WhatIsNoEventIsKeptToo) {
  const auto scene = [&]() -> Task<> { EXPECT_EQ(co_await deliver("hello"), 200); };
  runtime.run_until_done(scene());
  ASSERT_EQ(receiver->faulty(0).size(), 1u);
  EXPECT_NE(receiver->faulty(0)[0]->trouble, "");
  EXPECT_EQ(receiver->faulty(receiver->mark()).size(), 0u);
  EXPECT_EQ(receiver->received({}).size(), 0u);
}

TEST_F(WebhookReceiverTest, StrangersAreNotRecorded) {
  const auto scene = [&]() -> Task<> {
    http::Request elsewhere("POST", replace_all(receiver->url(), "/webhooks/", "/webhooks/0"));
    const auto not_found = co_await client.send(std::move(elsewhere));
    EXPECT_TRUE(not_found);
    if (not_found) {
      EXPECT_EQ(not_found->status, 404);
    }
    http::Request get("GET", receiver->url());
    const auto refused = co_await client.send(std::move(get));
    EXPECT_TRUE(refused);
    if (refused) {
      EXPECT_EQ(refused->status, 405);
    }
  };
  runtime.run_until_done(scene());
  EXPECT_EQ(receiver->mark(), 0u);
}

TEST_F(WebhookReceiverTest, AReportShowsTheDeliveryWithoutSecrets) {
  const auto scene = [&]() -> Task<> {
    std::string body = event_about("alice@example.com", "dsync.user.created", "top-secret-id");
    co_await deliver(std::move(body));
  };
  runtime.run_until_done(scene());
  const Exchange exchange = as_exchange(*receiver->received(wanted_of("alice@example.com"))[0].delivery,
                                        Redactor({"top-secret-id"}));
  EXPECT_EQ(exchange.id, "w1");
  EXPECT_NE(exchange.what.find("signature valid"), std::string::npos) << exchange.what;
  EXPECT_EQ(exchange.request.body.find("top-secret-id"), std::string::npos);
  ASSERT_TRUE(exchange.response);
  EXPECT_EQ(exchange.response->status, 200);
}

TEST(WebhookReceiver, IsReachedByAPublicUrl) {
  http::Runtime runtime;
  const SystemClock clock;
  WebhookReceiverSettings settings;
  settings.public_url = "https://tunnel.example/";
  const auto receiver = WebhookReceiver::listen(runtime, clock, settings);
  ASSERT_TRUE(receiver);
  EXPECT_TRUE((*receiver)->url().starts_with("https://tunnel.example/webhooks/")) << (*receiver)->url();
  settings.address = "no address";
  EXPECT_FALSE(WebhookReceiver::listen(runtime, clock, settings));
}

}  // namespace
}  // namespace idproctor::run
