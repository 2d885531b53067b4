#include "harness/observe/application/workos.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "harness/observe/application/answer.hpp"
#include "harness/observe/application/workos_list.hpp"

namespace idproctor::observe {

namespace {

using Settings = std::shared_ptr<const WorkosSettings>;

constexpr std::chrono::days kLongestRange{30};  // that one request for events may ask for

WorkosList::Filters of_directory(const WorkosSettings& settings) {
  if (settings.directory.empty()) return {};
  return {{"directory", settings.directory}};
}

std::string text_of(const Json& json, std::initializer_list<const char*> pointers) {
  const Json* value = told(json, pointers);
  return value == nullptr ? "" : to_text(*value);
}

UserKeys keys_of_directory_user(const Json& user) {
  return {text_of(user, {"/email", "/emails/0/value"}),
          text_of(user, {"/user_name", "/username", "/raw_attributes/userName"}), text_of(user, {"/idp_id"})};
}

/// docs/reference/directory-sync/directory-user, under the names of UserView. Custom attributes keep their
/// names, and `groups` is what older teams get with the user.
Json directory_user_fields(const Json& user) {
  Json fields = Json::object();
  const auto put = [&](const char* name, std::initializer_list<const char*> pointers) {
    if (const Json* value = told(user, pointers)) fields[name] = *value;
  };
  if (const Json* custom = told(user, "/custom_attributes"); custom != nullptr && custom->is_object()) {
    fields = *custom;
  }
  put("id", {"/id"});
  put("email", {"/email", "/emails/0/value"});
  put("user_name", {"/user_name", "/username", "/raw_attributes/userName"});
  put("idp_id", {"/idp_id"});
  put("first_name", {"/first_name"});
  put("last_name", {"/last_name"});
  put("organization_id", {"/organization_id"});
  put("role", {"/role/slug"});
  if (const Json* roles = told(user, "/roles")) fields["roles"] = names_in(*roles);
  if (const Json* groups = told(user, "/groups")) fields["groups"] = names_in(*groups);
  return fields;
}

std::string group_name(const Json& group) {
  return text_of(group, {"/name"});
}

/// Looks through the newest directory users first, and for their groups where these are asked for: users of
/// newer teams come without them.
class WorkosUserQuestion : public UserQuestion {
 public:
  WorkosUserQuestion(Settings settings, UserQuery query)
      : settings_(std::move(settings)),
        query_(std::move(query)),
        list_(*settings_, "/directory_users", of_directory(*settings_)) {}

  std::optional<http::Request> next() const override {
    return is_answered_ ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto items = list_.read(response);
    if (!items) return items.error();
    return user_.found ? read_groups(*items) : read_users(*items);
  }

 private:
  Result<> read_users(const std::vector<Json>& users) {
    for (const Json& user : users) {
      if (same_person(keys_of_directory_user(user), query_.keys)) return take(user);
    }
    is_answered_ = list_.is_over() || is_too_old(users.back());
    return {};
  }

  Result<> take(const Json& user) {
    const std::string state = text_of(user, {"/state"});
    // Older API versions told "suspended" of directories that have such a state.
    if (state != "active" && state != "inactive" && state != "suspended") {
      return invalid("a directory user's state is \"" + printable(state, 100) + "\"");
    }
    user_.found = true;
    user_.state = state == "active" ? UserState::active : UserState::inactive;
    user_.fields = directory_user_fields(user);
    user_.fields["state"] = name(user_.state);
    const Json* groups = find(user_.fields, "/groups");
    is_answered_ = !query_.with_groups || (groups != nullptr && !groups->empty());
    if (is_answered_) return {};
    user_.fields["groups"] = Json::array();
    list_ = WorkosList(*settings_, "/directory_groups", {{"user", text_of(user, {"/id"})}});
    return {};
  }

  Result<> read_groups(const std::vector<Json>& groups) {
    for (const Json& group : groups) user_.fields["groups"].push_back(group_name(group));
    is_answered_ = list_.is_over();
    return {};
  }

  bool is_too_old(const Json& user) const {
    if (!query_.made_after) return false;
    const auto made = parse_time(text_of(user, {"/created_at"}));
    return made && *made < *query_.made_after;
  }

  Settings settings_;
  UserQuery query_;
  WorkosList list_;
  bool is_answered_ = false;
};

class WorkosGroupQuestion : public GroupQuestion {
 public:
  WorkosGroupQuestion(const Settings& settings, std::string name)
      : name_(std::move(name)), list_(*settings, "/directory_groups", of_directory(*settings)) {}

