#include "reference_sp/application/webhook_receiver.hpp"

#include <set>

#include "reference_sp/application/verification.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::application {

namespace {

constexpr std::size_t most_seen_events = 100'000;
constexpr std::string_view seen_kind = "app_event";

/// Types that the application has heard of and that change nothing in its table.
bool is_known_type(const std::string& type) {
  static const std::set<std::string> known{
      "dsync.activated",    "dsync.deleted",       "connection.activated", "connection.deactivated",
      "connection.deleted", "dsync.token.created", "dsync.token.revoked"};
  return known.contains(type);
}

http::Response refused_webhook(const std::string& reason) {
  return json_answer(400, Json{{"error", reason}});
}

}  // namespace

WebhookReceiver::WebhookReceiver(Context context) : context_(context) {
  context_.records.all(seen_kind, [&](const std::string& id, const Json&) {
    if (seen_.insert(id).second) in_order_.push_back(id);
  });
}

void WebhookReceiver::remember(const std::string& event_id) {
  if (!seen_.insert(event_id).second) return;
  in_order_.push_back(event_id);
  context_.records.put(seen_kind, event_id, Json::object());
  if (in_order_.size() <= most_seen_events) return;
  seen_.erase(in_order_.front());
  context_.records.erase(seen_kind, in_order_.front());
  in_order_.pop_front();
}

http::Response WebhookReceiver::receive(const http::Request& request, const std::string& secret,
                                        Users& users) {
  const bool may_be_empty = context_.checks.off("webhook-signature");
  if (secret.empty() && !may_be_empty) return refused_webhook("no webhooks are expected");
  // Before anything is read.
  const auto verified = verify_webhook(request.headers.get("WorkOS-Signature"), request.body, secret,
                                       context_.clock.now(), context_.checks);
  if (!verified) return refused_webhook(describe(verified.error()));
  const auto event = parse_json(request.body);
  if (!event || !event->is_object()) return refused_webhook("the body is no JSON object");
  const Json id = event->value("id", Json()), type = event->value("event", Json()),
             data = event->value("data", Json());
  if (!id.is_string() || !type.is_string() || !data.is_object()) {
    return refused_webhook("an event has id, event and data");
  }
  const std::string event_id = id.get<std::string>(), name = type.get<std::string>();
  if (seen_.contains(event_id) && context_.checks.on("webhook-duplicates")) {
    return json_answer(200, Json{{"applied", false}});
  }
  const auto created = parse_time(to_text(event->value("created_at", Json(""))));
  const Time at = created ? *created : Time{};
  const bool applied = users.apply(name, at, data);
  if (!applied && !is_known_type(name) && context_.checks.off("webhook-unknown-type")) {
    return refused_webhook("unknown type");
  }
  remember(event_id);
  return json_answer(200, Json{{"applied", applied}});
}

}  // namespace idproctor::reference::application
