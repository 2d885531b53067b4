#include "reference_sp/broker/sso.hpp"

#include <algorithm>
#include <map>

#include "foundation/core/text.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/broker/answers.hpp"
#include "reference_sp/broker/profile.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::broker {

namespace {

/// The URL with further parameters in its query.
std::string with_parameters(const std::string& url, const http::Parameters& parameters) {
  return url + (url.find('?') == std::string::npos ? '?' : '&') + http::encode_form(parameters);
}

std::string error_at(const std::string& redirect_uri, const std::string& error,
                     const std::string& description, const std::string& state) {
  http::Parameters parameters{{"error", error}, {"error_description", description}};
  if (!state.empty()) parameters.emplace_back("state", state);
  return with_parameters(redirect_uri, parameters);
}

std::string description_of(const std::string& error) {
  static const std::map<std::string, std::string> sentences{
      {"ambiguous_connection_selector", "More than one of connection, organization and provider is given."},
      {"invalid_connection_selector", "One of connection, organization and provider is needed."},
      {"domain_connection_selector_not_allowed", "A connection cannot be selected by domain."},
      {"connection_invalid", "There is no active connection for this request."},
      {"connection_unlinked", "The connection is not set up yet."},
      {"connection_strategy_invalid", "There is no such provider."},
      {"organization_invalid", "There is no such organization."},
      {"profile_not_allowed_outside_organization",
       "The user's address is of a domain that the organization has not verified."},
      {"unsupported_response_type", "response_type must be code."}};
  return sentences.at(error);
}

http::Response oauth_error(int status, const char* error, const char* description) {
  return json_answer(status, Json{{"error", error}, {"error_description", description}});
}

/// The parameters of a form, or of a JSON body.
http::Parameters parameters_of(const http::Request& request) {
  if (request.headers.get("Content-Type").find("json") == std::string::npos) {
    return http::decode_form(request.body);
  }
  http::Parameters parameters;
  const auto body = parse_json(request.body);
  if (!body || !body->is_object()) return parameters;
  for (const auto& [name, value] : body->items()) parameters.emplace_back(name, to_text(value));
  return parameters;
}

}  // namespace

http::Response Sso::handle(const http::Request& request) {
  const std::string path = request.url.substr(0, request.url.find('?'));
  if (path == "/sso/authorize") {
    return request.method == "GET" ? authorize(request) : method_not_allowed("GET");
  }
  if (path == "/sso/token") return request.method == "POST" ? token(request) : method_not_allowed("POST");
  if (path == "/sso/profile") return request.method == "GET" ? profile(request) : method_not_allowed("GET");
  return api_not_found(path);
}

bool Sso::is_registered(const std::string& redirect_uri) const {
  return std::ranges::any_of(client_.redirect_uris, [&](const std::string& registered) {
    return redirect_uri == registered ||
           (context_.checks.off("redirect-uri-exact") && redirect_uri.starts_with(registered));
  });
}

Result<std::string> Sso::selected(const http::Parameters& query) const {
  const auto connection = http::find(query, "connection"), organization = http::find(query, "organization"),
             provider = http::find(query, "provider");
  if (http::find(query, "domain")) return invalid("domain_connection_selector_not_allowed");
  const int given = (connection ? 1 : 0) + (organization ? 1 : 0) + (provider ? 1 : 0);
  if (given == 0) return invalid("invalid_connection_selector");
  if (given > 1) return invalid("ambiguous_connection_selector");
  // Providers are social logins, of which there are none here.
  if (provider) return invalid("connection_strategy_invalid");
  const std::string& first = connections_.ids().front();
  const bool first_will_do = context_.checks.off("connection-selected");
  if (connection) {
    if (connections_.has(*connection)) return *connection;
    return first_will_do ? Result<std::string>(first) : invalid("connection_invalid");
  }
  for (const std::string& id : connections_.ids()) {
    const bool is_draft = connections_.state(id) == Connections::State::draft;
    if (connections_.organization_of(id) == *organization && !(is_draft && first_will_do)) return id;
  }
  return first_will_do ? Result<std::string>(first) : invalid("organization_invalid");
}

