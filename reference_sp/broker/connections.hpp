#pragma once

#include <string>
#include <vector>

#include "foundation/core/json.hpp"
#include "reference_sp/broker/event_log.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::broker {

/// What WorkOS calls a connection: one customer's identity provider. It is a draft while its metadata are
/// missing, validating once they are known, active after the first good login, and inactive where the
/// administrator says so. The check "connection-state" decides here.
class Connections {
 public:
  enum class State { draft, validating, active, inactive };

  Connections(Context context, EventLog& events) : context_(context), events_(events) {}

  void add(const std::string& id, const std::string& organization_id, const std::string& name, State state);
  const std::vector<std::string>& ids() const { return ids_; }
  bool has(const std::string& id) const { return find(id) != nullptr; }
  std::string organization_of(const std::string& id) const;
  /// Null when there is none of that id.
  Json shown(const std::string& id) const;
  State state(const std::string& id) const;

  /// Its metadata came: a draft is validating.
  void metadata_came(const std::string& id);
  /// Its metadata were taken away, or cannot be had for that reason.
  void metadata_missing(const std::string& id, const std::string& reason);
  /// Why a draft is one; empty where nobody has said.
  std::string missing(const std::string& id) const;

  /// A good login: the first one makes the connection active.
  void logged_in(const std::string& id);
  void activate(const std::string& id) { become(id, State::active, "connection.activated"); }
  void deactivate(const std::string& id) { become(id, State::inactive, "connection.deactivated"); }

 private:
  struct Connection {
    std::string id, organization_id, name, created_at, updated_at;
    State state = State::draft;
    std::string missing;
  };
  const Connection* find(const std::string& id) const;
  /// `event` is null where nobody is told.
  void become(const std::string& id, State state, const char* event);

  Context context_;
  EventLog& events_;
  std::vector<std::string> ids_;
  std::vector<Connection> connections_;
};

}  // namespace idproctor::reference::broker
