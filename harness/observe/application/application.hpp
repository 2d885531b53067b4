#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "harness/observe/application/event.hpp"

namespace idproctor::observe {

enum class UserState {
  absent,    ///< the application knows no such person
  inactive,  ///< it does, and does not let them in
  active,
};
const char* name(UserState state);

/// What becomes of a person whom the identity provider deactivates (WorkOS:
/// docs/directory-sync/handle-inactive-users).
enum class InactivePolicy {
  keep,    ///< the account stays, inactive; whoever comes back has the same id
  remove,  ///< "delete": the account goes; whoever comes back is somebody new
};
/// What the application shows of somebody who ought to be in that state: under `remove`, the inactive are
/// absent.
UserState expected_state(UserState state, InactivePolicy policy);
/// The event that says so: user.updated or user.deleted.
const char* deactivation_event(InactivePolicy policy);

/// One person as the application sees them.
struct UserView {
  bool found = false;
  UserState state = UserState::absent;
  /// Under the names of scenarios: id, email, user_name, idp_id, first_name, last_name, state, role, roles
  /// (texts), groups (names) and whatever else the settings name. What the application does not tell is not
  /// there. `accounts`, where the application lists everybody who fits: how many they are.
  Json fields = Json::object();
};

struct GroupView {
  bool found = false;
  Json fields = Json::object();  ///< id, name, and what else the application tells
};

/// Whom to look for.
struct UserQuery {
  UserKeys keys;
  bool with_groups = false;  ///< their groups are needed, which costs some brokers further requests
  /// Accounts that were made before are not theirs, and are not looked through where a list shows the newest
  /// first.
  std::optional<Time> made_after;
  /// Authorization of somebody else who asks; kind http alone.
  std::string authorization;
};

/// Where reading of events goes on. Begins with a time; each reading hands back where the next one begins.
struct EventCursor {
  Time since{};
  std::string after;  ///< id of the last event that was read; `since` counts where it is empty
};

/// A question that takes one request or several, one after the other; it knows no sockets.
class Question {
 public:
  virtual ~Question() = default;
  /// What to send next; nothing once all is known.
  virtual std::optional<http::Request> next() const = 0;
  /// The answer to next(). An Error says what came instead of an answer: then nothing is known.
  virtual Result<> read(const http::Response& response) = 0;
};

class UserQuestion : public Question {
 public:
  const UserView& user() const { return user_; }

 protected:
  UserView user_;
};

class GroupQuestion : public Question {
 public:
  const GroupView& group() const { return group_; }

 protected:
  GroupView group_;
};

class EventsQuestion : public Question {
 public:
  const std::vector<Event>& events() const { return events_; }  ///< the oldest first
  const EventCursor& cursor() const { return cursor_; }         ///< where to go on

 protected:
  std::vector<Event> events_;
  EventCursor cursor_;
};

/// How far a connection or a directory has come.
class StateQuestion : public Question {
 public:
  /// active, inactive, validating, draft ... in webhooks' words (linked is active, unlinked is inactive);
  /// absent where there is none.
  const std::string& state() const { return state_; }

 protected:
  std::string state_ = "absent";
};

/// The API's word for a state in those of webhooks (WorkOS: docs/reference/directory-sync/directory).
std::string state_in_webhooks(const std::string& word);

/// The application's, or its broker's, own view of people: what to ask and how to read what comes. Each kind
/// is made from plain settings: http.hpp, workos.hpp, polis.hpp.
class Application {
 public:
  virtual ~Application() = default;

  virtual std::unique_ptr<UserQuestion> ask_user(const UserQuery& query) const = 0;
  // The rest is null where this kind has no such question.
  virtual std::unique_ptr<GroupQuestion> ask_group(const std::string& name) const;
  /// Of the events after the cursor, all that there are now.
  virtual std::unique_ptr<EventsQuestion> ask_events(const EventCursor& cursor, Time now) const;
  virtual std::unique_ptr<StateQuestion> ask_connection() const;
  virtual std::unique_ptr<StateQuestion> ask_directory() const;

  virtual InactivePolicy inactive_policy() const { return InactivePolicy::keep; }
  /// How long to wait between two requests of this sort.
  virtual Milliseconds gap(const http::Request& request) const;
};

}  // namespace idproctor::observe