bool Sso::is_inactive(const std::string& connection) const {
  return connections_.state(connection) == Connections::State::inactive &&
         context_.checks.on("connection-active");
}

http::Response Sso::authorize(const http::Request& request) {
  const auto query = http::query_of(request.url);
  const std::string redirect_uri = http::find(query, "redirect_uri").value_or("");
  if (http::find(query, "client_id") != client_.id) return page(400, "Bad request", "Unknown client_id.");
  if (!is_registered(redirect_uri)) {
    return page(400, "Bad request", "This redirect_uri is not registered: " + redirect_uri);
  }
  const std::string state = http::find(query, "state").value_or("");
  const auto refuse = [&](const std::string& error, const std::string& reason = {}) {
    const std::string description = description_of(error) + (reason.empty() ? "" : " " + reason);
    return redirect_to(error_at(redirect_uri, error, description, state));
  };
  if (http::find(query, "response_type") != "code") return refuse("unsupported_response_type");
  const auto connection = selected(query);
  if (!connection) return refuse(connection.error().message);
  if (connections_.state(*connection) == Connections::State::draft) {
    return refuse("connection_unlinked", connections_.missing(*connection));
  }
  if (is_inactive(*connection)) return refuse("connection_invalid");
  return begin_(request, authorizations_.open(*connection, redirect_uri, state).id);
}

http::Response Sso::token(const http::Request& request) {
  const auto parameters = parameters_of(request);
  const auto value = [&](const char* name) { return http::find(parameters, name).value_or(""); };
  if (value("client_id") != client_.id ||
      !crypto::equal_in_constant_time(value("client_secret"), client_.secret)) {
    return oauth_error(400, "invalid_client", "Invalid client ID or secret.");
  }
  if (value("grant_type") != "authorization_code") {
    return oauth_error(400, "unsupported_grant_type", "grant_type must be authorization_code.");
  }
  const auto profile = authorizations_.redeem(value("code"));
  if (!profile) return oauth_error(400, "invalid_grant", "The code is unknown, used or too old.");
  return json_answer(200, Json{{"token_type", "Bearer"},
                               {"access_token", authorizations_.issue_token(*profile)},
                               {"expires_in", 600},
                               {"profile", *profile}});
}

http::Response Sso::profile(const http::Request& request) const {
  const auto profile = authorizations_.profile_of_token(bearer_of(request));
  return profile ? json_answer(200, *profile) : api_unauthorized();
}

std::string Sso::refusal(bool second_connection) const {
  const std::string& id = second_connection ? connections_.ids().back() : connections_.ids().front();
  return is_inactive(id) ? "connection_invalid: the connection is inactive" : "";
}

void Sso::metadata_came() {
  connections_.metadata_came(connections_.ids().front());
}

void Sso::metadata_missing(const std::string& reason) {
  connections_.metadata_missing(connections_.ids().front(), reason);
}

void Sso::logged_in() {
  connections_.logged_in(connections_.ids().front());
}

std::string Sso::finished(const std::string& authorization, const Login& login, const Account& account) {
  const auto closed = authorizations_.close(authorization);
  if (!closed) return "/";
  const auto roles = directories_.front()->roles_of_account(account.id);
  const std::string organization = connections_.organization_of(closed->connection_id);
  const Json profile =
      login_profile(login, closed->connection_id, organization, roles, settings_.roles, context_.checks);
  if (domains_.keeps_out(organization, to_text(profile["email"]))) {
    const std::string error = "profile_not_allowed_outside_organization";
    return error_at(closed->redirect_uri, error, description_of(error), closed->state);
  }
  http::Parameters parameters{{"code", authorizations_.issue_code(profile)}};
  if (!closed->state.empty()) parameters.emplace_back("state", closed->state);
  return with_parameters(closed->redirect_uri, parameters);
}

std::string Sso::failed(const std::string& authorization, const std::string& reason) {
  // It stays open: a message that is no good must not take the good one's place.
  const auto open = authorizations_.find(authorization);
  if (!open) return {};
  const bool inactive = reason.starts_with("connection_invalid");
  return error_at(open->redirect_uri, inactive ? "connection_invalid" : "server_error",
                  printable(reason, 300), open->state);
}

}  // namespace idproctor::reference::broker