  std::optional<http::Request> next() const override {
    return group_.found || list_.is_over() ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto groups = list_.read(response);
    if (!groups) return groups.error();
    const auto group = std::ranges::find(*groups, name_, group_name);
    if (group == groups->end()) return {};
    group_.found = true;
    group_.fields = *group;
    return {};
  }

 private:
  std::string name_;
  WorkosList list_;
};

/// docs/reference/events/list: `after` and `range_start` exclude each other, and no more than 30 days are
/// told at once.
class WorkosEventsQuestion : public EventsQuestion {
 public:
  WorkosEventsQuestion(const WorkosSettings& settings, const EventCursor& from, Time now)
      : list_(settings, "/events", filters(settings, from, now), from.after) {
    cursor_ = from;
  }

  std::optional<http::Request> next() const override {
    return list_.is_over() ? std::nullopt : std::optional(list_.request());
  }

  Result<> read(const http::Response& response) override {
    const auto items = list_.read(response);
    if (!items) return items.error();
    for (const Json& item : *items) {
      auto event = read_event(WebhookScheme::workos, item);
      if (!event) return event.error();
      if (!event->id.empty()) cursor_.after = event->id;
      events_.push_back(std::move(*event));
    }
    return {};
  }

 private:
  static WorkosList::Filters filters(const WorkosSettings& settings, const EventCursor& from, Time now) {
    WorkosList::Filters query;
    for (const std::string& type : event_types()) {
      query.emplace_back("events[]", event_name(WebhookScheme::workos, type));
    }
    if (!settings.organization.empty()) query.emplace_back("organization_id", settings.organization);
    if (from.after.empty()) {
      query.emplace_back("range_start", format_time(std::max(from.since, now - kLongestRange)));
    }
    return query;
  }

  WorkosList list_;
};

/// A connection's or a directory's `state`, by its id, or the first of the organization's.
class WorkosStateQuestion : public StateQuestion {
 public:
  WorkosStateQuestion(const WorkosSettings& settings, std::string path, const std::string& id)
      : path_(std::move(path)), is_list_(id.empty()) {
    WorkosList::Filters query;
    if (is_list_) query = {{"organization_id", settings.organization}, {"limit", "1"}};
    request_ = workos_request(settings, is_list_ ? path_ : path_ + "/" + percent_encode(id), query);
  }

  std::optional<http::Request> next() const override {
    return is_answered_ ? std::nullopt : std::optional(request_);
  }

  Result<> read(const http::Response& response) override {
    is_answered_ = true;
    if (response.status == 404) return {};
    const auto json = json_answer(response, "GET " + path_);
    if (!json) return json.error();
    const Json* data = find(*json, "/data");
    if (is_list_ && (data == nullptr || !data->is_array())) {
      return invalid("GET " + path_ + " answered with no list (data)");
    }
    if (is_list_ && data->empty()) return {};
    const std::string word = text_of(*json, {is_list_ ? "/data/0/state" : "/state"});
    if (word.empty()) return invalid("GET " + path_ + " tells no state");
    state_ = state_in_webhooks(word);
    return {};
  }

 private:
  std::string path_;
  bool is_list_;
  http::Request request_;
  bool is_answered_ = false;
};

class WorkosApplication : public Application {
 public:
  explicit WorkosApplication(WorkosSettings settings)
      : settings_(std::make_shared<const WorkosSettings>(std::move(settings))) {}

  std::unique_ptr<UserQuestion> ask_user(const UserQuery& query) const override {
    return std::make_unique<WorkosUserQuestion>(settings_, query);
  }
  std::unique_ptr<GroupQuestion> ask_group(const std::string& name) const override {
    return std::make_unique<WorkosGroupQuestion>(settings_, name);
  }
  std::unique_ptr<EventsQuestion> ask_events(const EventCursor& cursor, Time now) const override {
    return std::make_unique<WorkosEventsQuestion>(*settings_, cursor, now);
  }
  std::unique_ptr<StateQuestion> ask_connection() const override {
    return std::make_unique<WorkosStateQuestion>(*settings_, "/connections", settings_->connection);
  }
  std::unique_ptr<StateQuestion> ask_directory() const override {
    return std::make_unique<WorkosStateQuestion>(*settings_, "/directories", settings_->directory);
  }
  InactivePolicy inactive_policy() const override { return settings_->inactive_policy; }
  Milliseconds gap(const http::Request& request) const override {
    return request.url.find("/directory_users") == std::string::npos ? Milliseconds{0} : settings_->gap;
  }

 private:
  Settings settings_;
};

}  // namespace

std::unique_ptr<Application> make_workos_application(WorkosSettings settings) {
  return std::make_unique<WorkosApplication>(std::move(settings));
}

}  // namespace idproctor::observe
