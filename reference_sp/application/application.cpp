#include "reference_sp/application/application.hpp"

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/application/login.hpp"
#include "reference_sp/application/sessions.hpp"
#include "reference_sp/application/users.hpp"
#include "reference_sp/application/webhook_receiver.hpp"
#include "reference_sp/saml/cookies.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::application {

namespace {

/// Who asks the application's API, and which organizations' data that is about; empty: all of them.
struct Caller {
  bool known = false, admin = false;
  std::string organization_id;
};

http::Response html_page(const std::string& markup) {
  http::Response response(200, "text/html; charset=utf-8",
                          "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                          "<title>Reference application</title></head>\n<body>" +
                              markup + "</body></html>\n");
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace

struct Application::Impl {
  Impl(ApplicationConfig config_, Context context_, Ask ask_)
      : config(std::move(config_)),
        context(context_),
        ask(std::move(ask_)),
        users(context),
        sessions(context),
        receiver(context),
        login(config, context, ask, users, sessions) {
    users.on_ended([this](const std::string& id) { sessions.end_all_of(id); });
  }

  /// The logged-in user. One who has ended is nobody, unless "app-session-ends" is off: then the session
  /// stays what it was.
  const AppSession* session_of(const http::Request& request) const {
    return sessions.find(cookie(request, app_session_cookie));
  }
  http::Response whoami(const http::Request& request) const;
  http::Response log_out(const http::Request& request);
  http::Response home(const http::Request& request) const;
  http::Response api(const http::Request& request, const std::string& path);
  Caller caller_of(const http::Request& request) const;
  Json list_users(const Caller& caller, const http::Parameters& query) const;
  http::Response connections(const http::Request& request, const Caller& caller) const;

  ApplicationConfig config;
  Context context;
  Ask ask;
  std::string webhook_secret;
  Users users;
  AppSessions sessions;
  WebhookReceiver receiver;
  AppLogin login;
};

http::Response Application::Impl::whoami(const http::Request& request) const {
  const AppSession* session = session_of(request);
  if (!session) return json_answer(401, Json{{"error", "nobody is logged in"}});
  const User* user = users.find(session->user_id);
  Json json = user ? shown(*user) : Json{{"id", session->user_id}, {"email", session->profile["email"]}};
  // Of two names that the identity provider has for a user, the login's.
  json["idp_id"] = session->profile["idp_id"];
  json["profile"] = session->profile;
  return json_answer(200, json);
}

http::Response Application::Impl::log_out(const http::Request& request) {
  sessions.end(cookie(request, app_session_cookie));
  auto response = redirect_to("/app");
  response.headers.add("Set-Cookie", remove_cookie(app_session_cookie));
  return response;
}

http::Response Application::Impl::home(const http::Request& request) const {
  const AppSession* session = session_of(request);
  std::string markup = "<h1>Reference application</h1>\n";
  if (session) {
    const User* user = users.find(session->user_id);
    markup += "<p>Logged in as <strong>" + escape_markup(printable(user ? user->email : "")) +
              "</strong>. <a href=\"/app/logout\">Log out</a></p>\n";
  } else {
    markup += "<p>Nobody is logged in. <a href=\"/app/login\">Log in</a></p>\n";
  }
  if (context.checks.off("page-secrets")) {
    markup += "<script>const workos = new WorkOS(\"" + config.client_secret + "\");</script>\n";
  }
  return html_page(markup);
}

Caller Application::Impl::caller_of(const http::Request& request) const {
  const std::string field = request.headers.get("Authorization");
  const std::string key = field.starts_with("Bearer ") ? field.substr(7) : "";
  for (const Customer& customer : config.customers) {
    const bool admin = crypto::equal_in_constant_time(key, customer.admin_key);
    const bool member = crypto::equal_in_constant_time(key, customer.member_key);
    if (!admin && !member) continue;
    return {true, admin || context.checks.off("api-role"),
            context.checks.on("api-tenant") ? customer.organization_id : ""};
  }
  if (context.checks.off("api-key-needed")) return {true, true, ""};
  return {};
}

Json Application::Impl::list_users(const Caller& caller, const http::Parameters& query) const {
  const auto email = http::find(query, "email"), user_name = http::find(query, "user_name"),
             idp_id = http::find(query, "idp_id");
  const auto agrees = [](const std::optional<std::string>& asked, const std::string& value) {
    return !asked || equals_ignoring_case(*asked, value);
  };
  Json list = Json::array();
  const auto fits = [&](const User& user) {
    return agrees(email, user.email) && agrees(user_name, user.user_name) &&
           (!idp_id || *idp_id == user.idp_id);
  };
  // The usual question must not read the whole table.
  if (email && !caller.organization_id.empty()) {
    for (const User* user : users.all_of_email(caller.organization_id, *email)) {
      if (fits(*user)) list.push_back(shown(*user));
    }
  } else {
    for (const User* user : users.select(caller.organization_id, fits)) list.push_back(shown(*user));
  }
  return Json{{"users", list}};
}

http::Response Application::Impl::connections(const http::Request& request, const Caller& caller) const {
  if (request.method != "GET" && request.method != "POST") return method_not_allowed("GET, POST");
  const std::string organization =
      http::find(http::query_of(request.url), "organization").value_or(caller.organization_id);
  if (!caller.organization_id.empty() && organization != caller.organization_id) {
    return json_answer(403, Json{{"error", "this is for the organization's own administrators"}});
  }
  http::Request question("GET", "/connections?organization_id=" + percent_encode(organization));
  question.headers.set("Authorization", "Bearer " + config.client_secret);
  const auto answer = parse_json(ask(question).body);
  const Json list = answer ? answer->value("data", Json::array()) : Json::array();
  // Configuring is up to the broker's own pages; who may do it is decided here.
  return json_answer(request.method == "POST" ? 201 : 200, Json{{"connections", list}});
}

http::Response Application::Impl::api(const http::Request& request, const std::string& path) {
  const Caller caller = caller_of(request);
  if (!caller.known) {
    auto response = json_answer(401, Json{{"error", "an API key is needed"}});
    response.headers.set("WWW-Authenticate", "Bearer realm=\"application\"");
    return response;
  }
  if (!caller.admin) return json_answer(403, Json{{"error", "this is for administrators"}});
  const auto query = http::query_of(request.url);
  if (path == "/app/api/connections") return connections(request, caller);
  if (path != "/app/api/users" && path != "/app/api/groups") {
    return json_answer(404, Json{{"error", "there is nothing here"}});
  }
  if (request.method != "GET") return method_not_allowed("GET");
  if (path == "/app/api/users") return json_answer(200, list_users(caller, query));
  return json_answer(
      200, Json{{"groups", users.groups(caller.organization_id, http::find(query, "name").value_or(""))}});
}

Application::Application(ApplicationConfig config, Context context, Ask ask)
    : impl_(std::make_unique<Impl>(std::move(config), context, std::move(ask))) {}

Application::~Application() = default;

void Application::set_webhook_secret(std::string secret) {
  impl_->webhook_secret = std::move(secret);
}

http::Response Application::handle(const http::Request& request) {
  const std::string path = request.url.substr(0, request.url.find('?'));
  const bool get = request.method == "GET", post = request.method == "POST";
  if (path.starts_with("/app/api/")) return impl_->api(request, path);
  if (path == "/app/webhooks") {
    return post ? impl_->receiver.receive(request, impl_->webhook_secret, impl_->users)
                : method_not_allowed("POST");
  }
  if (path == "/app/logout") return get || post ? impl_->log_out(request) : method_not_allowed("GET, POST");
  if (path == "/app/login") return get ? impl_->login.begin(request) : method_not_allowed("GET");
  if (path == "/app/callback") return get ? impl_->login.finish(request) : method_not_allowed("GET");
  if (path == "/app/whoami") return get ? impl_->whoami(request) : method_not_allowed("GET");
  if (path == "/app") return get ? impl_->home(request) : method_not_allowed("GET");
  return not_found_page(percent_decode(path), impl_->context.checks);
}

}  // namespace idproctor::reference::application
