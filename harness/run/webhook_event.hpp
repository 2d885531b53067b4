#pragma once

#include <string>

#include "harness/observe/application/event.hpp"

namespace idproctor::run {

/// An event that idproctor plays to an application in the broker's place.
struct PlayedEvent {
  std::string type;  ///< one of observe::event_types()
  std::string id;    ///< the event's own
  Time created{};    ///< also when the person or group was last updated
  observe::UserKeys user;
  std::string user_id, first_name, last_name;  ///< user_id: the broker's
  bool is_active = true;
  std::string role = "member";
  std::string group_id, group;          ///< of group events; `group` is the name
  std::string organization, directory;  ///< WorkOS's ids; Polis has the directory's too
  std::string connection;               ///< of connection events
  std::string tenant, product;          ///< Polis's
  Json data =
      Json::object();  ///< laid over the event's own data (RFC 7396): what the scenario wants otherwise
};

/// In the broker's shape; WebhookScheme::none writes WorkOS's with the word itself as its type. An Error
/// names a type that there is none of.
Result<Json> write_event(observe::WebhookScheme scheme, const PlayedEvent& event);

}  // namespace idproctor::run
