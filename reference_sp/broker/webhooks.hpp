#pragma once

#include <memory>
#include <string>

#include "reference_sp/broker/event_log.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::broker {

/// Sends events to the endpoints that were registered, at least once each: in their order, but one that
/// fails steps aside and is tried again, six times in all, each gap twice the one before. The checks
/// "webhook-signed" and "webhook-retry" decide here.
class Webhooks {
 public:
  Webhooks(Context context, Milliseconds first_gap);
  ~Webhooks();

  /// Events go there from now on; one of that name changes its URL and gets a new secret. Returns the secret.
  std::string add(const std::string& name, const std::string& url);
  /// What was not delivered is forgotten. False when there is none of that name.
  bool remove(const std::string& name);
  /// Of an endpoint; empty when there is none.
  std::string secret_of(const std::string& name) const;
  std::string url_of(const std::string& name) const;

  void deliver(const EventPointer& event);
  /// Sends what an earlier process did not.
  void resume();

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::reference::broker
