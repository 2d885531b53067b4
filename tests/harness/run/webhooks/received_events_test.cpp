// Events out of deliveries: what counts as news, and once.

#include "harness/run/received_events.hpp"

#include <gtest/gtest.h>

#include "foundation/http/client.hpp"

namespace idproctor::run {
namespace {

TEST(ReceivedEvents, CountWhatIsSignedTakenAndNew) {
  http::Runtime runtime;
  const SystemClock clock;
  WebhookReceiverSettings settings;
  settings.secret = "whsec_right";
  const auto receiver = WebhookReceiver::listen(runtime, clock, settings);
  ASSERT_TRUE(receiver);
  http::Client client(runtime, {});
  const auto deliver = [&](std::string id, std::string secret) -> Task<> {
    http::Request request("POST", (*receiver)->url());
    request.body = R"({"object":"event","id":")" + id +
                   R"(","event":"dsync.user.created","data":{"email":"alice@example.com"}})";
    request.headers.add("WorkOS-Signature", observe::webhook_signature(observe::WebhookScheme::workos, secret,
                                                                       request.body, clock.now()));
    const auto answer = co_await client.send(std::move(request));
    EXPECT_TRUE(answer);
  };
  const auto ids = [](const EventSource& source) {
    std::vector<std::string> found;
    for (const observe::Event& event : source.all()) found.push_back(event.id);
    return found;
  };
  Log log;
  std::unique_ptr<EventSource> source;
  const auto scene = [&]() -> Task<> {
    co_await deliver("before", "whsec_right");
    source = make_received_events(**receiver);
    co_await deliver("one", "whsec_right");
    co_await deliver("forged", "whsec_wrong");
    EXPECT_TRUE(co_await source->refresh(log, Milliseconds{1'000}));
    EXPECT_EQ(ids(*source), std::vector<std::string>{"one"});

    WebhookAnswer refusal;
    refusal.refuse_first = 1;
    (*receiver)->answer({observe::UserKeys("alice@example.com", "", ""), {}}, refusal);
    co_await deliver("two", "whsec_right");
    EXPECT_TRUE(co_await source->refresh(log, Milliseconds{1'000}));
    EXPECT_EQ(ids(*source), std::vector<std::string>{"one"});
    co_await deliver("two", "whsec_right");
    co_await deliver("two", "whsec_right");
    co_await deliver("one", "whsec_right");
    EXPECT_TRUE(co_await source->refresh(log, Milliseconds{1'000}));
    EXPECT_EQ(ids(*source), (std::vector<std::string>{"one", "two"}));
  };
  runtime.run_until_done(scene());
  EXPECT_EQ((*receiver)->faulty(0).size(), 1u);
  EXPECT_STREQ(source->rung(), "webhook");
}

}  // namespace
}  // namespace idproctor::run
