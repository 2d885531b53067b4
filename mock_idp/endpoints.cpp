#include "mock_idp/endpoints.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/http/url.hpp"
#include "mock_idp/metadata.hpp"
#include "mock_idp/redirect_binding.hpp"
#include "mock_idp/sp_message.hpp"

namespace idproctor::mock_idp {

namespace {

http::Response page(int status, const std::string& title, const std::string& body) {
  http::Response response(
      status, "text/html; charset=utf-8",
      "<!doctype html><meta charset=utf-8><title>" + escape_markup(title) +
          "</title><style>body{font:16px/1.5 system-ui;max-width:40rem;margin:3rem auto;"
          "padding:0 1rem}button{font:inherit;margin:.2rem 0;padding:.4rem 1rem}</style><h1>" +
          escape_markup(title) + "</h1>" + body);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

std::string hidden(const std::string& name, const std::string& value) {
  return "<input type=hidden name=\"" + name + "\" value=\"" + escape_markup(value) + "\">";
}

std::string path_of(const std::string& target) {
  return target.substr(0, target.find('?'));
}

}  // namespace

std::string post_page(const std::string& url, const std::string& saml_response,
                      const std::string& relay_state) {
  return "<!doctype html><meta charset=utf-8><title>Signing in</title><body "
         "onload=\"document.forms[0].submit()\">"
         "<form method=post action=\"" +
         escape_markup(url) + "\">" + hidden("SAMLResponse", saml_response) +
         (relay_state.empty() ? "" : hidden("RelayState", relay_state)) +
         "<noscript><button>Continue</button></noscript></form>";
}

Endpoints::Endpoints(std::map<std::string, Dialect> dialects, std::map<std::string, User> users,
                     KeyRing& keys, const Clock& clock, Seed seed, std::string base_url,
                     std::optional<KnownSp> sp)
    : dialects_(std::move(dialects)),
      users_(std::move(users)),
      keys_(keys),
      clock_(clock),
      seed_(std::move(seed)),
      base_url_(std::move(base_url)),
      sp_(std::move(sp)) {}

http::Response Endpoints::handle(const http::Request& request) {
  const std::string path = path_of(request.url);
  if (path == "/") return index();
  for (const auto& [name, dialect] : dialects_) {
    if (path == "/" + name + "/metadata") {
      return {200, "application/samlmetadata+xml", idp_metadata(dialect, {{keys_.idp()}}, {}, base_url_)};
    }
    if (path == dialect.slo_path && !dialect.logout_bindings.empty()) return log_out(dialect, request);
    if (path != dialect.sso_path) continue;
    if (request.method != "POST") return choose_user(dialect, decode_authn_request(request.url));
    const http::Parameters form = http::decode_form(request.body);
    return http::find(form, "SAMLRequest") ? choose_user(dialect, posted_authn_request(form))
                                           : answer(dialect, form);
  }
  return page(404, "Not here", "<p><a href=\"/\">The providers of this mock IdP</a></p>");
}

http::Response Endpoints::index() const {
  std::string list;
  for (const auto& [name, dialect] : dialects_) {
    list += "<li>" + escape_markup(dialect.title) + ": <a href=\"/" + name +
            "/metadata\">metadata</a>, single sign-on at " + escape_markup(sso_url(dialect, base_url_)) +
            "</li>";
  }
  return page(200, "idproctor mock identity provider", "<ul>" + list + "</ul>");
}

http::Response Endpoints::choose_user(const Dialect& dialect, const Result<AuthnRequest>& asked) const {
  if (!asked)
    return page(400, "This is no AuthnRequest", "<p>" + escape_markup(describe(asked.error())) + "</p>");
  const auto checked = check_authn_request(*asked, sso_url(dialect, base_url_), {});
  if (!checked)
    return page(400, "This AuthnRequest is wrong", "<p>" + escape_markup(checked.error().message) + "</p>");
  std::string buttons;
  for (const auto& [key, user] : users_) {
    buttons += "<div><button name=user value=\"" + escape_markup(key) + "\">" +
               escape_markup(user.display_name) + " &lt;" + escape_markup(user.email) + "&gt;</button></div>";
  }
  return page(200, "Sign in with " + dialect.title,
              "<p>" + escape_markup(asked->issuer) + " asks who you are.</p><form method=post action=\"" +
                  escape_markup(dialect.sso_path) + "\">" + hidden("request", base64_encode(asked->xml)) +
                  hidden("RelayState", asked->relay_state) + buttons + "</form>");
}

http::Response Endpoints::redirect_answer(const Dialect& dialect, const Login& login, const Recipe& recipe,
                                          const std::string& relay_state, Seed seed) {
  const auto answer =
      build_redirect_message(dialect, keys_, login, recipe, "SAMLResponse", relay_state, seed);
  if (!answer) return page(500, "The answer could not be built", escape_markup(describe(answer.error())));
  http::Response response(302, "text/plain", "");
  const std::string& url = login.values.at("destination");
  response.headers.set("Location", url + (url.find('?') == url.npos ? "?" : "&") + answer->query);
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response Endpoints::log_out(const Dialect& dialect, const http::Request& request) {
  if (!sp_) {
    return page(400, "Who asks?", "<p>serve was started without the service provider's metadata.</p>");
  }
  const auto asked = request.method == "POST" ? read_post(request.body, sp_->signing_keys)
                                              : read_redirect(request.url, sp_->signing_keys);
  const auto refused = [](const std::string& reason) {
    return page(403, "The logout was refused", "<p>" + escape_markup(reason) + "</p>");
  };
  if (!asked) return refused(describe(asked.error()));
  if (asked->kind == "LogoutResponse")
    return page(200, "Logged out", "<p>The service provider has answered.</p>");
  // SAML profiles 4.4.3.1: by these bindings the LogoutRequest must be signed.
  if (asked->signature != "valid") return refused("the signature: " + asked->signature);
  if (asked->kind != "LogoutRequest") return refused("this is a " + asked->kind);
  if (asked->issuer != sp_->entity_id) return refused("the Issuer is " + asked->issuer);
  if (asked->destination != slo_url(dialect, base_url_))
    return refused("the Destination is " + asked->destination);
  if (asked->name_id.empty()) return refused("there is no NameID");
  const bool by_post = dialect.logs_out_by("POST");
  const std::string& place = by_post ? sp_->slo_answers : sp_->slo_redirect_answers;
  if (!http::parse_url(place)) return page(200, "Logged out", "<p>There is no address to answer to.</p>");
  Login login;
  login.request_id = asked->id;
  login.now = clock_.now();
  login.values["destination"] = place;
  Recipe recipe;
  recipe.kind = MessageKind::logout_response;
  Seed seed = seed_.fork("answer " + std::to_string(++answers_));
  if (!by_post) return redirect_answer(dialect, login, recipe, asked->relay_state, seed);
  const auto message = build_message(dialect, keys_, login, recipe, seed);
  if (!message) return page(500, "The answer could not be built", escape_markup(describe(message.error())));
  http::Response response(200, "text/html; charset=utf-8",
                          post_page(place, base64_encode(message->bytes), asked->relay_state));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

http::Response Endpoints::answer(const Dialect& dialect, const http::Parameters& form) {
  const auto xml = base64_decode(http::find(form, "request").value_or(""));
  const auto asked = xml ? parse_authn_request(*xml) : Result<AuthnRequest>(xml.error());
  if (!asked)
    return page(400, "This is no AuthnRequest", "<p>" + escape_markup(describe(asked.error())) + "</p>");
  const auto user = users_.find(http::find(form, "user").value_or(""));
  if (user == users_.end()) return page(400, "There is nobody by that name", "");
  // The page posts there by itself, so it must be an address and no script.
  if (!http::parse_url(asked->acs_url)) {
    return page(400, "Where to?",
                "<p>The AuthnRequest names no AssertionConsumerServiceURL of http or https.</p>");
  }
  Login login;
  login.user = user->second;
  login.acs_url = asked->acs_url;
  login.sp_entity_id = asked->issuer;
  login.request_id = asked->id;
  login.now = clock_.now();
  const auto message =
      build_message(dialect, keys_, login, Recipe{}, seed_.fork("answer " + std::to_string(++answers_)));
  if (!message) return page(500, "The response could not be built", escape_markup(describe(message.error())));
  http::Response response(
      200, "text/html; charset=utf-8",
      post_page(asked->acs_url, base64_encode(message->bytes), http::find(form, "RelayState").value_or("")));
  response.headers.set("Cache-Control", "no-store");
  return response;
}

}  // namespace idproctor::mock_idp
