#include "harness/run/login.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/template.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/http/url.hpp"
#include "harness/observe/application/sso_error.hpp"
#include "harness/observe/page_text.hpp"
#include "harness/run/chain.hpp"
#include "harness/run/message_work.hpp"
#include "mock_idp/authn_request.hpp"
#include "mock_idp/builder.hpp"
#include "mock_idp/charset.hpp"

namespace idproctor::run {

namespace {

using scenario::LoginStep;

/// Asked for in place of more: the login begins at the application.
constexpr const char* kApplication = "application";

std::string encoded(const std::string& bytes, const std::string& encoding) {
  if (encoding == "none") return bytes;
  if (encoding == "base64url") return base64url_encode(bytes);
  if (encoding == "base64-crlf") return replace_all(base64_encode(bytes, 76), "\n", "\r\n");
  if (encoding == "base64-blanks") return replace_all(base64_encode(bytes, 40), "\n", "  ");
  if (encoding == "base64-twice") return base64_encode(base64_encode(bytes));
  if (encoding == "nonsense") return "%%% this is no message \xff %%%";
  if (encoding == "base64-unpadded") {
    std::string text = base64_encode(bytes);
    while (text.ends_with('=')) text.pop_back();
    return text;
  }
  if (encoding == "base64-lines") return base64_encode(bytes, 76);
  if (encoding == "deflate") return base64_encode(deflate_raw(bytes));
  return base64_encode(bytes);
}

bool speaks_of(const std::string& text, std::string_view name) {
  for (std::size_t at = 0; (at = text.find(name, at)) != std::string::npos; at += name.size()) {
    const std::size_t end = at + name.size();
    const bool opens = at > 0 && (text[at - 1] == '{' || text[at - 1] == '(');
    if (opens && end < text.size() && (text[end] == '}' || text[end] == ')')) return true;
  }
  return false;
}

LoginOutcome no_answer(const Error& error) {
  LoginOutcome outcome;
  outcome.observed = Observed::broken;
  outcome.reason = describe(error);
  outcome.rung = "no answer";
  return outcome;
}

/// What the broker sent the browser back with.
void note_callback(const Environment& environment, const Browser::Visit& visit, const Browser& browser,
                   LoginOutcome& outcome) {
  const std::string& callback_url = environment.target.application->callback_url;
  if (callback_url.empty()) return;
  outcome.callback = visit.stopped ? visit.url : browser.was_at(callback_url);
  const auto callback = observe::read_callback(outcome.callback);
  if (!callback || callback->error.empty()) return;
  outcome.reason += "; " + observe::error_in_words(*callback);
  outcome.tells_error = observe::tells_error(*callback, visit.response);
}

/// Sends the message and looks what it did. A request without a complete answer is `broken`, an unreachable
/// target is our trouble.
Task<Result<LoginOutcome>> deliver(const Environment& environment, Log& log, Browser& browser,
                                   std::string what, std::string url, std::string form,
                                   mock_idp::Message message, bool at_application, Milliseconds timeout,
                                   std::string stop_at = {}) {
  const std::size_t place = log.size();
  auto visit = co_await browser.post_from_elsewhere(log, what, url, form, stop_at, timeout);
  if (!visit) {
    if (visit.error().kind == Error::Kind::unreachable || visit.error().kind == Error::Kind::invalid) {
      co_return visit.error();
    }
    LoginOutcome outcome = no_answer(visit.error());
    outcome.exchange = outcome.sent_exchange = log[place].id;
    co_return outcome;
  }
  auto looked = co_await look(environment, log, browser, std::move(message), timeout, at_application);
  if (!looked) co_return looked.error();
  looked->sent_exchange = visit->exchange;
  looked->stated = observe::stated_reason(visit->response);
  looked->status = visit->response.status;
  looked->withheld = visit->withheld;
  if (!visit->trouble.empty()) looked->reason += "; after the message came " + visit->trouble;
  if (at_application) note_callback(environment, *visit, browser, *looked);
  looked->left_for = visit->left_for;
  looked->form = std::move(form);
  looked->acs_url = std::move(url);
  co_return looked;
}

/// Why a login may not find what its beginning kept in the browser.
std::string in_words_withheld(const std::vector<std::string>& cookies) {
  return "SameSite keeps from going with a form of the identity provider's page: " + join(cookies, ", ") +
         ". A cookie that the answer needs is SameSite=None; Secure";
}

/// What the second identity provider's answer makes of the first one's.
struct Upstream {
  mock_idp::Message message;
  std::optional<mock_idp::Recipe> refused;  ///< what the first one says, where it did not believe the second
};

Task<Result<Upstream>> ask_upstream(const Environment& environment, Log& log, const LoginStep& step,
                                    const mock_idp::Login& login, Seed seed, Milliseconds timeout) {
  auto outcome = co_await environment.chain->ask(log, step, login.user, login.victim.value_or(login.user),
                                                 std::move(seed), timeout);
  if (!outcome) co_return outcome.error();
  Upstream upstream{std::move(outcome->message), std::nullopt};
  if (outcome->observed == Observed::rejected) upstream.refused = refusal();
  const bool has_decided = upstream.refused || outcome->observed == Observed::accepted;
  if (!has_decided) {
    co_return invalid("between the two identity providers the login came to nothing: " + outcome->reason);
  }
  co_return upstream;
}

/// Where else the target takes messages; a name without a value is none.
void add_addresses(const Environment& environment, std::map<std::string, std::string>& names) {
  const scenario::Target::Saml& saml = *environment.target.saml;
  const std::string& entity_id =
      saml.second_entity_id.empty() ? environment.sp.entity_id : saml.second_entity_id;
  names["other_acs"] = environment.sp.other_acs_url;
  names["second.acs"] = saml.second_acs_url;
  names["second.entity_id"] = entity_id;
}

Result<std::optional<std::string>> value_of(const mock_idp::Login& login, std::string_view name) {
  if (name == "acs") return std::optional<std::string>(login.acs_url);
  const auto found = login.values.find(std::string(name));
  if (found == login.values.end()) return std::optional<std::string>();
  return std::optional<std::string>(found->second);
}

/// Where a login begins: one that asks for more, one at the application, one that names what is not there.
std::string beginning_of(const scenario::Target& target, const std::string& asks) {
  if (asks == "force_authn") return target.saml->force_authn_url;
  if (asks == "authn_context") return target.saml->authn_context_url;
  if (asks == kApplication) return target.application->login_url;
  if (asks.empty()) return target.saml->login_url;
  return target.application->login_for.at(asks);
}

/// At what a navigation ended that was to go on.
std::string end_of(const Browser::Visit& visit) {
  return visit.trouble.empty() ? "status " + std::to_string(visit.response.status) : visit.trouble;
}

/// Who is logged in after a login that came to no identity provider.
Task<Result<LoginOutcome>> never_asked(const Environment& environment, Log& log, Browser& browser,
                                       Browser::Visit visit, Error why, Milliseconds timeout,
                                       bool at_application) {
  mock_idp::Message nothing_sent;
  auto looked = co_await look(environment, log, browser, std::move(nothing_sent), timeout, at_application);
  if (!looked) co_return looked.error();
  // A session of an earlier login is no news of this one.
  if (looked->observed == Observed::impersonated) looked->observed = Observed::unknown;
  looked->never_began = describe(why);
  looked->reason =
      "the login ended before the identity provider, with " + end_of(visit) + "; " + looked->reason;
  looked->sent_exchange = visit.exchange;
  looked->stated = observe::stated_reason(visit.response);
  note_callback(environment, visit, browser, *looked);
  co_return looked;
}

}  // namespace

bool mentions(const mock_idp::Recipe& recipe, std::string_view name) {
  const auto in_edits = [&](const mock_idp::Stage& stage) {
    if (const auto* encryption = std::get_if<mock_idp::EncryptStage>(&stage)) {
      return speaks_of(encryption->content.value_or(""), name);
    }
    const auto* edits = std::get_if<mock_idp::EditStage>(&stage);
    return edits != nullptr && std::ranges::any_of(edits->edits, [&](const mock_idp::Edit& edit) {
             return speaks_of(edit.value, name) || speaks_of(edit.subject, name);
           });
  };
  return std::ranges::any_of(recipe.stages, in_edits) ||
         std::ranges::any_of(recipe.messages,
                             [&](const auto& entry) { return mentions(entry.second, name); });
}

std::string canary_nonce(const Seed& seed) {
  return seed.fork("canary").hex(16);
}

Task<Result<mock_idp::AuthnRequest>> ask_service_provider(const Environment& environment, Log& log,
                                                          Browser& browser, std::string asks,
                                                          Milliseconds timeout,
                                                          std::optional<Browser::Visit>* stayed) {
  const std::string url = beginning_of(environment.target, asks);
  auto visit = co_await browser.get(log, "the login page", url, environment.sso_url(), timeout);
  if (!visit) co_return visit.error();
  if (!visit->stopped) {
    const std::string went = browser.was_with("SAMLRequest");
    if (!went.empty() && !went.starts_with(environment.sso_url())) {
      co_return invalid(
          "the target asks an identity provider at " + went.substr(0, went.find('?')) + "; this one, " +
              environment.provider.saml->title + ", is at " + environment.sso_url() +
              ". Give the target this one's metadata, or speak as the provider whose metadata it has",
          url);
    }
    const std::string came = end_of(*visit);
    if (stayed != nullptr) *stayed = *visit;
    co_return invalid(
        "a redirect or a form to the IdP (" + environment.sso_url() + ") was expected, and " + came + " came",
        url);
  }
  auto& requests = *environment.requests;
  // So many say all that more could say.
  constexpr std::size_t kMostRequests = 200;
  if (requests.size() == kMostRequests) requests.erase(requests.begin());
  requests.emplace_back(visit->url, visit->form, environment.clock.now());
  auto request = visit->form.empty() ? mock_idp::decode_authn_request(visit->url)
                                     : mock_idp::posted_authn_request(http::decode_form(visit->form));
  if (!request) co_return request.error();
  auto checked = mock_idp::check_authn_request(*request, environment.sso_url(), environment.sp.entity_id);
  if (!checked) co_return checked.error();
  if (asks == "force_authn" && !request->force_authn)
    co_return invalid("the AuthnRequest does not ask for a fresh login (ForceAuthn)", url);
  if (asks == "authn_context" && request->authn_context.empty())
    co_return invalid("the AuthnRequest has no RequestedAuthnContext", url);
  co_return request;
}

std::string start_of(const LoginStep& step, const Environment& environment) {
  if (!step.start.empty()) return step.start;
  if (step.at_application) return "sp";
  if (environment.provider.saml->unsolicited) return "idp";
  const scenario::Target& target = environment.target;
  return target.saml && !target.saml->login_url.empty() ? "sp" : "idp";
}

mock_idp::Login login_of(const Environment& environment, mock_idp::User user, mock_idp::User victim) {
  const scenario::Target::Saml& saml = *environment.target.saml;
  mock_idp::Login login;
  login.user = std::move(user);
  login.victim = std::move(victim);
  login.acs_url = environment.sp.acs_url;
  login.sp_entity_id = environment.sp.entity_id;
  login.idp_entity_id = environment.idp_entity_id();
  login.sign = saml.sign;
  login.encryption_certificate = environment.sp.encryption_certificate;
  login.tolerance = saml.clock_tolerance.value_or(Milliseconds{0});
  login.confirmation_tolerance = saml.confirmation_tolerance.value_or(Milliseconds{0});
  login.identity = environment.identity_step();
  login.attribute = environment.shown_attribute();
  // Elsewhere the service provider sees an address that we cannot know.
  if (const auto acs = http::parse_url(login.acs_url); acs && acs->host == "127.0.0.1") {
    login.client_address = acs->host;
  }
  return login;
}

Task<Result<LoginOutcome>> look(const Environment& environment, Log& log, Browser& browser,
                                mock_idp::Message message, Milliseconds timeout, bool at_application) {
  const std::size_t place = log.size();
  const scenario::Target& target = environment.target;
  const std::string whoami = at_application ? target.application->whoami : target.session->whoami;
  auto visit = co_await browser.get(log, "whoami", whoami, environment.sso_url(), timeout);
  LoginOutcome outcome;
  outcome.at_application = at_application;
  outcome.rung = "whoami";
  outcome.message = std::move(message);
  if (!visit) {
    if (visit.error().kind == Error::Kind::unreachable) co_return visit.error();
    outcome = no_answer(visit.error());
    outcome.exchange = log[place].id;
    co_return outcome;
  }
  outcome.exchange = visit->exchange;
  outcome.page = visit->response.body;
  outcome.who = at_application ? observe::read_whoami(visit->response, target.application->identity_at)
                               : environment.read(visit->response);
  // Who was signed for matters only where somebody is logged in.
  std::vector<std::string> vouched;
  if (outcome.who.kind == observe::Who::Kind::somebody) {
    vouched = co_await vouched_for(environment, outcome.message);
  }
  outcome.observed = judge(outcome.who, vouched);
  outcome.reason = explain(outcome.observed, outcome.who, vouched);
  co_return outcome;
}

Task<Result<LoginOutcome>> log_in(const Environment& environment, Log& log, Browser& browser,
                                  const LoginStep& step, mock_idp::User user, mock_idp::User victim,
                                  Seed seed, Milliseconds timeout, Browser* carrier,
                                  std::map<std::string, std::string> names) {
  mock_idp::Login login = login_of(environment, std::move(user), std::move(victim));
  http::Parameters parameters;
  std::string relay_state = step.relay_state;
  if (start_of(step, environment) == "sp") {
    std::string asks = step.at_application ? kApplication : step.asks;
    if (!step.login_for.empty()) asks = step.login_for;
    std::optional<Browser::Visit> stayed;
    auto request =
        co_await ask_service_provider(environment, log, browser, std::move(asks), timeout, &stayed);
    const bool may_stay = step.may_not_begin || (step.at_application && !step.deviates);
    if (!request && stayed && may_stay) {
      Error why = request.error();
      co_return co_await never_asked(environment, log, browser, std::move(*stayed), std::move(why), timeout,
                                     step.at_application);
    }
    if (!request) co_return request.error();
    names["request.authn_context"] = request->authn_context;
    login.request_id = request->id;
    if (!request->acs_url.empty()) login.acs_url = request->acs_url;
    relay_state = request->relay_state;
  }
  Upstream upstream;
  if (step.upstream) {
    auto asked = co_await ask_upstream(environment, log, step, login, seed, timeout);
    if (!asked) co_return asked.error();
    upstream = std::move(*asked);
    names["upstream.entity_id"] = environment.chain->entity_id();
  }
  add_addresses(environment, names);
  login.values = std::move(names);
  Browser& poster = carrier == nullptr ? browser : *carrier;
  login.now = environment.clock.now();
  login.canary = environment.canary->url(canary_nonce(seed));
  std::optional<CanaryFile> file;
  std::string file_text;
  if (mentions(step.recipe, "canary_file")) {
    auto identity =
        mock_idp::Values(*environment.provider.saml, environment.keys, login, seed).identity_of(login.user);
    if (!identity) co_return identity.error();
    auto made = CanaryFile::holding(*identity);
    if (!made) co_return made.error();
    file.emplace(std::move(*made));
    login.canary_file = file->url();
    file_text = *identity;
  }
  const mock_idp::Recipe& recipe = upstream.refused ? *upstream.refused : step.recipe;
  auto message = co_await make_message(environment, login, recipe, seed);
  if (step.delivers_upstream) message = std::move(upstream.message);
  if (!message)
    co_return invalid("the message could not be made: " + message.error().message, message.error().where);

  const mock_idp::Wire& wire = step.recipe.wire;
  for (const auto& [name, value] : message->before) parameters.emplace_back(name, value);
  const auto written = mock_idp::in_charset(message->bytes, wire.charset);
  if (!written) co_return written.error();
  parameters.emplace_back(wire.parameter, encoded(*written, wire.encoding));
  for (const auto& [name, value] : message->after) parameters.emplace_back(name, value);
  // To judge a login that read the file, the message is read with the file's content in place.
  if (file) {
    message->bytes =
        replace_all(message->bytes, "SYSTEM \"" + login.canary_file + "\"", "\"" + file_text + "\"");
  }
  if (!relay_state.empty()) parameters.emplace_back("RelayState", relay_state);
  const auto recipient =
      expand(wire.recipient.value_or("${acs}"), [&](std::string_view name) { return value_of(login, name); });
  if (!recipient) co_return recipient.error();
  const std::string& url = *recipient;
  std::string what = step.deviates ? "the altered response" : "the response";
  std::string form = http::encode_form(parameters);
  if (wire.method == "POST") {
    std::string stop_at = step.until_callback ? environment.target.application->callback_url : "";
    auto delivered = co_await deliver(environment, log, poster, std::move(what), url, std::move(form),
                                      std::move(*message), step.at_application, timeout, std::move(stop_at));
    if (delivered) {
      delivered->request_id = login.request_id;
      // Of the refusal of what no identity provider writes, cookies say nothing.
      const bool may_miss_them = !step.deviates && delivered->observed == Observed::rejected;
      if (may_miss_them && !delivered->withheld.empty()) {
        delivered->reason += "; " + in_words_withheld(delivered->withheld);
      }
    }
    co_return delivered;
  }
  std::string query_url = url + (url.find('?') == std::string::npos ? "?" : "&") + form;
  auto visit = co_await poster.get(log, std::move(what), std::move(query_url), {}, timeout);
  if (!visit) co_return no_answer(visit.error());
  auto outcome = co_await look(environment, log, poster, std::move(*message), timeout, step.at_application);
  if (!outcome) co_return outcome.error();
  outcome->stated = observe::stated_reason(visit->response);
  outcome->left_for = visit->left_for;
  outcome->request_id = login.request_id;
  co_return outcome;
}

Task<Result<LoginOutcome>> replay(const Environment& environment, Log& log, Browser& browser,
                                  LoginOutcome earlier, Milliseconds timeout) {
  std::string what = "the same response again";
  co_return co_await deliver(environment, log, browser, std::move(what), earlier.acs_url, earlier.form,
                             std::move(earlier.message), earlier.at_application, timeout);
}

}  // namespace idproctor::run
