#include "harness/run/logout.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/document.hpp"
#include "harness/observe/page_form.hpp"
#include "harness/observe/page_text.hpp"
#include "mock_idp/metadata.hpp"
#include "mock_idp/redirect_binding.hpp"

namespace idproctor::run {

namespace {

/// The subject and session as the login's message named them; all empty where it is not readable.
std::map<std::string, std::string> subject_of(const std::string& message) {
  std::map<std::string, std::string> values;
  const auto document = xml::Document::parse(message);
  const auto text = [&](const std::string& xpath) {
    auto value = document ? document->evaluate("string(" + xpath + ")") : Result<std::string>(std::string());
    return value ? *value : std::string();
  };
  const std::string name_id = "//saml:Subject/saml:NameID";
  values["subject.name_id"] = text(name_id);
  values["subject.format"] = text(name_id + "/@Format");
  values["subject.name_qualifier"] = text(name_id + "/@NameQualifier");
  values["subject.sp_name_qualifier"] = text(name_id + "/@SPNameQualifier");
  values["session_index"] = text("//saml:AuthnStatement/@SessionIndex");
  return values;
}

mock_idp::Login describe_logout(const Environment& environment, const LogoutTask& task,
                                const std::string& destination) {
  mock_idp::Login login = login_of(environment, task.user, task.victim);
  login.values = subject_of(task.logins.at(task.step.of).message.bytes);
  login.values["destination"] = destination;
  for (const auto& [step, outcome] : task.logins) {
    login.values[step + ".session_index"] = subject_of(outcome.message.bytes)["session_index"];
  }
  login.now = environment.clock.now();
  return login;
}

std::string same_or(const std::string& value, const std::string& wanted) {
  return value == wanted ? "right" : value.empty() ? "missing" : "'" + printable(value, 200) + "'";
}

/// What expectations may speak of: "right", or what stands there instead.
Json facts_of(const mock_idp::SpMessage& message, const Environment& environment,
              const mock_idp::Login& login, const std::string& request_id) {
  const auto value = [&](const char* name) {
    const auto found = login.values.find(name);
    return found == login.values.end() ? std::string() : found->second;
  };
  Json facts{{"kind", message.kind},
             {"binding", message.binding},
             {"signature", message.signature},
             {"issuer", same_or(message.issuer, environment.sp.entity_id)},
             {"destination", same_or(message.destination, environment.slo_url())}};
  if (message.kind == "LogoutResponse") {
    facts["status"] = message.status;
    facts["sub_status"] = message.sub_status;
    facts["in_response_to"] = same_or(message.in_response_to, request_id);
  } else {
    facts["name_id"] = same_or(message.name_id, value("subject.name_id"));
    facts["session_index"] = same_or(join(message.session_indexes, ", "), value("session_index"));
  }
  return facts;
}

/// What is about to be brought to the service provider.
struct Parcel {
  bool is_post = true;
  std::string url, form, message_id;
};

Result<Parcel> pack(const Environment& environment, const LogoutTask& task, const mock_idp::Login& login,
                    const std::string& binding, const std::string& relay_state, Seed seed) {
  const mock_idp::Recipe& recipe = task.step.recipe;
  const std::string parameter =
      recipe.kind == mock_idp::MessageKind::logout_request ? "SAMLRequest" : "SAMLResponse";
  const mock_idp::Dialect& dialect = *environment.provider.saml;
  const std::string url = recipe.wire.recipient.value_or(login.values.at("destination"));
  const auto unmade = [](const Error& error) {
    return invalid("the logout message could not be made: " + error.message, error.where);
  };
  if (binding == "Redirect") {
    auto message = mock_idp::build_redirect_message(dialect, environment.keys, login, recipe, parameter,
                                                    relay_state, seed);
    if (!message) return unmade(message.error());
    const std::string mark = url.find('?') == std::string::npos ? "?" : "&";
    return Parcel{false, url + mark + message->query, {}, message->message.id};
  }
  auto message = mock_idp::build_message(dialect, environment.keys, login, recipe, seed);
  if (!message) return unmade(message.error());
  http::Parameters form{{parameter, base64_encode(message->bytes)}};
  if (!relay_state.empty()) form.emplace_back("RelayState", relay_state);
  return Parcel{true, url, http::encode_form(form), message->id};
}

Result<mock_idp::SpMessage> read_message(const Browser::Visit& visit, const std::vector<crypto::Key>& keys) {
  return visit.form.empty() ? mock_idp::read_redirect(visit.url, keys)
                            : mock_idp::read_post(visit.form, keys);
}

// Not one expression in bring(): g++ 12 destroys what a conditional operator awaits twice.
Task<Result<Browser::Visit>> carry(Log& log, Browser& browser, std::string what, Parcel parcel,
                                   std::string stop_at, Milliseconds timeout) {
  if (parcel.is_post) {
    co_return co_await browser.post_from_elsewhere(log, what, parcel.url, parcel.form, stop_at, timeout);
  }
  co_return co_await browser.get_from_elsewhere(log, what, parcel.url, stop_at, timeout);
}

/// Brings the IdP's message, and follows the browser until it comes back to the IdP or stays somewhere.
Task<Result<LogoutOutcome>> bring(const Environment& environment, Log& log, Browser& browser,
                                  std::string what, Parcel parcel, Milliseconds timeout) {
  const std::size_t place = log.size();
  LogoutOutcome outcome;
  outcome.is_post = parcel.is_post;
  outcome.url = parcel.url;
  outcome.form = parcel.form;
  const std::string stop_at = environment.slo_url();
  auto visit = co_await carry(log, browser, what, parcel, stop_at, timeout);
  if (!visit) {
    if (visit.error().kind == Error::Kind::unreachable || visit.error().kind == Error::Kind::invalid) {
      co_return visit.error();
    }
    outcome.broken = true;
    outcome.trouble = describe(visit.error());
    outcome.exchange = log[place].id;
    co_return outcome;
  }
  outcome.exchange = visit->exchange;
  outcome.stated = observe::stated_reason(visit->response);
  if (!visit->stopped) {
    outcome.trouble =
        visit->trouble.empty()
            ? "the target answered " + std::to_string(visit->response.status) + " and sent nothing back"
            : "after the message came " + visit->trouble;
    co_return outcome;
  }
  auto answer = read_message(*visit, environment.sp.signing_keys);
  if (answer) {
    outcome.message = std::move(*answer);
  } else {
    outcome.trouble = describe(answer.error());
  }
  co_return outcome;
}

const LogoutEndpoint& endpoint_of(const Environment& environment, const std::string& binding) {
  return binding == "POST" ? environment.sp.slo_post : environment.sp.slo_redirect;
}

}  // namespace

std::string logout_binding(const scenario::LogoutStep& step, const Environment& environment) {
  const mock_idp::Dialect& dialect = *environment.provider.saml;
  for (const char* binding : {"POST", "Redirect"}) {
    const bool is_meant = step.binding.empty() || step.binding == binding;
    const bool has_place = !endpoint_of(environment, binding).location.empty();
    if (is_meant && has_place && dialect.logs_out_by(binding)) return binding;
  }
  return {};
}

Task<Result<LogoutOutcome>> log_out_at_application(const Environment& environment, Log& log, Browser& browser,
                                                   LogoutTask task, Seed seed, Milliseconds timeout) {
  std::string what = "logout at the application";
  auto visit =
      co_await browser.get(log, what, environment.target.session->logout_url, environment.slo_url(), timeout);
  if (!visit) co_return visit.error();
  if (const auto form = observe::logout_form(visit->response, visit->url); form && !visit->stopped) {
    http::Request request("POST", form->action);
    http::put_form(request, http::encode_form(form->fields));
    what = "the button on the page of the logout";
    visit = co_await browser.send(log, what, request, environment.slo_url(), timeout);
    if (!visit) co_return visit.error();
  }
  LogoutOutcome asked;
  asked.exchange = visit->exchange;
  asked.stated = observe::stated_reason(visit->response);
  if (!visit->stopped) {
    asked.trouble = "the application's logout did not lead to the IdP (" + environment.slo_url() + ")";
    co_return asked;
  }
  auto request = read_message(*visit, environment.sp.signing_keys);
  if (!request) {
    asked.trouble = "what the application sent to the IdP is no LogoutRequest: " + describe(request.error());
    co_return asked;
  }
  const std::string binding = logout_binding(task.step, environment);
  const LogoutEndpoint& endpoint = endpoint_of(environment, binding);
  mock_idp::Login login = describe_logout(environment, task, endpoint.answers());
  login.request_id = request->id;
  asked.facts = facts_of(*request, environment, login, {});
  asked.message = std::move(*request);
  // An application may send requests without a place for answers.
  if (binding.empty() || endpoint.answers().empty()) co_return asked;
  auto parcel = pack(environment, task, login, binding, asked.message->relay_state, seed);
  if (!parcel) co_return parcel.error();
  what = task.step.deviates ? "the altered LogoutResponse" : "the LogoutResponse";
  auto answered = co_await bring(environment, log, browser, what, *parcel, timeout);
  if (!answered) co_return answered.error();
  answered->message = std::move(asked.message);
  answered->facts = std::move(asked.facts);
  co_return answered;
}

Task<Result<LogoutOutcome>> log_out_at_idp(const Environment& environment, Log& log, Browser& browser,
                                           LogoutTask task, Seed seed, Milliseconds timeout) {
  const std::string binding = logout_binding(task.step, environment);
  const LogoutEndpoint& endpoint = endpoint_of(environment, binding);
  const bool is_request = task.step.recipe.kind == mock_idp::MessageKind::logout_request;
  mock_idp::Login login =
      describe_logout(environment, task, is_request ? endpoint.location : endpoint.answers());
  // What an unsolicited answer answers is nothing that was ever asked.
  if (!is_request) login.request_id = "_" + seed.fork("nobody's request").hex(32);
  auto parcel = pack(environment, task, login, binding, {}, seed);
  if (!parcel) co_return parcel.error();
  std::string what = std::string(task.step.deviates ? "the altered " : "the ") +
                     (is_request ? "LogoutRequest" : "LogoutResponse");
  auto outcome = co_await bring(environment, log, browser, what, *parcel, timeout);
  if (outcome && outcome->message) {
    outcome->facts = facts_of(*outcome->message, environment, login, parcel->message_id);
  }
  co_return outcome;
}

Task<Result<LogoutOutcome>> replay_logout(const Environment& environment, Log& log, Browser& browser,
                                          LogoutOutcome earlier, Milliseconds timeout) {
  Parcel parcel{earlier.is_post, earlier.url, earlier.form, {}};
  std::string what = "the same LogoutRequest again";
  co_return co_await bring(environment, log, browser, what, parcel, timeout);
}

}  // namespace idproctor::run
