#include "harness/run/http_step.hpp"

#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "harness/observe/application/sso_error.hpp"
#include "harness/observe/page_markup.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/observe/secrets.hpp"
#include "harness/run/answer_match.hpp"
#include "harness/run/verdict.hpp"

namespace idproctor::run {

namespace {

/// Where that login sent its browser to ask for a code, without its redirect_uri (RFC 6749 section 4.1.1).
Result<std::string> authorization_url(const Browser& browser) {
  const std::string url = browser.was_with("redirect_uri");
  if (url.empty()) return Error{Error::Kind::unsupported, "nobody asked with a redirect_uri", {}};
  http::Parameters rest = http::query_of(url);
  std::erase_if(rest, [](const auto& parameter) { return parameter.first == "redirect_uri"; });
  return url.substr(0, url.find('?')) + "?" + http::encode_form(rest);
}

/// ${application.login_url} and the target file's other addresses, ${STEP.callback} and ${STEP.authorize} of
/// an earlier login at the application, and what a SCIM step may name.
Result<std::string> filled_in(CaseState& state, const std::string& text) {
  const scenario::Target::Application& application = *state.environment.target.application;
  auto written = expand(text, [&](std::string_view name) -> Result<std::optional<std::string>> {
    if (name == "application.login_url") return std::optional(application.login_url);
    if (name == "application.callback_url") return std::optional(application.callback_url);
    if (name == "application.whoami") return std::optional(application.whoami);
    if (name == "application.admin_url") return std::optional(application.admin_url);
    if (name == "application.page") return std::optional(application.pages.front());
    const bool is_callback = name.ends_with(".callback");
    if (is_callback || name.ends_with(".authorize")) {
      const std::string step(name.substr(0, name.rfind('.')));
      const auto login = state.logins.find(step);
      if (login == state.logins.end()) return invalid("there was no login '" + step + "'");
      if (is_callback) return std::optional(login->second.callback);
      auto url = authorization_url(state.browser(state.browsers_of.at(step)));
      if (!url) return url.error();
      return std::optional(*url);
    }
    return std::optional("${" + std::string(name) + "}");
  });
  if (!written) return written.error();
  return state.directory.filled_in(*written);
}

Result<http::Request> request_of(CaseState& state, const scenario::HttpStep& step) {
  auto url = filled_in(state, step.url);
  if (!url) return url.error();
  http::Request request(step.method, *url);
  if (!step.form.empty()) {
    http::Parameters fields;
    for (const auto& [name, text] : step.form) {
      auto value = filled_in(state, text);
      if (!value) return value.error();
      fields.emplace_back(name, *value);
    }
    http::put_form(request, http::encode_form(fields));
  }
  if (step.body) {
    Json body = *step.body;
    if (auto done = state.directory.fill_in(body); !done) return done.error();
    request.body = body.is_string() ? body.get<std::string>() : dump(body);
    request.headers.set("Content-Type", "application/json");
  }
  for (const auto& [name, text] : step.headers) request.headers.set(name, text);
  const auto& keys = state.environment.target.application->keys;
  if (const auto key = keys.find(step.as); key != keys.end()) {
    request.headers.set("Authorization", key->second);
  }
  return request;
}

}  // namespace

Task<bool> run_http(CaseState& state, const scenario::Step& step, const scenario::HttpStep& http,
                    Milliseconds timeout) {
  auto request = request_of(state, http);
  if (!request) {
    const bool nothing_to_ask = request.error().kind == Error::Kind::unsupported;
    state.finish(nothing_to_ask ? Status::skip : Status::error, describe(request.error()));
    co_return false;
  }
  Log& log = state.result.exchanges;
  std::string what = http.method + " at the application";
  auto visit = co_await state.browser(step.browser)
                   .send(log, std::move(what), *request, state.environment.sso_url(), timeout);
  if (!visit) {
    state.finish(Status::error, describe(visit.error()));
    co_return false;
  }
  const auto expect = state.directory.filled_in(step.expect);
  if (!expect) {
    state.finish(Status::error, describe(expect.error()));
    co_return false;
  }
  state.note_diagnosis(expect->diagnosis, observe::stated_reason(visit->response), visit->exchange);
  auto difference = first_difference(*expect, visit->response);
  if (!expect->status.empty() && !status_matches(expect->status, visit->response.status)) {
    difference =
        observe::Mismatch{"the status", join(expect->status, " or "), std::to_string(visit->response.status)};
  }
  if (!difference && expect->escaped && observe::has_foreign_markup(visit->response)) {
    difference = observe::Mismatch{"the page", "the value as text", "markup made of it"};
  }
  const auto callback = observe::read_callback(request->url);
  if (!difference && expect->tells_error && callback && !observe::tells_error(*callback, visit->response)) {
    difference = observe::Mismatch{"the page", "the error", "no error"};
  }
  if (!difference && expect->no_secrets) {
    if (const std::string leak = observe::leaked_secret(visit->response, state.environment.target.secrets);
        !leak.empty()) {
      difference = observe::Mismatch{"the page", "no secret", leak};
    }
  }
  const std::string expected = difference ? difference->expected : "as expected";
  const std::string observed = difference ? difference->observed : "as expected";
  state.result.evidence.push_back(
      {"application", "answer", expected, observed, visit->exchange, !difference});
  if (!difference) co_return true;
  if (visit->response.status >= 400) state.result.message = observe::stated_reason(visit->response);
  co_return state.deviates(expected, observed,
                           http.method + " at the application: " + difference->pointer + " is " + observed +
                               ", and " + expected + " was expected");
}

}  // namespace idproctor::run
