#include "harness/scenario/application_target.hpp"

#include <charconv>

#include "harness/scenario/administration.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/reader.hpp"

namespace idproctor::scenario {

namespace {

constexpr const char* kWorkos = "https://api.workos.com";

/// A request whose URL still has names that the run fills in.
Target::Request read_question(const YAML::Node& node, TargetReader& reader) {
  Target::Request request;
  request.method = "GET";
  request.url = reader.text_for_run(node["url"]);
  for (const auto& header : node["headers"]) {
    request.headers.add(header.first.Scalar(), reader.text_for_run(header.second));
  }
  return request;
}

void read_http_kind(const YAML::Node& node, TargetReader& reader, Target::Application& application) {
  struct Row {
    const char* key;
    std::optional<Target::Request>& question;
    std::string& at;
  };
  const Row rows[] = {{"user", application.user, application.user_at},
                      {"group", application.group, application.group_at},
                      {"connection_state", application.connection_state, application.connection_state_at},
                      {"directory_state", application.directory_state, application.directory_state_at}};
  for (const Row& row : rows) {
    if (!node[row.key]) continue;
    reader.check(node[row.key], kQuestionKeys);
    if (reader.failed()) return;
    row.question = read_question(node[row.key], reader);
    row.at = text_of(node[row.key], "at");
  }
  application.lists_accounts = node["lists_accounts"] && node["lists_accounts"].as<bool>();
  if (!application.user) reader.fail("an application of kind http needs 'user': how to ask for one", node);
}

Target::Request read_admin_request(const YAML::Node& node, TargetReader& reader) {
  Target::Request request;
  reader.check(node, kRequestKeys);
  if (reader.failed()) return request;
  request = read_question(node, reader);
  request.method = text_of(node, "method", "POST");
  const YAML::Node body = node["body"];
  if (body) request.body = reader.text_for_run(body.IsScalar() ? body : YAML::Node(dump(to_json(body))));
  return request;
}

void read_tokens(const YAML::Node& node, TargetReader& reader, Target::Application& application) {
  reader.check(node, kTokensKeys);
  if (reader.failed()) return;
  application.tokens = Target::Application::Tokens{};
  application.tokens->create = read_admin_request(node["create"], reader);
  application.tokens->revoke = read_admin_request(node["revoke"], reader);
  application.tokens->token_at = text_of(node, "at", application.tokens->token_at);
  application.tokens->id_at = text_of(node, "id_at", application.tokens->id_at);
}

void read_administration(const YAML::Node& node, TargetReader& reader, Target::Application& application) {
  reader.check(node, kAdministrationKeys);
  for (const auto& entry : node) {
    if (reader.failed()) return;
    const std::string action = entry.first.Scalar();
    application.administration[action] = read_admin_request(entry.second, reader);
    if (!node[opposite_of(action)]) reader.fail("'" + action + "' needs '" + opposite_of(action) + "'", node);
  }
}

void read_login_for(const YAML::Node& node, TargetReader& reader, Target::Application& application) {
  reader.check(node, kLoginForKeys);
  for (const auto& entry : node) {
    if (reader.failed()) return;
    const std::string whom = entry.first.Scalar();
    application.login_for[whom] = reader.url(node, whom.c_str());
  }
}

void read_keys(const YAML::Node& node, TargetReader& reader, Target::Application& application) {
  for (const auto& entry : node) {
    const std::string role = entry.first.Scalar();
    if (role != "admin" && role != "member" && role != "stranger") {
      reader.fail("'keys' are those of admin, member and stranger", entry.first);
    }
    application.keys[role] = reader.text_for_run(entry.second);
  }
}

/// ADDRESS:PORT, the address without brackets.
void read_listen(const YAML::Node& node, TargetReader& reader, Target::Webhooks& webhooks) {
  const std::string written = text_of(node, "listen");
  if (written.empty()) return;
  const std::size_t colon = written.rfind(':');
  const std::string port = colon == std::string::npos ? "" : written.substr(colon + 1);
  const auto [end, trouble] = std::from_chars(port.data(), port.data() + port.size(), webhooks.listen_port);
  webhooks.listen_address = written.substr(0, colon);
  if (trouble != std::errc() || end != port.data() + port.size() || webhooks.listen_address.empty()) {
    reader.fail("'listen' is an address and a port, as 127.0.0.1:0", node["listen"]);
  }
}

}  // namespace

Target::Application read_application(const YAML::Node& node, TargetReader& reader) {
  Target::Application application;
  reader.check(node, kApplicationKeys);
  if (reader.failed()) return application;
  application.kind = reader.one_of(node, "kind", {"http", "workos", "polis", "none"}, "none");
  application.base_url = reader.url(node, "base_url");
  application.api_key = reader.secret(node, "api_key");
  for (const auto& [key, value] :
       {std::pair{"organization", &application.organization}, std::pair{"directory", &application.directory},
        std::pair{"connection", &application.connection}, std::pair{"tenant", &application.tenant},
        std::pair{"product", &application.product}, std::pair{"identity", &application.identity_at}}) {
    *value = reader.text(node, key);
  }
  for (const auto& [key, value] :
       {std::pair{"login_url", &application.login_url}, std::pair{"callback_url", &application.callback_url},
        std::pair{"whoami", &application.whoami}, std::pair{"admin_url", &application.admin_url}}) {
    *value = reader.url(node, key);
  }
  // What WorkOS does since October 2023, and most others do not.
  application.inactive =
      reader.one_of(node, "inactive", {"keep", "delete"}, application.kind == "workos" ? "delete" : "keep");
  application.webhook_log = node["webhook_log"] && node["webhook_log"].as<bool>(false);
  application.settle = reader.duration(node, "settle");
  application.fields = text_map(node["fields"]);
  for (const auto& state : node["states"]) application.states[state.first.Scalar()] = texts(state.second);
  if (node["absent"]) application.absent = node["absent"].as<std::vector<int>>();
  application.roles = text_map(node["roles"]);
  application.role_group = reader.text(node, "role_group");
  if (application.role_group.empty() != application.roles.empty()) {
    reader.fail("'roles' and 'role_group' go together", node);
  }
  application.role_at_login = node["role_at_login"] && node["role_at_login"].as<bool>(false);
  application.pages = texts(node["pages"]);
  application.fresh = node["fresh"] && node["fresh"].as<bool>();
  read_keys(node["keys"], reader, application);
  if (node["login_for"]) read_login_for(node["login_for"], reader, application);
  if (node["administration"]) read_administration(node["administration"], reader, application);
  if (node["tokens"]) read_tokens(node["tokens"], reader, application);
  if (application.kind == "http") read_http_kind(node, reader, application);
  if (application.kind == "workos" && application.base_url.empty()) application.base_url = kWorkos;
  const bool has_api = application.kind == "workos" || application.kind == "polis";
  if (has_api && application.api_key.empty()) {
    reader.fail("an application of kind " + application.kind + " needs 'api_key'", node);
  }
  if (application.kind == "polis" && application.base_url.empty()) {
    reader.fail("an application of kind polis needs 'base_url'", node);
  }
  return application;
}

Target::Webhooks read_webhooks(const YAML::Node& node, TargetReader& reader) {
  Target::Webhooks webhooks;
  reader.check(node, kWebhooksKeys);
  if (reader.failed()) return webhooks;
  read_listen(node, reader, webhooks);
  webhooks.public_url = reader.url(node, "public_url");
  webhooks.scheme = reader.one_of(node, "scheme", {"workos", "polis", "none"}, "none");
  webhooks.secret = reader.secret(node, "secret");
  webhooks.endpoint = reader.url(node, "endpoint");
  webhooks.endpoint_secret = reader.secret(node, "endpoint_secret");
  if (node["register"]) webhooks.registration = reader.request(node["register"]);
  webhooks.secret_at = text_of(node, "secret_at");
  if (webhooks.listen_address.empty() && webhooks.endpoint.empty()) {
    reader.fail("'webhooks' needs 'listen', where we receive, or 'endpoint', where the application does",
                node);
  }
  const bool has_secret =
      !webhooks.secret.empty() || !webhooks.secret_at.empty() || webhooks.scheme == "none";
  if (!webhooks.listen_address.empty() && !has_secret) {
    reader.fail("webhooks that are signed need the 'secret', or 'secret_at' in the answer to 'register'",
                node);
  }
  return webhooks;
}

std::vector<std::string> Target::Application::shown_fields() const {
  if (kind == "none") return {};
  std::vector<std::string> names{"id", "email", "first_name", "last_name", "state", "groups", "roles"};
  if (kind != "polis") names.emplace_back("role");
  if (kind != "http") return names;
  if (!fields.empty()) names.clear();
  for (const auto& [field, pointer] : fields) names.push_back(field);
  return names;
}

bool Target::Application::shows(const std::string& link) const {
  if (kind == "http") return (link == "connection" ? connection_state : directory_state).has_value();
  return kind == "workos" || kind == "polis";
}

void Target::Application::add_features(std::set<std::string>& names) const {
  if (kind != "none") names.insert("application");
  if (kind != "none" && (kind != "http" || group)) names.insert("application_groups");
  if (kind == "workos" || (kind == "polis" && webhook_log)) names.insert("events");
  if (!login_url.empty() && !whoami.empty()) names.insert("application_login");
  if (!callback_url.empty()) names.insert("application_callback");
  for (const auto& [whom, url] : login_for) names.insert("login_for_" + whom);
  for (const auto& [action, request] : administration) names.insert(action);
  if (!admin_url.empty()) names.insert("application_admin");
  for (const auto& [role, key] : keys) names.insert("application_key_" + role);
  if (kind == "http" && keys.contains("stranger")) names.insert("application_as_stranger");
  if (kind == "http" && lists_accounts) names.insert("application_accounts");
  if (fresh) names.insert("fresh");
  if (tokens) names.insert("tokens");
  if (kind == "workos") names.insert("previous_attributes");
  for (const char* link : {"connection", "directory"}) {
    if (shows(link)) names.insert(std::string(link) + "_state");
  }
  if (!pages.empty()) names.insert("application_pages");
  names.insert(inactive == "keep" ? "keeps_inactive" : "deletes_inactive");
  for (const std::string& field : shown_fields()) names.insert("application_" + field);
  if (role_group.empty()) names.erase("application_role");
  if (role_at_login) names.insert("role_at_login");
}

void Target::Webhooks::add_features(std::set<std::string>& names) const {
  if (!listen_address.empty()) names.insert({"events", "webhooks"});
  if (!listen_address.empty() && scheme == "workos") names.insert("previous_attributes");
  if (!endpoint.empty()) names.insert("webhook_endpoint");
}

}  // namespace idproctor::scenario
