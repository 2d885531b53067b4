#include "harness/observe/application/http.hpp"

#include <algorithm>

#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "harness/observe/application/answer.hpp"

namespace idproctor::observe {

namespace {

using Values = std::map<std::string, std::string>;

Values values_of_user(const UserKeys& keys) {
  return {{"user.email", keys.email},
          {"user.user_name", keys.user_name},
          {"user.userName", keys.user_name},
          {"user.idp_id", keys.idp_id},
          {"user.externalId", keys.idp_id}};
}

Values values_of_group(const std::string& name) {
  return {{"group.name", name}, {"group.displayName", name}};
}

Result<std::string> filled_url(const std::string& url, const Values& values) {
  return expand(url, [&](std::string_view name) -> Result<std::optional<std::string>> {
    const auto value = values.find(std::string(name));
    return value == values.end() ? std::nullopt : std::optional(percent_encode(value->second));
  });
}

std::string field_text(const Json& fields, const char* name) {
  return fields.contains(name) ? to_text(fields[name]) : "";
}

UserKeys keys_of(const Json& fields) {
  return {field_text(fields, "email"), field_text(fields, "user_name"), field_text(fields, "idp_id")};
}

bool is_word(const std::vector<std::string>& words, const std::string& word) {
  return std::ranges::any_of(words, [&](const auto& one) { return equals_ignoring_case(one, word); });
}

const std::map<std::string, std::string>& usual_fields() {
  static const std::map<std::string, std::string> fields = [] {
    std::map<std::string, std::string> pointers;
    for (const char* name : {"id", "email", "user_name", "idp_id", "first_name", "last_name", "state", "role",
                             "roles", "groups", "organization_id", "attributes"}) {
      pointers[name] = std::string("/") + name;
    }
    return pointers;
  }();
  return fields;
}

/// One GET, and the objects that stand where the settings point.
class HttpRecords {
 public:
  HttpRecords(const HttpSettings& settings, const HttpSettings::Lookup& lookup, const Values& values)
      : settings_(settings), at_(lookup.at), request_("GET", *filled_url(lookup.url, values)) {
    request_.headers = lookup.headers;
    if (!request_.headers.has("Accept")) request_.headers.add("Accept", "application/json");
  }

  void authorize(const std::string& authorization) { request_.headers.set("Authorization", authorization); }
  std::optional<http::Request> next() const { return is_read_ ? std::nullopt : std::optional(request_); }

  Result<std::vector<Json>> read(const http::Response& response) {
    is_read_ = true;
    if (std::ranges::count(settings_.absent, response.status) > 0) return std::vector<Json>();
    const auto json = json_answer(response, "the application");
    if (!json) return json.error();
    const Json* place = told(*json, at_);
    if (place == nullptr) return std::vector<Json>();
    const Json list = place->is_array() ? *place : Json::array({*place});
    std::vector<Json> records;
    for (const Json& record : list) {
      if (!record.is_object()) return invalid("what the application has at " + at_ + " is no object");
      records.push_back(record);
    }
    return records;
  }

 private:
  const HttpSettings& settings_;
  std::string at_;
  http::Request request_;
  bool is_read_ = false;
};

class HttpUserQuestion : public UserQuestion {
 public:
  HttpUserQuestion(std::shared_ptr<const HttpSettings> settings, const UserQuery& query)
      : settings_(std::move(settings)),
        keys_(query.keys),
        records_(*settings_, settings_->user, values_of_user(query.keys)) {
    if (!query.authorization.empty()) records_.authorize(query.authorization);
  }

  std::optional<http::Request> next() const override { return records_.next(); }

  Result<> read(const http::Response& response) override {
    auto records = records_.read(response);
    if (!records) return records.error();
    std::vector<Json> theirs;
    UserKeys other;
    for (const Json& record : *records) {
      Json fields = fields_of(record);
      other = keys_of(fields);
      if (other.empty() || same_person(other, keys_)) theirs.push_back(std::move(fields));
    }
    if (settings_->lists_accounts) user_.fields["accounts"] = theirs.size();
    if (!theirs.empty()) return take(std::move(theirs.front()));
    if (records->size() != 1) return {};
    // Who asks for one person and gets another must not take that for an absence.
    return invalid("the application answered about somebody else: " +
                   printable(other.email + " " + other.user_name + " " + other.idp_id, 100));
  }

