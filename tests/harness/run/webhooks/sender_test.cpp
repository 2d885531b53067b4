// Webhooks that we play, wrong by name: each row's requests, judged by the verification of signatures.

#include <gtest/gtest.h>

#include <set>

#include "foundation/core/text.hpp"
#include "harness/run/webhook_receiver.hpp"
#include "harness/run/webhook_sender.hpp"

namespace idproctor::run {
namespace {

using observe::WebhookScheme;
using State = observe::SignatureCheck::State;

const Time play_time = parse_time("2026-02-01T12:00:00Z").value();

WebhookSenderSettings endpoint(WebhookScheme scheme = WebhookScheme::workos) {
  WebhookSenderSettings settings;
  settings.url = "https://app.example/webhooks";
  settings.scheme = scheme;
  settings.secret = "whsec_right";
  settings.headers = {{"X-Tunnel", "yes"}};
  return settings;
}

PlayedEvent new_user() {
  PlayedEvent event;
  event.type = "user.created";
  event.id = "event_1";
  event.created = play_time;
  event.user = observe::UserKeys("alice@example.com", "alice", "");
  return event;
}

std::vector<http::Request> requests_of(const std::string& deviation,
                                       WebhookScheme scheme = WebhookScheme::workos) {
  const WebhookDeviation* row = find_webhook_deviation(deviation);
  EXPECT_NE(row, nullptr) << deviation;
  if (row == nullptr) return {};
  const auto requests = webhook_requests(endpoint(scheme), new_user(), *row, play_time);
  EXPECT_TRUE(requests) << deviation;
  return requests ? *requests : std::vector<http::Request>();
}

State state_of(const std::string& deviation, WebhookScheme scheme = WebhookScheme::workos) {
  const auto requests = requests_of(deviation, scheme);
  if (requests.empty()) return State::unchecked;
  return observe::check_signature(scheme, "whsec_right", requests[0].headers, requests[0].body, play_time)
      .state;
}

TEST(WebhookSender, EachDeviationIsWrongInItsOwnWay) {
  for (const WebhookScheme scheme : {WebhookScheme::workos, WebhookScheme::polis}) {
    EXPECT_EQ(state_of("", scheme), State::valid);
    EXPECT_EQ(state_of("wrong-signature", scheme), State::wrong);
    EXPECT_EQ(state_of("missing-signature", scheme), State::missing);
    EXPECT_EQ(state_of("no-v1", scheme), State::malformed);
    EXPECT_EQ(state_of("two-v1", scheme), State::malformed);
    EXPECT_EQ(state_of("old-timestamp", scheme), State::old);
    EXPECT_EQ(state_of("future-timestamp", scheme), State::future);
    EXPECT_EQ(state_of("seconds-timestamp", scheme), State::old);
    EXPECT_EQ(state_of("moved-timestamp", scheme), State::wrong);
    EXPECT_EQ(state_of("changed-body", scheme), State::wrong);
    EXPECT_EQ(state_of("re-serialised-body", scheme), State::wrong);
    EXPECT_EQ(state_of("indented-body", scheme), State::valid);
    EXPECT_EQ(state_of("duplicate", scheme), State::valid);
    EXPECT_EQ(state_of("unknown-type", scheme), State::valid);
  }
}

TEST(WebhookSender, TheTableSaysWhatIsAccepted) {
  std::set<std::string> names;
  for (const WebhookDeviation& row : webhook_deviations()) {
    EXPECT_TRUE(names.insert(row.name).second) << row.name;
    EXPECT_EQ(row.is_accepted, state_of(row.name) == State::valid) << row.name;
    EXPECT_TRUE(row.is_accepted || !row.takes_effect) << row.name;
  }
  EXPECT_EQ(names.size(), 14u);  // as many as the test above asks for
  EXPECT_EQ(find_webhook_deviation("signature"), nullptr);
}

TEST(WebhookSender, SendsWhatAWebhookNeeds) {
  const auto requests = requests_of("");
  ASSERT_EQ(requests.size(), 1u);
  EXPECT_EQ(requests[0].method, "POST");
  EXPECT_EQ(requests[0].url, "https://app.example/webhooks");
  EXPECT_EQ(requests[0].headers.get("Content-Type"), "application/json");
  EXPECT_EQ(requests[0].headers.get("X-Tunnel"), "yes");
  EXPECT_TRUE(requests[0].headers.get("WorkOS-Signature").starts_with("t=1769947200000, v1="));
  const auto polis = requests_of("", WebhookScheme::polis);
  EXPECT_TRUE(polis[0].headers.get("Ory-Polis-Signature").starts_with("t=1769947200000,s="));
  EXPECT_EQ(polis[0].headers.get("BoxyHQ-Signature"), polis[0].headers.get("Ory-Polis-Signature"));
}

/// A late or repeated webhook of Polis is known by its signature alone.
TEST(WebhookSender, PolisSignsAtTheTimeOfTheEvent) {
  const auto sent = webhook_requests(endpoint(WebhookScheme::polis), new_user(), *find_webhook_deviation(""),
                                     play_time + std::chrono::seconds(10));
  ASSERT_TRUE(sent);
  EXPECT_EQ(sent->front().headers.get("BoxyHQ-Signature"),
            requests_of("", WebhookScheme::polis)[0].headers.get("BoxyHQ-Signature"));
}

TEST(WebhookSender, ReSerialisedAndChangedBodiesDifferAsTheySay) {
  const std::string right = requests_of("")[0].body;
  const auto json = parse_json(right).value();
  for (const char* same : {"re-serialised-body", "indented-body"}) {
    EXPECT_NE(requests_of(same)[0].body, right) << same;
    EXPECT_EQ(parse_json(requests_of(same)[0].body).value(), json) << same;
  }
  EXPECT_NE(parse_json(requests_of("changed-body")[0].body).value(), json);
  EXPECT_EQ(requests_of("re-serialised-body")[0].headers.get("WorkOS-Signature"),
            requests_of("")[0].headers.get("WorkOS-Signature"));
}

TEST(WebhookSender, ADuplicateIsTheSameTwice) {
  const auto requests = requests_of("duplicate");
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].body, requests[1].body);
  EXPECT_EQ(requests[0].headers.fields(), requests[1].headers.fields());
}

