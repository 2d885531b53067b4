// Signatures of webhooks: what we sign is what the openssl command computes, and each way to be wrong is
// told.

#include "harness/observe/webhook_signature.hpp"

#include <gtest/gtest.h>

#include "foundation/core/text.hpp"

namespace idproctor::observe {
namespace {

using State = SignatureCheck::State;

constexpr const char* test_secret = "whsec_test_secret";
constexpr const char* event_body = R"({"id":"event_1","event":"dsync.user.created"})";
const Time sent_at{Milliseconds{1626125972272}};
// printf '%s' "1626125972272.$event_body" | openssl dgst -sha256 -hmac whsec_test_secret
constexpr const char* right_digest = "729bd7c5860ba787df7798f9243df151e1fc929ea7e588f3e1ff6dfaf25b5686";
// The same over 1626125972, which is seconds.
constexpr const char* digest_of_seconds = "68f35b6650a91c6012363293ae12e9638f6dd8b2f7a9b4e8194e8fa028f78b15";

SignatureCheck check_at(const std::string& header, Time now = sent_at, std::string_view of = event_body) {
  const http::Headers headers{{"workos-signature", header}};
  return check_signature(WebhookScheme::workos, test_secret, headers, of, now);
}

std::string written(const std::string& text, const std::string& value) {
  return replace_all(text, "DIGEST", value);
}

TEST(WebhookSignature, IsWhatOpensslComputes) {
  EXPECT_EQ(webhook_signature(WebhookScheme::workos, test_secret, event_body, sent_at),
            written("t=1626125972272, v1=DIGEST", right_digest));
  EXPECT_EQ(webhook_signature(WebhookScheme::polis, test_secret, event_body, sent_at),
            written("t=1626125972272,s=DIGEST", right_digest));
}

TEST(WebhookSignature, IsAcceptedInTheWaysThatBrokersWriteIt) {
  EXPECT_EQ(check_at(written("t=1626125972272, v1=DIGEST", right_digest)).state, State::valid);
  EXPECT_EQ(check_at(written("t=1626125972272,v1=DIGEST", right_digest)).state, State::valid);
  EXPECT_EQ(check_at(written("v1=DIGEST,t=1626125972272", right_digest)).state, State::valid);
  EXPECT_EQ(check_at(written("t=1626125972272, v1=DIGEST, v2=later", right_digest)).state, State::valid);
}

TEST(WebhookSignature, EachWayToBeWrongIsTold) {
  const std::string right = written("t=1626125972272, v1=DIGEST", right_digest);
  EXPECT_EQ(check_signature(WebhookScheme::workos, test_secret, {}, event_body, sent_at).state,
            State::missing);
  EXPECT_EQ(check_at("").state, State::missing);
  EXPECT_EQ(check_at("t=1626125972272").state, State::malformed);
  EXPECT_EQ(check_at(written("v1=DIGEST", right_digest)).state, State::malformed);
  EXPECT_EQ(check_at("t=1626125972272, v1=").state, State::malformed);
  EXPECT_EQ(check_at(right_digest).state, State::malformed);
  EXPECT_EQ(check_at(written("t=yesterday, v1=DIGEST", right_digest)).state, State::malformed);
  EXPECT_EQ(check_at(written("t=1626125972272, v1=0000, v1=DIGEST", right_digest)).state, State::malformed);
  EXPECT_EQ(check_at(written("t=1626125972272, t=1626125972272, v1=DIGEST", right_digest)).state,
            State::malformed);
  EXPECT_EQ(check_at(right, sent_at, std::string(event_body) + " ").state, State::wrong);
  EXPECT_EQ(check_at(written("t=1626125972273, v1=DIGEST", right_digest)).state, State::wrong);
  EXPECT_EQ(check_at(written("t=1626125972272, v1=DIGEST", to_lower(right_digest).substr(1))).state,
            State::wrong);
  const http::Headers headers{{"WorkOS-Signature", right}};
  EXPECT_EQ(check_signature(WebhookScheme::workos, "whsec_other", headers, event_body, sent_at).state,
            State::wrong);
  const http::Headers twice{{"WorkOS-Signature", right}, {"WorkOS-Signature", right}};
  EXPECT_EQ(check_signature(WebhookScheme::workos, test_secret, twice, event_body, sent_at).state,
            State::malformed);
}

TEST(WebhookSignature, TheToleranceHoldsBothWays) {
  const std::string right = written("t=1626125972272, v1=DIGEST", right_digest);
  const Milliseconds one{1};
  EXPECT_EQ(check_at(right, sent_at + kWebhookTolerance).state, State::valid);
  EXPECT_EQ(check_at(right, sent_at + kWebhookTolerance + one).state, State::old);
  EXPECT_EQ(check_at(right, sent_at - kWebhookTolerance).state, State::valid);
  EXPECT_EQ(check_at(right, sent_at - kWebhookTolerance - one).state, State::future);
  const http::Headers headers{{"WorkOS-Signature", right}};
  EXPECT_EQ(
      check_signature(WebhookScheme::workos, test_secret, headers, event_body, sent_at + one, Milliseconds{0})
          .state,
      State::old);
}

TEST(WebhookSignature, SecondsAreOldAndNamed) {
  const SignatureCheck seconds = check_at(written("t=1626125972, v1=DIGEST", digest_of_seconds));
  EXPECT_EQ(seconds.state, State::old);
  EXPECT_NE(seconds.detail.find("seconds"), std::string::npos) << seconds.detail;
}

TEST(WebhookSignature, PolisSignsTwiceAndBothMustBeRight) {
  const std::string right = webhook_signature(WebhookScheme::polis, test_secret, event_body, sent_at);
  const std::string wrong = webhook_signature(WebhookScheme::polis, "other secret", event_body, sent_at);
  const auto state_of = [](const http::Headers& headers) {
    return check_signature(WebhookScheme::polis, test_secret, headers, event_body, sent_at).state;
  };
  EXPECT_EQ(state_of({{"BoxyHQ-Signature", right}}), State::valid);
  EXPECT_EQ(state_of({{"Ory-Polis-Signature", right}}), State::valid);
  EXPECT_EQ(state_of({{"BoxyHQ-Signature", right}, {"Ory-Polis-Signature", right}}), State::valid);
  EXPECT_EQ(state_of({{"BoxyHQ-Signature", right}, {"Ory-Polis-Signature", wrong}}), State::wrong);
  EXPECT_EQ(state_of({{"WorkOS-Signature", right}}), State::missing);
}

TEST(WebhookSignature, WithoutASchemeNothingIsChecked) {
  EXPECT_EQ(check_signature(WebhookScheme::none, "", {}, event_body, sent_at).state, State::unchecked);
  EXPECT_FALSE(check_signature(WebhookScheme::none, "", {}, event_body, sent_at).is_valid());
}

TEST(WebhookScheme, HasAName) {
  for (const WebhookScheme scheme : {WebhookScheme::none, WebhookScheme::workos, WebhookScheme::polis}) {
    EXPECT_EQ(webhook_scheme(name(scheme)), scheme);
  }
  EXPECT_EQ(webhook_scheme("stripe"), std::nullopt);
}

}  // namespace
}  // namespace idproctor::observe