 private:
  Json fields_of(const Json& record) const {
    Json fields = Json::object();
    for (const auto& [name, pointer] : settings_->fields) {
      const Json* value = told(record, pointer);
      if (value != nullptr) fields[name] = name == "groups" || name == "roles" ? names_in(*value) : *value;
    }
    return fields;
  }

  Result<> take(Json fields) {
    user_.found = true;
    user_.state = UserState::active;
    if (settings_->fields.contains("state")) {
      const std::string word = field_text(fields, "state");
      if (is_word(settings_->inactive, word)) {
        user_.state = UserState::inactive;
      } else if (!is_word(settings_->active, word)) {
        return invalid("the application's word for the state is neither an active nor an inactive one: \"" +
                       printable(word, 100) + "\"");
      }
    }
    fields["state"] = name(user_.state);
    if (user_.fields.contains("accounts")) fields["accounts"] = user_.fields["accounts"];
    user_.fields = std::move(fields);
    return {};
  }

  std::shared_ptr<const HttpSettings> settings_;
  UserKeys keys_;
  HttpRecords records_;
};

class HttpGroupQuestion : public GroupQuestion {
 public:
  HttpGroupQuestion(std::shared_ptr<const HttpSettings> settings, const std::string& name)
      : settings_(std::move(settings)),
        name_(name),
        records_(*settings_, *settings_->group, values_of_group(name)) {}

  std::optional<http::Request> next() const override { return records_.next(); }

  Result<> read(const http::Response& response) override {
    auto records = records_.read(response);
    if (!records) return records.error();
    for (Json& record : *records) {
      const Json* name = told(record, {"/name", "/displayName", "/display_name"});
      if (name != nullptr && *name != name_) continue;
      group_.found = true;
      group_.fields = std::move(record);
      break;
    }
    return {};
  }

 private:
  std::shared_ptr<const HttpSettings> settings_;
  std::string name_;
  HttpRecords records_;
};

class HttpStateQuestion : public StateQuestion {
 public:
  explicit HttpStateQuestion(const HttpSettings::Lookup& lookup)
      : at_(lookup.at), request_("GET", lookup.url) {
    request_.headers = lookup.headers;
  }

  std::optional<http::Request> next() const override {
    return is_read_ ? std::nullopt : std::optional(request_);
  }

  Result<> read(const http::Response& response) override {
    is_read_ = true;
    const auto json = json_answer(response, "the application");
    if (!json) return json.error();
    const Json* word = told(*json, at_);
    if (word == nullptr || !word->is_string()) return invalid("the application has no state at " + at_);
    state_ = state_in_webhooks(to_lower(word->get<std::string>()));
    return {};
  }

 private:
  std::string at_;
  http::Request request_;
  bool is_read_ = false;
};

class HttpApplication : public Application {
 public:
  explicit HttpApplication(HttpSettings settings)
      : settings_(std::make_shared<const HttpSettings>(std::move(settings))) {}

  std::unique_ptr<UserQuestion> ask_user(const UserQuery& query) const override {
    return std::make_unique<HttpUserQuestion>(settings_, query);
  }
  std::unique_ptr<GroupQuestion> ask_group(const std::string& name) const override {
    if (!settings_->group) return nullptr;
    return std::make_unique<HttpGroupQuestion>(settings_, name);
  }
  std::unique_ptr<StateQuestion> ask_connection() const override {
    return ask_state(settings_->connection_state);
  }
  std::unique_ptr<StateQuestion> ask_directory() const override {
    return ask_state(settings_->directory_state);
  }
  InactivePolicy inactive_policy() const override { return settings_->inactive_policy; }

 private:
  static std::unique_ptr<StateQuestion> ask_state(const std::optional<HttpSettings::Lookup>& lookup) {
    return lookup ? std::make_unique<HttpStateQuestion>(*lookup) : nullptr;
  }

  std::shared_ptr<const HttpSettings> settings_;
};

}  // namespace

Result<std::unique_ptr<Application>> make_http_application(HttpSettings settings) {
  if (settings.fields.empty()) settings.fields = usual_fields();
  const auto user_url = filled_url(settings.user.url, values_of_user({}));
  if (!user_url) return user_url.error();
  if (settings.group) {
    const auto group_url = filled_url(settings.group->url, values_of_group({}));
    if (!group_url) return group_url.error();
  }
  return std::unique_ptr<Application>(std::make_unique<HttpApplication>(std::move(settings)));
}

}  // namespace idproctor::observe
