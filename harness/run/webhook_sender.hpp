#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "harness/run/gateway.hpp"
#include "harness/run/webhook_event.hpp"

namespace idproctor::run {

/// How a played webhook is wrong, or right in a way that applications stumble over: one row, one deviation.
struct WebhookDeviation {
  enum class Body {
    as_signed,
    changed,        ///< something is put into it after signing
    re_serialised,  ///< the same JSON in other bytes than those that were signed
    indented,       ///< written over several lines, and signed so
  };
  const char* name;
  const char* title;
  bool is_accepted;   ///< whether an application that does all right answers with 2xx
  bool takes_effect;  ///< whether it then does what the event says
  /// The header's value: ${t} and ${seconds} are the time that it claims, ${right} and ${wrong} signatures by
  /// the application's secret and by another, ${key} the scheme's name for the signature. Empty: there is no
  /// such header.
  const char* header = "t=${t}, ${key}=${right}";
  Milliseconds claims{0};  ///< how far the time in the header is from now
  Milliseconds signs{0};   ///< how far the time under the signature is from the one in the header
  Body body = Body::as_signed;
  const char* type = "";  ///< in place of the event's own, unless that is none of observe::event_types()
  int copies = 1;
};
const std::vector<WebhookDeviation>& webhook_deviations();
/// Null where there is none by that name; the empty name is the right webhook.
const WebhookDeviation* find_webhook_deviation(std::string_view name);

struct WebhookSenderSettings {
  std::string url;  ///< the application's own endpoint
  observe::WebhookScheme scheme = observe::WebhookScheme::workos;
  std::string secret;
  http::Headers headers;  ///< further ones
};

/// The requests that play the event, one for each copy. An Error: there is no such type.
Result<std::vector<http::Request>> webhook_requests(const WebhookSenderSettings& settings,
                                                    const PlayedEvent& event,
                                                    const WebhookDeviation& deviation, Time now);

/// Sends them one after the other, and ends early with an Error where no answer comes.
Task<Result<std::vector<http::Response>>> play_webhooks(Gateway& gateway, Log& log,
                                                        std::vector<http::Request> requests,
                                                        Milliseconds timeout);

}  // namespace idproctor::run
