#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "reference_sp/broker/event.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::broker {

using EventPointer = std::shared_ptr<const Event>;

/// What GET /events asks for.
struct EventQuery {
  std::vector<std::string> types;  ///< empty: every type
  std::string organization_id;     ///< empty: every organization
  std::optional<Time> from, until;
  std::string after;  ///< an event's id; empty: from the first on
  std::size_t limit = 10;
};

struct EventPage {
  std::vector<EventPointer> events;
  bool more = false;
};

/// The events in their order; the newest 50 000 are kept. The checks "event-sent", "event-once",
/// "event-order" and "membership-events" decide here.
class EventLog {
 public:
  explicit EventLog(Context context);
  ~EventLog();

  void record(std::string type, std::string organization_id, std::string data);
  /// Called with every event, after it was recorded.
  void on_recorded(std::function<void(const EventPointer&)> listener);
  EventPage find(const EventQuery& query) const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::reference::broker
