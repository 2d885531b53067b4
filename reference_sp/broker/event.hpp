#pragma once

#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"

namespace idproctor::reference::broker {

/// Something that happened in a directory or a connection, as WorkOS tells of it.
struct Event {
  std::string id;
  std::string type;  ///< dsync.user.created and the like
  std::string organization_id;
  Time at{};
  std::string data;  ///< a JSON object as text, since thousands are kept and few are read
};

/// {"object": "event", "id", "event", "data", "created_at"}: what GET /events lists and webhooks carry.
std::string event_text(const Event& event);

}  // namespace idproctor::reference::broker
