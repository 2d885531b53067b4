#include "harness/run/event_source.hpp"

#include "harness/run/application_question.hpp"

namespace idproctor::run {

namespace {

class PolledEvents : public EventSource {
 public:
  PolledEvents(const observe::Application& application, Gateway& gateway, const Clock& clock)
      : application_(application), gateway_(gateway), clock_(clock) {
    cursor_.since = clock.now();
  }

  Task<Result<>> refresh(Log& log, Milliseconds timeout) override {
    // Two cases that read at once would each take up the same events.
    if (is_reading_) co_return Result<>();
    is_reading_ = true;
    const auto question = application_.ask_events(cursor_, clock_.now());
    auto asked = co_await ask(gateway_, application_, log, "the events", *question, timeout);
    is_reading_ = false;
    if (!asked) co_return asked.error();
    events_.insert(events_.end(), question->events().begin(), question->events().end());
    cursor_ = question->cursor();
    co_return Result<>();
  }
  const std::vector<observe::Event>& all() const override { return events_; }
  const char* rung() const override { return "events API"; }

 private:
  const observe::Application& application_;
  Gateway& gateway_;
  const Clock& clock_;
  observe::EventCursor cursor_;
  std::vector<observe::Event> events_;
  bool is_reading_ = false;
};

}  // namespace

std::unique_ptr<EventSource> make_polled_events(const observe::Application& application, Gateway& gateway,
                                                const Clock& clock) {
  return std::make_unique<PolledEvents>(application, gateway, clock);
}

}  // namespace idproctor::run
