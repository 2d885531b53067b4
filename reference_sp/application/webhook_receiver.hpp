#pragma once

#include <deque>
#include <string>
#include <unordered_set>

#include "foundation/http/message.hpp"
#include "reference_sp/application/users.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::application {

/// POST /app/webhooks: verifies, then applies each event once. 400 for what is not the broker's or no event,
/// 200 for the rest, be it a repetition or of an unknown type. Of the last 100 000 events the ids are known.
/// The checks "webhook-duplicates" and "webhook-unknown-type" decide here.
class WebhookReceiver {
 public:
  explicit WebhookReceiver(Context context);
  http::Response receive(const http::Request& request, const std::string& secret, Users& users);

 private:
  void remember(const std::string& event_id);

  Context context_;
  std::unordered_set<std::string> seen_;
  std::deque<std::string> in_order_;
};

}  // namespace idproctor::reference::application