TEST(WebhookSender, AnUnknownTypeIsTheScenariosOrTheRows) {
  const auto type_of = [](const std::string& type) {
    PlayedEvent event = new_user();
    event.type = type;
    const auto requests =
        webhook_requests(endpoint(), event, *find_webhook_deviation("unknown-type"), play_time);
    return requests ? parse_json(requests->front().body).value()["event"].get<std::string>() : "error";
  };
  EXPECT_EQ(type_of("user.created"), "dsync.user.teleported");
  EXPECT_EQ(type_of("dsync.user.reincarnated"), "dsync.user.reincarnated");
  PlayedEvent event = new_user();
  event.type = "dsync.user.reincarnated";
  EXPECT_FALSE(webhook_requests(endpoint(), event, *find_webhook_deviation(""), play_time));
}

TEST(WebhookSender, PlaysToAnEndpoint) {
  http::Runtime runtime;
  const SystemClock clock;
  WebhookReceiverSettings receiving;
  receiving.secret = "whsec_right";
  const auto receiver = WebhookReceiver::listen(runtime, clock, receiving);
  ASSERT_TRUE(receiver);
  http::Client client(runtime, {});
  Gateway gateway(client, clock, Redactor({"whsec_right"}), {}, 0);
  Log log;
  WebhookSenderSettings settings = endpoint();
  settings.url = (*receiver)->url();
  const auto scene = [&]() -> Task<> {
    auto requests = webhook_requests(settings, new_user(), *find_webhook_deviation("duplicate"), clock.now());
    auto answers = co_await play_webhooks(gateway, log, std::move(*requests), Milliseconds{10'000});
    EXPECT_TRUE(answers);
    if (answers) {
      EXPECT_EQ(answers->size(), 2u);
    }
  };
  runtime.run_until_done(scene());
  EXPECT_EQ(log.size(), 2u);
  WebhookReceiver::Wanted wanted;
  wanted.subject.user = observe::UserKeys("alice@example.com", "", "");
  wanted.fits = [](const Received& one) { return one.delivery->signature.is_valid(); };
  EXPECT_EQ((*receiver)->received(wanted).size(), 2u);
}

}  // namespace
}  // namespace idproctor::run
