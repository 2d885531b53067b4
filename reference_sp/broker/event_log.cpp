#include "reference_sp/broker/event_log.hpp"

#include <algorithm>
#include <utility>

namespace idproctor::reference::broker {

namespace {

constexpr std::size_t most_events = 50'000;
constexpr std::string_view event_kind = "event";
/// For the mistake of "event-order": how long news of a user take when nothing else happens.
constexpr Milliseconds slow_queue{2'500};

bool is_membership(std::string_view type) {
  return type == "dsync.group.user_added" || type == "dsync.group.user_removed";
}

Json kept_event(const Event& event) {
  return {{"type", event.type},
          {"organization_id", event.organization_id},
          {"at", format_time(event.at)},
          {"data", event.data}};
}

}  // namespace

std::string event_text(const Event& event) {
  return R"({"object":"event","id":")" + event.id + R"(","event":")" + event.type + R"(","data":)" +
         event.data + R"(,"created_at":")" + format_time(event.at) + R"("})";
}

struct EventLog::Impl {
  explicit Impl(Context context_) : context(context_) {}

  void add(std::string type, std::string organization_id, std::string data) {
    const Time now = context.clock.now();
    auto event = std::make_shared<const Event>(
        Event{context.ids.make("event_"), std::move(type), std::move(organization_id), now, std::move(data)});
    events.push_back(event);
    if (context.records.kept()) context.records.put(event_kind, event->id, kept_event(*event));
    if (events.size() > most_events) {
      context.records.erase(event_kind, events.front()->id);
      events.pop_front();
    }
    if (listener) listener(event);
  }

  void add_what_waits() {
    for (Event& event : std::exchange(waiting, {})) {
      add(std::move(event.type), std::move(event.organization_id), std::move(event.data));
    }
  }

  void load() {
    context.records.all(event_kind, [&](const std::string& id, const Json& kept) {
      events.push_back(std::make_shared<const Event>(
          Event{id, kept["type"].get<std::string>(), kept["organization_id"].get<std::string>(),
                parse_time(kept["at"].get<std::string>()).value(), kept["data"].get<std::string>()}));
    });
    std::ranges::sort(events, {}, [](const EventPointer& event) { return event->id; });
  }

  Context context;
  std::deque<EventPointer> events;
  std::vector<Event> waiting;  ///< those that the mistake of "event-order" tells too late
  std::function<void(const EventPointer&)> listener;
};

EventLog::EventLog(Context context) : impl_(std::make_shared<Impl>(context)) {
  impl_->load();
}

EventLog::~EventLog() = default;

void EventLog::on_recorded(std::function<void(const EventPointer&)> listener) {
  impl_->listener = std::move(listener);
}

void EventLog::record(std::string type, std::string organization_id, std::string data) {
  const Checks& checks = impl_->context.checks;
  if (checks.off("event-sent") && type.ends_with(".updated")) return;
  if (checks.off("membership-events") && is_membership(type)) return;
  if (checks.off("event-once")) impl_->add(type, organization_id, data);
  if (checks.off("event-order") && type == "dsync.user.created") {
    impl_->waiting.push_back({"", std::move(type), std::move(organization_id), {}, std::move(data)});
    const auto& after = impl_->context.wires.after;
    if (after) {
      after(slow_queue, [weak = std::weak_ptr(impl_)] {
        const auto alive = weak.lock();
        if (!alive) return;
        alive->add_what_waits();
        alive->context.records.settle();
      });
    }
    return;
  }
  // Users' own news stay in their order; only what is of groups overtakes them.
  if (type.starts_with("dsync.user.")) impl_->add_what_waits();
  impl_->add(std::move(type), std::move(organization_id), std::move(data));
  impl_->add_what_waits();
}

EventPage EventLog::find(const EventQuery& query) const {
  const auto& events = impl_->events;
  auto next = events.begin();
  // Whoever follows the events asks for what came after one of the last.
  if (!query.after.empty()) {
    const auto last = std::find_if(events.rbegin(), events.rend(),
                                   [&](const EventPointer& event) { return event->id == query.after; });
    next = last.base();
  }
  EventPage page;
  for (; next != events.end(); ++next) {
    const Event& event = **next;
    if (!query.types.empty() && std::ranges::count(query.types, event.type) == 0) continue;
    if (!query.organization_id.empty() && event.organization_id != query.organization_id) continue;
    if ((query.from && event.at < *query.from) || (query.until && event.at >= *query.until)) continue;
    if (page.events.size() == query.limit) {
      page.more = true;
      break;
    }
    page.events.push_back(*next);
  }
  return page;
}

}  // namespace idproctor::reference::broker
