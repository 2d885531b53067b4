#pragma once

#include <memory>
#include <vector>

#include "harness/observe/application/application.hpp"
#include "harness/run/gateway.hpp"

namespace idproctor::run {

/// Events of the whole run, in the order in which they became known: from a webhook receiver, or asked for at
/// an API. Cases share it, and find their own events by the people and groups in them.
class EventSource {
 public:
  virtual ~EventSource() = default;
  /// Takes up what is new. An Error is about the way there.
  virtual Task<Result<>> refresh(Log& log, Milliseconds timeout) = 0;
  virtual const std::vector<observe::Event>& all() const = 0;
  /// "webhook" or "events API"
  virtual const char* rung() const = 0;
};

/// Reads an API from now on. `application` must outlive it and have events.
std::unique_ptr<EventSource> make_polled_events(const observe::Application& application, Gateway& gateway,
                                                const Clock& clock);

}  // namespace idproctor::run
