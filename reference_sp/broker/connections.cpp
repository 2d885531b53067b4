#include "reference_sp/broker/connections.hpp"

namespace idproctor::reference::broker {

namespace {

constexpr std::string_view connection_kind = "connection";

}  // namespace

void Connections::add(const std::string& id, const std::string& organization_id, const std::string& name,
                      State state) {
  const std::string now = format_time(context_.clock.now());
  Connection connection{id, organization_id, name, now, now, state, {}};
  context_.records.all(connection_kind, [&](const std::string& kept_id, const Json& kept) {
    if (kept_id != id) return;
    connection.state = static_cast<State>(kept["state"].get<int>());
    connection.created_at = kept["created_at"].get<std::string>();
    connection.updated_at = kept["updated_at"].get<std::string>();
  });
  ids_.push_back(id);
  connections_.push_back(std::move(connection));
}

const Connections::Connection* Connections::find(const std::string& id) const {
  for (const Connection& connection : connections_) {
    if (connection.id == id) return &connection;
  }
  return nullptr;
}

std::string Connections::organization_of(const std::string& id) const {
  const Connection* connection = find(id);
  return connection ? connection->organization_id : "";
}

Connections::State Connections::state(const std::string& id) const {
  const Connection* connection = find(id);
  if (!connection) return State::draft;
  // The mistake of "connection-state": configured is as good as proved.
  const bool early = context_.checks.off("connection-state") && connection->state == State::validating;
  return early ? State::active : connection->state;
}

Json Connections::shown(const std::string& id) const {
  static constexpr const char* words[] = {"draft", "validating", "active", "inactive"};
  const Connection* connection = find(id);
  if (!connection) return {};
  return {{"object", "connection"},
          {"id", connection->id},
          {"organization_id", connection->organization_id},
          {"connection_type", "GenericSAML"},
          {"name", connection->name},
          {"state", words[static_cast<int>(state(id))]},
          {"domains", Json::array()},
          {"created_at", connection->created_at},
          {"updated_at", connection->updated_at}};
}

void Connections::metadata_came(const std::string& id) {
  const Connection* connection = find(id);
  if (connection && connection->state == State::draft) become(id, State::validating, nullptr);
}

void Connections::metadata_missing(const std::string& id, const std::string& reason) {
  become(id, State::draft, nullptr);
  for (Connection& connection : connections_) {
    if (connection.id == id) connection.missing = reason;
  }
}

std::string Connections::missing(const std::string& id) const {
  const Connection* connection = find(id);
  return connection ? connection->missing : "";
}

void Connections::logged_in(const std::string& id) {
  if (state(id) == State::validating) activate(id);
}

void Connections::become(const std::string& id, State state, const char* event) {
  for (Connection& connection : connections_) {
    if (connection.id != id || connection.state == state) continue;
    connection.state = state;
    connection.updated_at = format_time(context_.clock.now());
    context_.records.put(connection_kind, id,
                         {{"state", static_cast<int>(state)},
                          {"created_at", connection.created_at},
                          {"updated_at", connection.updated_at}});
    if (event) events_.record(event, connection.organization_id, dump(shown(id)));
  }
}

}  // namespace idproctor::reference::broker
