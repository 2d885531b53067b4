#include "harness/observe/application/polis.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/observe/application/answer.hpp"
#include "harness/observe/application/polis_list.hpp"

namespace idproctor::observe {

namespace {

using PolisShared = std::shared_ptr<const PolisSettings>;

std::string told_text(const Json& json, std::initializer_list<const char*> pointers) {
  const Json* value = told(json, pointers);
  return value == nullptr ? "" : to_text(*value);
}

UserKeys keys_of_polis_user(const Json& user) {
  return {told_text(user, {"/email"}), told_text(user, {"/raw/userName"}),
          told_text(user, {"/raw/externalId"})};
}

/// components.schemas.User under the names of UserView; `raw` is what came by SCIM.
Json polis_user_fields(const Json& user) {
  Json fields = Json::object();
  const auto put = [&](const char* name, std::initializer_list<const char*> pointers) {
    if (const Json* value = told(user, pointers)) fields[name] = *value;
  };
  put("id", {"/id"});
  put("email", {"/email"});
  put("user_name", {"/raw/userName"});
  put("idp_id", {"/raw/externalId"});
  put("first_name", {"/first_name"});
  put("last_name", {"/last_name"});
  if (const Json* roles = told(user, "/roles")) {
    fields["roles"] = names_in(*roles);
    if (roles->is_array() && !roles->empty()) fields["role"] = fields["roles"].front();
  }
  put("raw", {"/raw"});
  return fields;
}

/// Looks through the users and, where their groups are asked for, through every group's members: Polis has no
/// other way from a user to the groups.
class PolisUserQuestion : public UserQuestion {
 public:
  PolisUserQuestion(PolisShared settings, UserQuery query)
      : settings_(std::move(settings)), query_(std::move(query)), list_(*settings_, "/api/v1/dsync/users") {}

  std::optional<http::Request> next() const override {
    return is_answered_ ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto items = list_.read(response);
    if (!items) return items.error();
    if (!user_.found) return read_users(*items);
    return are_groups_known_ ? read_members(*items) : read_groups(*items);
  }

 private:
  Result<> read_users(const std::vector<Json>& users) {
    for (const Json& user : users) {
      if (!same_person(keys_of_polis_user(user), query_.keys)) continue;
      const Json* active = find(user, "/active");
      if (active == nullptr || !active->is_boolean())
        return invalid("a user's \"active\" is neither true nor false");
      user_.found = true;
      user_.state = active->get<bool>() ? UserState::active : UserState::inactive;
      user_.fields = polis_user_fields(user);
      user_.fields["state"] = name(user_.state);
      is_answered_ = !query_.with_groups;
      if (query_.with_groups) user_.fields["groups"] = Json::array();
      list_ = PolisList(*settings_, "/api/v1/dsync/groups");
      return {};
    }
    is_answered_ = list_.is_over();
    return {};
  }

  Result<> read_groups(const std::vector<Json>& groups) {
    groups_.insert(groups_.end(), groups.begin(), groups.end());
    if (!list_.is_over()) return {};
    are_groups_known_ = true;
    ask_next_group();
    return {};
  }

  Result<> read_members(const std::vector<Json>& members) {
    const std::string id = told_text(user_.fields, {"/id"});
    const bool is_member = std::ranges::any_of(
        members, [&](const Json& member) { return told_text(member, {"/user_id"}) == id; });
    if (is_member) user_.fields["groups"].push_back(told_text(groups_.back(), {"/name"}));
    if (!is_member && !list_.is_over()) return {};
    groups_.pop_back();
    ask_next_group();
    return {};
  }

  void ask_next_group() {
    is_answered_ = groups_.empty();
    if (is_answered_) return;
    const std::string id = told_text(groups_.back(), {"/id"});
    list_ = PolisList(*settings_, "/api/v1/dsync/groups/" + percent_encode(id) + "/members");
  }

  PolisShared settings_;
  UserQuery query_;
  PolisList list_;
  bool are_groups_known_ = false, is_answered_ = false;
  std::vector<Json> groups_;  ///< whose members are still to be asked for, the last one first
};

class PolisGroupQuestion : public GroupQuestion {
 public:
  PolisGroupQuestion(const PolisSettings& settings, std::string name)
      : name_(std::move(name)), list_(settings, "/api/v1/dsync/groups") {}

