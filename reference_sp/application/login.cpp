#include "reference_sp/application/login.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/saml/cookies.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::application {

namespace {

constexpr std::string_view state_cookie = "app_state";

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : "";
}

}  // namespace

http::Response AppLogin::begin(const http::Request& request) const {
  const auto query = http::query_of(request.url);
  const std::string state = make_secret("");
  const auto connection = http::find(query, "connection");
  const std::string organization =
      http::find(query, "organization").value_or(config_.customers.front().organization_id);
  auto response = redirect_to(
      config_.broker_url + "/sso/authorize?" +
      http::encode_form({{"client_id", config_.client_id},
                         {connection ? "connection" : "organization", connection.value_or(organization)},
                         {"redirect_uri", config_.base_url + "/app/callback"},
                         {"response_type", "code"},
                         {"state", state}}));
  response.headers.add("Set-Cookie", set_cookie(state_cookie, state));
  return response;
}

Result<Json> AppLogin::exchange(const std::string& code) const {
  http::Request request("POST", "/sso/token");
  http::put_form(request, http::encode_form({{"client_id", config_.client_id},
                                             {"client_secret", config_.client_secret},
                                             {"grant_type", "authorization_code"},
                                             {"code", code}}));
  const http::Response answer = ask_(request);
  auto body = parse_json(answer.body);
  if (!body) return body.error();
  if (answer.status != 200) return invalid(text_of(*body, "error"));
  return body->at("profile");
}

Result<const User*> AppLogin::user_of(const Json& profile) {
  const std::string organization = text_of(profile, "organization_id"), email = text_of(profile, "email");
  // An account that has no address would be everybody's who has none.
  if (email.empty() && context_.checks.on("app-login-address")) {
    return invalid("the identity provider sent no email address");
  }
  const bool by_address = context_.checks.on("app-login-account");
  const User* user = by_address ? users_.find_by_email(organization, email)
                                : users_.find_by_idp_id(organization, text_of(profile, "idp_id"));
  if (context_.checks.off("app-login-id")) user = users_.of_login_id(profile, user);
  if (user) {
    if (!user->active) return invalid("this account is deactivated");
    users_.refresh_role(user->id, profile);
    if (context_.checks.off("app-login-names")) users_.overwrite_names(user->id, profile);
    if (context_.checks.off("app-login-email")) users_.overwrite_address(user->id, profile);
    return user;
  }
  // Who was deprovisioned does not come back by logging in.
  if (users_.is_deleted(organization, email)) return invalid("this account was deleted");
  return &users_.add_from_login(profile);
}

http::Response AppLogin::finish(const http::Request& request) {
  const Checks& checks = context_.checks;
  const auto query = http::query_of(request.url);
  const auto error = http::find(query, "error");
  const std::string code = http::find(query, "code").value_or("");
  if (error && checks.on("callback-error")) {
    return page(403, "The login failed", *error + ": " + http::find(query, "error_description").value_or(""));
  }
  if (error && code.empty()) return redirect_to("/app");
  if (code.empty() && checks.off("callback-code-required")) {
    return page(500, "Internal Server Error", "TypeError: Cannot read properties of undefined");
  }
  if (code.empty()) return page(400, "Bad request", "No code provided");
  const std::string state = http::find(query, "state").value_or("");
  const std::string own = cookie(request, state_cookie);
  if ((own.empty() || !crypto::equal_in_constant_time(own, state)) && checks.on("callback-state")) {
    return page(400, "Bad request", "This browser did not ask for this login.");
  }
  const auto profile = exchange(code);
  if (!profile) return page(400, "The login failed", describe(profile.error()));
  const auto user = user_of(*profile);
  if (!user) return page(403, "The login was refused", describe(user.error()));
  sessions_.end(cookie(request, app_session_cookie));
  auto response = redirect_to("/app");
  response.headers.add("Set-Cookie", set_cookie(app_session_cookie, sessions_.start((*user)->id, *profile)));
  return response;
}

}  // namespace idproctor::reference::application
