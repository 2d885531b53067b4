#include "reference_sp/broker/webhooks.hpp"

#include <deque>
#include <map>
#include <utility>

#include "reference_sp/broker/webhook_signature.hpp"

namespace idproctor::reference::broker {

namespace {

constexpr int most_tries = 6;
constexpr std::string_view endpoint_kind = "webhook_endpoint";
constexpr std::string_view delivery_kind = "delivery";

struct Delivery {
  std::string event_id;
  std::shared_ptr<const std::string> body;
  int tries = 0;
};

struct Endpoint {
  std::string url, secret;
  std::deque<Delivery> queue;
  bool busy = false;
};

bool is_taken(const Result<http::Response>& answer) {
  return answer && answer->status >= 200 && answer->status < 300;
}

}  // namespace

struct Webhooks::Impl : std::enable_shared_from_this<Impl> {
  Impl(Context context_, Milliseconds first_gap_) : context(context_), first_gap(first_gap_) {}

  static std::string key(const std::string& name, const Delivery& delivery) {
    return name + " " + delivery.event_id;
  }
  void keep(const std::string& name, const Delivery& delivery) const {
    if (!context.records.kept()) return;
    context.records.put(delivery_kind, key(name, delivery),
                        {{"endpoint", name},
                         {"event", delivery.event_id},
                         {"body", *delivery.body},
                         {"tries", delivery.tries}});
  }

  void send_next(const std::string& name) {
    const auto found = endpoints.find(name);
    if (found == endpoints.end() || !context.wires.send) return;
    Endpoint& endpoint = found->second;
    if (endpoint.busy || endpoint.queue.empty()) return;
    endpoint.busy = true;
    Delivery delivery = std::move(endpoint.queue.front());
    endpoint.queue.pop_front();
    http::Request request("POST", endpoint.url);
    request.headers.add("Content-Type", "application/json");
    if (context.checks.on("webhook-signed")) {
      request.headers.add("WorkOS-Signature",
                          webhook_signature(endpoint.secret, context.clock.now(), *delivery.body));
    }
    request.body = *delivery.body;
    context.wires.send(std::move(request), [weak = weak_from_this(), name, secret = endpoint.secret,
                                            delivery](const Result<http::Response>& answer) {
      if (const auto alive = weak.lock()) alive->answered(name, secret, delivery, is_taken(answer));
    });
  }

  void answered(const std::string& name, const std::string& secret, Delivery delivery, bool taken) {
    const auto found = endpoints.find(name);
    // Registered anew meanwhile, or gone.
    if (found == endpoints.end() || found->second.secret != secret) return;
    found->second.busy = false;
    ++delivery.tries;
    const bool again = !taken && delivery.tries < most_tries && context.checks.on("webhook-retry");
    if (again) {
      keep(name, delivery);
      send_later(name, delivery);
    } else {
      context.records.erase(delivery_kind, key(name, delivery));
    }
    context.records.settle();
    send_next(name);
  }

  void send_later(const std::string& name, const Delivery& delivery) {
    if (!context.wires.after) return;
    const Milliseconds gap = first_gap * (1 << (delivery.tries - 1));
    context.wires.after(gap, [weak = weak_from_this(), name, delivery] {
      if (const auto alive = weak.lock()) alive->send_again(name, delivery);
    });
  }

  void send_again(const std::string& name, const Delivery& delivery) {
    const auto found = endpoints.find(name);
    if (found == endpoints.end()) return;
    found->second.queue.push_back(delivery);
    send_next(name);
  }

  void forget_deliveries(const std::string& name) {
    if (!context.records.kept()) return;
    std::vector<std::string> keys;
    context.records.all(delivery_kind, [&](const std::string& id, const Json& kept) {
      if (kept["endpoint"] == name) keys.push_back(id);
    });
    for (const std::string& id : keys) context.records.erase(delivery_kind, id);
  }

  void load() {
    context.records.all(endpoint_kind, [&](const std::string& name, const Json& kept) {
      endpoints[name] = {kept["url"].get<std::string>(), kept["secret"].get<std::string>(), {}, false};
    });
    std::map<std::string, std::pair<std::string, Delivery>> in_order;  // by event, which sort by age
    context.records.all(delivery_kind, [&](const std::string& id, const Json& kept) {
      const std::string event = kept["event"].get<std::string>();
      const auto body = std::make_shared<const std::string>(kept["body"].get<std::string>());
      in_order[event + id] = {kept["endpoint"].get<std::string>(),
                              Delivery{event, body, kept["tries"].get<int>()}};
    });
    for (const auto& [place, waiting] : in_order) {
      const auto endpoint = endpoints.find(waiting.first);
      if (endpoint != endpoints.end()) endpoint->second.queue.push_back(waiting.second);
    }
  }

  Context context;
  Milliseconds first_gap;
  std::map<std::string, Endpoint> endpoints;
};

Webhooks::Webhooks(Context context, Milliseconds first_gap)
    : impl_(std::make_shared<Impl>(context, first_gap)) {
  impl_->load();
}

Webhooks::~Webhooks() = default;

std::string Webhooks::add(const std::string& name, const std::string& url) {
  impl_->forget_deliveries(name);
  std::string secret = make_secret("whsec_");
  impl_->endpoints[name] = {url, secret, {}, false};
  impl_->context.records.put(endpoint_kind, name, {{"url", url}, {"secret", secret}});
  return secret;
}

bool Webhooks::remove(const std::string& name) {
  impl_->forget_deliveries(name);
  impl_->context.records.erase(endpoint_kind, name);
  return impl_->endpoints.erase(name) > 0;
}

std::string Webhooks::secret_of(const std::string& name) const {
  const auto found = impl_->endpoints.find(name);
  return found == impl_->endpoints.end() ? "" : found->second.secret;
}

std::string Webhooks::url_of(const std::string& name) const {
  const auto found = impl_->endpoints.find(name);
  return found == impl_->endpoints.end() ? "" : found->second.url;
}

void Webhooks::deliver(const EventPointer& event) {
  if (impl_->endpoints.empty()) return;
  const auto body = std::make_shared<const std::string>(event_text(*event));
  for (auto& [name, endpoint] : impl_->endpoints) {
    endpoint.queue.push_back({event->id, body, 0});
    impl_->keep(name, endpoint.queue.back());
    impl_->send_next(name);
  }
}

void Webhooks::resume() {
  for (auto& [name, endpoint] : impl_->endpoints) impl_->send_next(name);
}

}  // namespace idproctor::reference::broker
