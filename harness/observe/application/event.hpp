#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/core/clock.hpp"
#include "foundation/core/json.hpp"
#include "harness/observe/webhook_signature.hpp"

namespace idproctor::observe {

/// The values by which an application or an event names a person; an empty one is not known.
struct UserKeys {
  UserKeys() = default;
  UserKeys(std::string email_, std::string user_name_, std::string idp_id_)
      : email(std::move(email_)), user_name(std::move(user_name_)), idp_id(std::move(idp_id_)) {}

  std::string email, user_name;
  std::string idp_id;  ///< as the identity provider knows the person: externalId, object id ...
  bool empty() const { return email.empty() && user_name.empty() && idp_id.empty(); }
};

/// True where one key of both is the same: the ids, or an address or name (without case) of the one and one
/// of the other, since many directories take the one for the other.
bool same_person(const UserKeys& one, const UserKeys& other);

/// What a broker says that happened.
struct Event {
  std::string id;     ///< the broker's own, the same at each delivery; empty where it gives none (Polis)
  std::string type;   ///< one of event_types(); empty for what is none of them
  std::string name;   ///< as the broker writes it: "dsync.user.created"
  UserKeys user;      ///< of the person whom it is about; empty where it is about none
  std::string group;  ///< the name of the group that it is about, or empty
  Json data = Json::object();
  std::optional<Time> created;  ///< where the broker says
};

/// The words of scenarios: "user.created", "group.user_added", "connection.activated", "directory.activated"
/// ...
const std::vector<std::string>& event_types();
/// As the broker writes that word; empty where it has none. WebhookScheme::none writes the words themselves.
std::string event_name(WebhookScheme scheme, std::string_view type);

/// One event in the broker's shape. WebhookScheme::none reads both shapes.
Result<Event> read_event(WebhookScheme scheme, const Json& json);
/// The body of a delivery: one event, or a list of them, as Polis sends where it batches.
Result<std::vector<Event>> read_events(WebhookScheme scheme, std::string_view body);

}  // namespace idproctor::observe
