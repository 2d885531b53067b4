#include "harness/run/webhook_receiver.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/url.hpp"
#include "foundation/xml/digest.hpp"

namespace idproctor::run {

namespace {

constexpr std::size_t kLongestDelivery = 4 << 20;  // bytes; batches of Polis are long
constexpr std::size_t kMostDeliveries = 20'000;    // kept

bool is_same(const Subject& one, const Subject& other) {
  return one.group == other.group && one.user.email == other.user.email &&
         one.user.user_name == other.user.user_name && one.user.idp_id == other.user.idp_id;
}

bool is_wanted(const WebhookReceiver::Wanted& wanted, const Received& one) {
  return wanted.subject.fits(one.event) && (wanted.type.empty() || wanted.type == one.event.type) &&
         (!wanted.fits || wanted.fits(one));
}

}  // namespace

bool Subject::fits(const observe::Event& event) const {
  return (user.empty() || observe::same_person(user, event.user)) && (group.empty() || group == event.group);
}

WebhookReceiver::WebhookReceiver(const Clock& clock, WebhookReceiverSettings settings)
    : clock_(clock), settings_(std::move(settings)) {}

Result<std::unique_ptr<WebhookReceiver>> WebhookReceiver::listen(http::Runtime& runtime, const Clock& clock,
                                                                 WebhookReceiverSettings settings) {
  http::ServerOptions options;
  options.address = settings.address;
  options.port = settings.port;
  options.body_limit = kLongestDelivery;
  std::unique_ptr<WebhookReceiver> receiver(new WebhookReceiver(clock, std::move(settings)));
  WebhookReceiver* self = receiver.get();
  auto server = http::Server::listen(
      runtime, options,
      http::DelayingHandler([self](const http::Request& request) { return self->take(request); }));
  if (!server) return server.error();
  // Strangers may find an open port, and nobody guesses this.
  receiver->path_ = "/webhooks/" + to_hex(crypto::random_bytes(8));
  std::string base = receiver->settings_.public_url.empty() ? server->url() : receiver->settings_.public_url;
  while (base.ends_with('/')) base.pop_back();
  receiver->url_ = base + receiver->path_;
  receiver->server_ = std::make_unique<http::Server>(std::move(*server));
  return receiver;
}

void WebhookReceiver::answer(const Subject& subject, WebhookAnswer how) {
  forget_answer(subject);
  told_.push_back({subject, how});
}

void WebhookReceiver::forget_answer(const Subject& subject) {
  std::erase_if(told_, [&](const Told& told) { return is_same(told.subject, subject); });
}

WebhookAnswer WebhookReceiver::answer_to(const Delivery& delivery) {
  for (Told& told : told_) {
    const bool fits = std::ranges::any_of(
        delivery.events, [&](const observe::Event& event) { return told.subject.fits(event); });
    if (!fits) continue;
    WebhookAnswer answer = told.how;
    if (told.how.refuse_first > 0) {
      --told.how.refuse_first;
      answer.status = told.how.refusal;
    }
    return answer;
  }
  return {};
}

http::DelayedResponse WebhookReceiver::take(const http::Request& request) {
  const std::string path = request.url.substr(0, request.url.find('?'));
  // Behind a public URL, a proxy may have put a path in front, or taken one away.
  if (!path.ends_with(path_.substr(path_.rfind('/')))) {
    return {http::Response(404, "text/plain", "There is no such webhook.\n")};
  }
  if (request.method != "POST") return {http::Response(405, "text/plain", "A webhook takes POST.\n")};
  auto delivery = std::make_shared<Delivery>();
  delivery->id = "w" + std::to_string(++came_);
  delivery->at = clock_.now();
  delivery->request = request;
  delivery->signature = observe::check_signature(settings_.scheme, settings_.secret, request.headers,
                                                 request.body, delivery->at, settings_.tolerance);
  auto events = observe::read_events(settings_.scheme, request.body);
  if (events) {
    delivery->events = std::move(*events);
  } else {
    delivery->trouble = describe(events.error());
  }
  const WebhookAnswer answer = answer_to(*delivery);
  delivery->status = answer.status;
  delivery->delay = answer.delay;
  if (deliveries_.size() < kMostDeliveries) deliveries_.push_back(delivery);
  std::exchange(news_, std::make_shared<http::Gate>())->open();
  return {http::Response(answer.status, "text/plain", ""), answer.delay};
}

std::vector<Received> WebhookReceiver::received(const Wanted& wanted) const {
  std::vector<Received> fitting;
  for (std::size_t i = wanted.after; i < deliveries_.size(); ++i) {
    for (const observe::Event& event : deliveries_[i]->events) {
      Received one{deliveries_[i], event};
      if (is_wanted(wanted, one)) fitting.push_back(std::move(one));
    }
  }
  return fitting;
}

Task<std::optional<Received>> WebhookReceiver::first(Wanted wanted, Milliseconds patience) const {
  const Time deadline = SystemClock().now() + patience;
  for (;;) {
    std::vector<Received> fitting = received(wanted);
    if (!fitting.empty()) co_return fitting.front();
    const Milliseconds left = deadline - SystemClock().now();
    if (left.count() <= 0) co_return std::nullopt;
    const std::shared_ptr<http::Gate> news = news_;
    co_await news->wait(left);
  }
}

Task<bool> WebhookReceiver::is_silent(Wanted wanted, Milliseconds span) const {
  const auto broken_by = co_await first(std::move(wanted), span);
  co_return !broken_by;
}

std::vector<std::shared_ptr<const Delivery>> WebhookReceiver::faulty(std::size_t after) const {
  std::vector<std::shared_ptr<const Delivery>> found;
  for (std::size_t i = after; i < deliveries_.size(); ++i) {
    if (!deliveries_[i]->trouble.empty() || !deliveries_[i]->is_trustworthy())
      found.push_back(deliveries_[i]);
  }
  return found;
}

Exchange as_exchange(const Delivery& delivery, const Redactor& redactor) {
  Exchange exchange;
  exchange.id = delivery.id;
  exchange.what = "webhook from the target: signature " + std::string(name(delivery.signature.state));
  exchange.started = delivery.at;
  exchange.duration = delivery.delay;
  exchange.request = redactor.request(delivery.request);
  exchange.response = http::Response(delivery.status, "text/plain", "");
  return exchange;
}

}  // namespace idproctor::run