  std::optional<http::Request> next() const override {
    return group_.found || list_.is_over() ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto groups = list_.read(response);
    if (!groups) return groups.error();
    for (const Json& group : *groups) {
      if (told_text(group, {"/name"}) != name_) continue;
      group_.found = true;
      group_.fields = group;
      break;
    }
    return {};
  }

 private:
  std::string name_;
  PolisList list_;
};

/// The log of webhooks is told the newest first, and has ids of its own: the events have none.
class PolisEventsQuestion : public EventsQuestion {
 public:
  PolisEventsQuestion(const PolisSettings& settings, EventCursor from)
      : from_(std::move(from)), list_(settings, "/api/v1/dsync/events") {
    cursor_ = from_;
  }

  std::optional<http::Request> next() const override {
    return is_answered_ ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto entries = list_.read(response);
    if (!entries) return entries.error();
    for (const Json& entry : *entries) {
      const std::string id = told_text(entry, {"/id"});
      const auto created = parse_time(told_text(entry, {"/created_at"}));
      is_answered_ = (!id.empty() && id == from_.after) || (created && *created < from_.since);
      if (is_answered_) return {};
      if (cursor_.after == from_.after) cursor_.after = id;
      auto taken = take(entry, id, created ? std::optional(*created) : std::nullopt);
      if (!taken) return taken;
    }
    is_answered_ = list_.is_over();
    return {};
  }

 private:
  Result<> take(const Json& entry, const std::string& id, std::optional<Time> created) {
    const Json* payload = find(entry, "/payload");
    if (payload == nullptr) return invalid("an entry of the log of webhooks has no payload");
    auto told_events = read_events(WebhookScheme::polis, dump(*payload));
    if (!told_events) return told_events.error();
    for (Event& event : *told_events) {
      event.id = id;
      event.created = created;
    }
    events_.insert(events_.begin(), told_events->begin(), told_events->end());
    return {};
  }

  EventCursor from_;
  PolisList list_;
  bool is_answered_ = false;
};

/// GET /api/v1/sso answers with a list of connections, GET /api/v1/dsync with {"data": [directories]}, and by
/// its id with
/// {"data": directory}. Each is active unless "deactivated".
class PolisStateQuestion : public StateQuestion {
 public:
  explicit PolisStateQuestion(http::Request request) : request_(std::move(request)) {}

  std::optional<http::Request> next() const override {
    return is_answered_ ? std::nullopt : std::optional(request_);
  }

  Result<> read(const http::Response& response) override {
    is_answered_ = true;
    if (response.status == 404) return {};
    const auto json = json_answer(response, "the API");
    if (!json) return json.error();
    const Json* data = json->is_object() ? find(*json, "/data") : &*json;
    if (data == nullptr) return invalid("the API answered with neither a list nor data");
    if (data->is_null() || data->empty()) return {};
    const Json& one = data->is_array() ? data->front() : *data;
    const Json* deactivated = find(one, "/deactivated");
    state_ = deactivated != nullptr && *deactivated == true ? "inactive" : "active";
    return {};
  }

 private:
  http::Request request_;
  bool is_answered_ = false;
};

class PolisApplication : public Application {
 public:
  explicit PolisApplication(PolisSettings settings)
      : settings_(std::make_shared<const PolisSettings>(std::move(settings))) {}

  std::unique_ptr<UserQuestion> ask_user(const UserQuery& query) const override {
    return std::make_unique<PolisUserQuestion>(settings_, query);
  }
  std::unique_ptr<GroupQuestion> ask_group(const std::string& name) const override {
    return std::make_unique<PolisGroupQuestion>(*settings_, name);
  }
  std::unique_ptr<EventsQuestion> ask_events(const EventCursor& cursor, Time /*now*/) const override {
    return std::make_unique<PolisEventsQuestion>(*settings_, cursor);
  }
  std::unique_ptr<StateQuestion> ask_connection() const override {
    return std::make_unique<PolisStateQuestion>(polis_request(*settings_, "/api/v1/sso"));
  }
  std::unique_ptr<StateQuestion> ask_directory() const override {
    const std::string id = settings_->directory;
    return std::make_unique<PolisStateQuestion>(
        polis_request(*settings_, id.empty() ? "/api/v1/dsync" : "/api/v1/dsync/" + percent_encode(id)));
  }
  InactivePolicy inactive_policy() const override { return settings_->inactive_policy; }

 private:
  PolisShared settings_;
};

}  // namespace

std::unique_ptr<Application> make_polis_application(PolisSettings settings) {
  return std::make_unique<PolisApplication>(std::move(settings));
}

}  // namespace idproctor::observe
