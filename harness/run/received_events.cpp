#include "harness/run/received_events.hpp"

#include <set>

namespace idproctor::run {

namespace {

class ReceivedEvents : public EventSource {
 public:
  explicit ReceivedEvents(const WebhookReceiver& receiver) : receiver_(receiver), mark_(receiver.mark()) {}

  Task<Result<>> refresh(Log& /*log*/, Milliseconds /*timeout*/) override {
    WebhookReceiver::Wanted everything;
    everything.after = mark_;
    mark_ = receiver_.mark();
    for (const Received& one : receiver_.received(everything)) {
      if (!one.delivery->is_trustworthy() || !one.delivery->was_accepted()) continue;
      // Polis gives no ids: there, what comes again was sent again.
      if (!one.event.id.empty() && !ids_.insert(one.event.id).second) continue;
      events_.push_back(one.event);
    }
    co_return Result<>();
  }
  const std::vector<observe::Event>& all() const override { return events_; }
  const char* rung() const override { return "webhook"; }

 private:
  const WebhookReceiver& receiver_;
  std::size_t mark_;
  std::set<std::string> ids_;
  std::vector<observe::Event> events_;
};

}  // namespace

std::unique_ptr<EventSource> make_received_events(const WebhookReceiver& receiver) {
  return std::make_unique<ReceivedEvents>(receiver);
}

}  // namespace idproctor::run
