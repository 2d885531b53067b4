#include "harness/run/webhook_sender.hpp"

#include <algorithm>

#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::run {

namespace {

using observe::WebhookScheme;
using Body = WebhookDeviation::Body;

constexpr Milliseconds kTenMinutes{600'000};  // twice what any documentation lets pass

std::string spelled_out(const Json& event, Body body) {
  const bool over_lines = body == Body::indented || body == Body::re_serialised;
  return dump(event, over_lines ? 2 : -1);
}

std::string digits(Time time) {
  return std::to_string(time.time_since_epoch().count());
}

/// Polis's events have neither an id nor a time of their own, and a repeated webhook keeps the signature that
/// it had: there the time of signing is the event's, so that a late or repeated one is what it is in the
/// field.
Time time_of_signing(const WebhookSenderSettings& settings, const PlayedEvent& event, Time now) {
  return settings.scheme == WebhookScheme::polis ? event.created : now;
}

Result<std::string> header_value(const WebhookSenderSettings& settings, const WebhookDeviation& deviation,
                                 const std::string& signed_body, Time now) {
  const Time claimed = now + deviation.claims;
  const std::string seconds = digits(claimed).substr(0, digits(claimed).size() - 3);
  const bool is_polis = settings.scheme == WebhookScheme::polis;
  // Polis writes no space behind the comma.
  const std::string header = is_polis ? replace_all(deviation.header, ", ", ",") : deviation.header;
  const bool in_seconds = header.find("${seconds}") != std::string::npos;
  const std::string timestamp = in_seconds ? seconds : digits(claimed + deviation.signs);
  return expand(header, [&](std::string_view name) -> Result<std::optional<std::string>> {
    if (name == "t") return digits(claimed);
    if (name == "seconds") return seconds;
    if (name == "key") return is_polis ? "s" : "v1";
    if (name == "right") return observe::webhook_digest(settings.secret, timestamp, signed_body);
    if (name == "wrong") return observe::webhook_digest("not " + settings.secret, timestamp, signed_body);
    return std::nullopt;
  });
}

}  // namespace

const std::vector<WebhookDeviation>& webhook_deviations() {
  static const std::vector<WebhookDeviation> deviations{
      {.name = "", .title = "As the broker sends it", .is_accepted = true, .takes_effect = true},
      {.name = "wrong-signature",
       .title = "Signed with another secret",
       .is_accepted = false,
       .takes_effect = false,
       .header = "t=${t}, ${key}=${wrong}"},
      {.name = "missing-signature",
       .title = "Without the signature's header",
       .is_accepted = false,
       .takes_effect = false,
       .header = ""},
      {.name = "no-v1",
       .title = "The header has a time and no signature",
       .is_accepted = false,
       .takes_effect = false,
       .header = "t=${t}"},
      {.name = "two-v1",
       .title = "Two signatures, of which the second is right",
       .is_accepted = false,
       .takes_effect = false,
       .header = "t=${t}, ${key}=${wrong}, ${key}=${right}"},
      {.name = "old-timestamp",
       .title = "Signed ten minutes ago: an old webhook played again",
       .is_accepted = false,
       .takes_effect = false,
       .claims = -kTenMinutes},
      {.name = "future-timestamp",
       .title = "Signed ten minutes ahead",
       .is_accepted = false,
       .takes_effect = false,
       .claims = kTenMinutes},
      {.name = "seconds-timestamp",
       .title = "The time is in seconds instead of milliseconds",
       .is_accepted = false,
       .takes_effect = false,
       .header = "t=${seconds}, ${key}=${right}"},
      {.name = "moved-timestamp",
       .title = "An old webhook under a fresh time, which its signature does not cover",
       .is_accepted = false,
       .takes_effect = false,
       .signs = -kTenMinutes},
      {.name = "changed-body",
       .title = "Something was put into the body after signing",
       .is_accepted = false,
       .takes_effect = false,
       .body = Body::changed},
      {.name = "re-serialised-body",
       .title = "The same JSON in other bytes than those that were signed",
       .is_accepted = false,
       .takes_effect = false,
       .body = Body::re_serialised},
      {.name = "indented-body",
       .title = "The body is written over several lines, and signed so",
       .is_accepted = true,
       .takes_effect = true,
       .body = Body::indented},
      {.name = "duplicate",
       .title = "The same webhook twice: deliveries are repeated",
       .is_accepted = true,
       .takes_effect = true,
       .copies = 2},
      {.name = "unknown-type",
       .title = "An event of a type that did not exist when the application was written",
       .is_accepted = true,
       .takes_effect = false,
       .type = "dsync.user.teleported"},
  };
  return deviations;
}

const WebhookDeviation* find_webhook_deviation(std::string_view name) {
  const auto row = std::ranges::find_if(webhook_deviations(),
                                        [&](const WebhookDeviation& one) { return one.name == name; });
  return row == webhook_deviations().end() ? nullptr : &*row;
}

Result<std::vector<http::Request>> webhook_requests(const WebhookSenderSettings& settings,
                                                    const PlayedEvent& event,
                                                    const WebhookDeviation& deviation, Time now) {
  const bool is_unknown = *deviation.type != '\0';
  PlayedEvent shape = event;
  if (is_unknown) shape.type = "user.updated";
  auto json = write_event(settings.scheme, shape);
  if (!json) return json.error();
  // A scenario may name a type that there is none of, or leave that to the row.
  const bool is_own = observe::event_name(settings.scheme, event.type).empty() && !event.type.empty();
  if (is_unknown) (*json)["event"] = is_own ? event.type : deviation.type;
  const bool as_indented = deviation.body == Body::indented;
  const std::string signed_body = spelled_out(*json, as_indented ? Body::indented : Body::as_signed);
  const Time signed_at = time_of_signing(settings, event, now);
  const auto header = header_value(settings, deviation, signed_body, signed_at);
  if (!header) return header.error();

  http::Request request("POST", settings.url);
  request.headers = settings.headers;
  request.headers.set("Content-Type", "application/json");
  if (!header->empty()) {
    for (const std::string& name : observe::signature_headers(settings.scheme))
      request.headers.set(name, *header);
  }
  if (deviation.body == Body::changed) (*json)["data"]["changed_after_signing"] = true;
  request.body = deviation.body == Body::as_signed ? signed_body : spelled_out(*json, deviation.body);
  return std::vector<http::Request>(static_cast<std::size_t>(deviation.copies), request);
}

Task<Result<std::vector<http::Response>>> play_webhooks(Gateway& gateway, Log& log,
                                                        std::vector<http::Request> requests,
                                                        Milliseconds timeout) {
  std::vector<http::Response> answers;
  for (http::Request& request : requests) {
    std::string what = "webhook to the application";
    auto answer = co_await gateway.send(log, std::move(what), std::move(request), timeout);
    if (!answer) co_return answer.error();
    answers.push_back(std::move(*answer));
  }
  co_return answers;
}

}  // namespace idproctor::run
