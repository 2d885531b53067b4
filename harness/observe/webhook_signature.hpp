#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// How a broker writes and signs the events that it posts to webhooks. Both sign by HMAC-SHA256 over the time
/// of sending in milliseconds since 1970, a full stop and the body as it travels.
enum class WebhookScheme {
  none,    ///< unsigned, or nobody knows the secret
  workos,  ///< WorkOS-Signature: t=<ms>, v1=<hex>
  polis,   ///< BoxyHQ-Signature: t=<ms>,s=<hex>; the same again as Ory-Polis-Signature
};
const char* name(WebhookScheme scheme);
std::optional<WebhookScheme> webhook_scheme(std::string_view name);

/// The headers in which the signature travels; none for WebhookScheme::none.
std::vector<std::string> signature_headers(WebhookScheme scheme);

/// The hexadecimal digest, lower case; `timestamp` as it stands in the header.
std::string webhook_digest(std::string_view secret, std::string_view timestamp, std::string_view body);
/// The header's value for a body that is sent at that time.
std::string webhook_signature(WebhookScheme scheme, std::string_view secret, std::string_view body, Time at);

/// How far the time of sending may be from now, either way: WorkOS's libraries take three to five minutes.
inline constexpr Milliseconds kWebhookTolerance{180'000};

struct SignatureCheck {
  enum class State {
    valid,
    unchecked,  ///< of WebhookScheme::none
    missing,    ///< there is no such header
    malformed,  ///< not one time and one signature
    wrong,      ///< of another body, another time or another secret
    old,        ///< right, and sent too long ago
    future,     ///< right, and sent too far ahead
  };
  State state = State::unchecked;
  std::string detail;  ///< one sentence; empty where it is valid
  bool is_valid() const { return state == State::valid; }
};
const char* name(SignatureCheck::State state);

/// Compares in constant time. Where a scheme has two headers and both are there, both must be right.
SignatureCheck check_signature(WebhookScheme scheme, std::string_view secret, const http::Headers& headers,
                               std::string_view body, Time now, Milliseconds tolerance = kWebhookTolerance);

}  // namespace idproctor::observe
