#include "reference_sp/saml/service.hpp"

#include <algorithm>

#include "foundation/core/base64.hpp"
#include "foundation/core/deflate.hpp"
#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "reference_sp/saml/account_login.hpp"
#include "reference_sp/saml/assertion_consumer.hpp"
#include "reference_sp/saml/authn_request.hpp"
#include "reference_sp/saml/cookies.hpp"
#include "reference_sp/saml/login_broker.hpp"
#include "reference_sp/saml/logout.hpp"
#include "reference_sp/saml/metadata_intake.hpp"
#include "reference_sp/saml/pages.hpp"
#include "reference_sp/saml/redirect_query.hpp"
#include "reference_sp/saml/relay_state.hpp"

namespace idproctor::reference {
namespace {

/// What /login?authn_context=1 asks for.
constexpr const char* demanded_context = "urn:oasis:names:tc:SAML:2.0:ac:classes:TimeSyncToken";
constexpr auto longest_session = std::chrono::hours(8);

/// One value as text, several as an array.
Json attributes_json(const Attributes& attributes) {
  Json json = Json::object();
  for (const auto& [name, values] : attributes) {
    if (values.size() == 1) {
      json[name] = values.front();
    } else {
      json[name] = values;
    }
  }
  return json;
}

Json session_json(const Session& session) {
  Json json = Json::object();
  json["id"] = session.account.id;
  json["user_name"] = session.account.user_name;
  json["email"] = session.account.email;
  json["name_id"] = session.name_id;
  json["attributes"] = session.attributes;
  json["session_index"] = session.session_index.empty() ? Json() : Json(session.session_index);
  return json;
}

bool is_form(const http::Request& request) {
  const std::string type = request.headers.get("Content-Type");
  return equals_ignoring_case(trim(type.substr(0, type.find(';'))), "application/x-www-form-urlencoded");
}

/// Exactly one SAMLResponse: with two, whoever stands before us may have looked at the other one.
Result<std::string> saml_response_of(const http::Parameters& parameters) {
  const auto count = [&](std::string_view name) {
    return std::ranges::count(parameters, name,
                              [](const auto& parameter) { return std::string_view(parameter.first); });
  };
  if (count("SAMLRequest") > 0) return invalid("the form has a SAMLRequest, expected a SAMLResponse");
  if (count("SAMLResponse") != 1) {
    return invalid("the form has " + std::to_string(count("SAMLResponse")) +
                   " SAMLResponse fields, expected one");
  }
  return *http::find(parameters, "SAMLResponse");
}

/// The mistake of "post-only": whatever comes by redirect is inflated where it can be (SAML
/// bindings 3.4.4.1).
std::string inflated(const std::string& parameter) {
  const auto bytes = base64_decode(parameter);
  const auto xml = bytes ? inflate_raw(*bytes) : Result<std::string>(bytes.error());
  return xml ? base64_encode(*xml) : parameter;
}

/// The second connection is there to be mistaken for the first: nobody signs for its identity provider.
IdpMetadata nobody_we_know(const ServiceProvider& service) {
  IdpMetadata idp;
  idp.entity_id = "https://second-idp.example/metadata";
  idp.signing_certificates.push_back(service.key.certificate);
  idp.signing_keys.push_back(service.key.certificate.public_key());
  return idp;
}

}  // namespace

struct SamlService::Impl {
  Impl(SamlConfig config_, IdpMetadata idp_, Checks checks_, Accounts& accounts_, const Clock& clock_)
      : config(std::move(config_)),
        service(config.base_url, clock_.now()),
        idp(std::move(idp_)),
        second_idp(nobody_we_know(service)),
        checks(std::move(checks_)),
        accounts(accounts_),
        clock(clock_),
        records(config.records ? *config.records : no_records()),
        intake(config, idp, checks, clock, records),
        requests(records),
        used_assertions(records),
        logout(records),
        sessions(std::make_shared<Sessions>(records)) {}

  http::Response home(const http::Request& request) const { return home_page(session_of(request), checks); }
  http::Response whoami(const http::Request& request) const;
  http::Response metadata() const;
  http::Response login(const http::Request& request, const std::string& authorization = {});
  http::Response assertion_consumer_service(const http::Request& request);
  http::Response log_in(const http::Request& request, const Login& login, const std::string& relay_state);
  http::Response finish(const std::string& authorization, const Login& login);
  /// The page that says so; for a login of the broker's, the way back to whoever asked for it.
  http::Response refused(const std::string& authorization, const std::string& reason) const;
  std::string authorization_of(const http::Request& request) const {
    return requests.authorization_in(cookie(request, login_cookie), clock.now());
  }
  bool is_second(const http::Request& request) const {
    return config.base_url + request.url.substr(0, request.url.find('?')) == service.second_acs_url;
  }
  http::Response begin_logout(const http::Request& request) {
    return logout.begin(request, expected(request), *sessions);
  }
  http::Response single_logout_service(const http::Request& request) {
    return logout.receive(request, expected(request), *sessions);
  }
  Expected expected(const http::Request& request) const {
    const std::string address = config.base_url + request.url.substr(0, request.url.find('?'));
    const bool second = address == service.second_acs_url && checks.on("own-connection");
    return {service,
            second ? second_idp : idp,
            [this]() -> const crypto::Key& { return own_encryption_key().key; },
            checks,
            requests,
            cookie(request, login_cookie),
            config.idp_initiated,
            clock.now(),
            config.clock_tolerance,
            config.outside,
            address,
            config.signatures};
  }

  const EncryptionKey& own_encryption_key() const {
    return config.encryption_key ? *config.encryption_key : encryption_key();
  }

  const Session* session_of(const http::Request& request) const {
    return sessions->find(cookie(request, session_cookie), clock.now());
  }
  Result<std::string> start_session(const Login& login, const std::string& brought);

  SamlConfig config;
  ServiceProvider service;
  IdpMetadata idp;
  IdpMetadata second_idp;  ///< of the second connection
  Checks checks;
  Accounts& accounts;
  const Clock& clock;
  Records& records;
  MetadataIntake intake;
  OpenRequests requests;
  int request_count = 0;  ///< for the mistake of "request-id"
  UsedAssertions used_assertions;
  Logout logout;
  // Shared with the listener in `accounts`, which may outlive this service.
  std::shared_ptr<Sessions> sessions;
};

http::Response SamlService::Impl::whoami(const http::Request& request) const {
  const Session* session = session_of(request);
  if (!session) {
    auto nobody = json_answer(401, Json{{"error", "nobody is logged in"}});
    if (checks.off("session-renewed") && cookie(request, session_cookie).empty())
      nobody.headers.add("Set-Cookie", set_cookie(session_cookie, unguessable_id()));
    return nobody;
  }
  return json_answer(200, session_json(*session));
}

http::Response SamlService::Impl::metadata() const {
  return http::Response(
      200, "application/samlmetadata+xml",
      service_provider_metadata(service, own_encryption_key().certificate, config.signatures, checks));
}

http::Response SamlService::Impl::login(const http::Request& request, const std::string& authorization) {
  if (idp.redirect_location.empty()) {
    return page(503, "No login is possible", "There is no metadata of the identity provider.");
  }
  const Time now = clock.now();
  // A browser keeps its name while it has a login open, so that a second tab does not end the first one's.
  std::string browser = cookie(request, login_cookie);
  if (!requests.any_open(browser, now)) browser = unguessable_id();

  std::string id = checks.on("request-id") ? unguessable_id() : "_request-" + std::to_string(++request_count);
  if (checks.off("request-name")) id.front() = '7';
  const auto query = http::query_of(request.url);
  RequestedLogin requested{now, http::find(query, "force_authn").has_value(), {}, authorization};
  if (http::find(query, "authn_context")) requested.authn_context = demanded_context;
  requests.open(id, browser, requested);
  const std::string page = http::find(query, "return").value_or("/");
  auto response = redirect_to(
      redirect_url(idp.redirect_location, "SAMLRequest", authn_request(service, idp, id, requested, checks),
                   relay_state_for(page), checks.on("signs-requests") ? &service.key : nullptr));
  response.headers.add("Set-Cookie", set_cookie(login_cookie, browser));
  return response;
}

Result<std::string> SamlService::Impl::start_session(const Login& login, const std::string& brought) {
  auto account = log_in_to_account(accounts, login.name_id, login.attributes, config.just_in_time, checks);
  if (!account) return account.error();
  const Time now = clock.now();
  Time expires = now + longest_session;
  if (const auto& end = login.authn.session_not_on_or_after) {
    expires = std::min(expires, *end + config.clock_tolerance);
  }
  // The mistake of "session-renewed": an id from the browser is as good as a new one.
  const bool renews = checks.on("session-renewed") || brought.empty();
  return sessions->start(Session{*account, login.name_id, login.name_id_xml,
                                 attributes_json(login.attributes), login.authn.session_index, expires},
                         now, renews ? std::string() : brought);
}

http::Response SamlService::Impl::assertion_consumer_service(const http::Request& request) {
  const bool by_redirect = request.method == "GET";
  if (!by_redirect && !is_form(request))
    return page(415, "Unsupported media type", "Expected application/x-www-form-urlencoded.");
  const auto parameters = by_redirect ? http::query_of(request.url) : http::decode_form(request.body);
  auto saml_response = saml_response_of(parameters);
  if (!saml_response) return page(400, "Bad request", saml_response.error().message);
  if (by_redirect) *saml_response = inflated(*saml_response);

  const std::string closed = config.broker ? config.broker->refusal(is_second(request)) : "";
  if (!closed.empty()) return refused(authorization_of(request), closed);
  auto login = consume_response(*saml_response, expected(request), used_assertions);
  if (!login) return refused(authorization_of(request), describe(login.error()));
  std::string authorization;
  if (login->answered_request) {
    authorization = requests.asked_for(*login->answered_request).authorization;
    requests.answer(*login->answered_request);
  } else if (checks.off("in-response-to")) {
    authorization = authorization_of(request);
  }
  if (!authorization.empty()) return finish(authorization, *login);
  return log_in(request, *login, http::find(parameters, "RelayState").value_or("/"));
}

http::Response SamlService::Impl::refused(const std::string& authorization, const std::string& reason) const {
  const std::string back =
      authorization.empty() || !config.broker ? "" : config.broker->failed(authorization, reason);
  return back.empty() ? refusal_page(reason, checks) : redirect_to(back);
}

/// The session belongs to whoever asked the broker for this login; here is none.
http::Response SamlService::Impl::finish(const std::string& authorization, const Login& login) {
  const auto account =
      log_in_to_account(accounts, login.name_id, login.attributes, config.just_in_time, checks);
  if (!account) return refused(authorization, describe(account.error()));
  config.broker->logged_in();
  return redirect_to(config.broker->finished(authorization, login, *account));
}

http::Response SamlService::Impl::log_in(const http::Request& request, const Login& login,
                                         const std::string& relay_state) {
  const std::string brought = cookie(request, session_cookie);
  auto session = start_session(login, brought);
  if (!session) return refusal_page(describe(session.error()), checks);
  if (config.broker) config.broker->logged_in();
  // A new id at every login: whoever planted the old one in this browser does not share the new session.
  if (*session != brought) sessions->end(brought);
  auto response = redirect_to(checks.on("relay-state") ? local_page(relay_state) : relay_state);
  response.headers.add("Set-Cookie", set_cookie(session_cookie, *session));
  return response;
}

Result<SamlService> SamlService::create(SamlConfig config, Checks checks, Accounts& accounts,
                                        const Clock& clock) {
  auto idp = read_idp_metadata(config.idp_metadata, MetadataPolicy{checks, clock.now(), {}});
  if (!idp) return idp.error();
  auto impl = std::make_unique<Impl>(std::move(config), std::move(*idp), std::move(checks), accounts, clock);
  impl->intake.remember();
  if (impl->checks.on("ends-sessions")) {
    accounts.on_ended([sessions = std::weak_ptr<Sessions>(impl->sessions)](const std::string& id) {
      if (const auto alive = sessions.lock()) alive->end_all_of(id);
    });
  }
  return SamlService(std::move(impl));
}

SamlService::SamlService(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
SamlService::SamlService(SamlService&&) noexcept = default;
SamlService& SamlService::operator=(SamlService&&) noexcept = default;
SamlService::~SamlService() = default;

http::Response SamlService::begin(const http::Request& request, const std::string& authorization) {
  return impl_->login(request, authorization);
}

http::Response SamlService::handle(const http::Request& request) {
  const std::string path = request.url.substr(0, request.url.find('?'));
  const bool get = request.method == "GET", post = request.method == "POST";
  if (path == "/") return get ? impl_->home(request) : method_not_allowed("GET");
  if (path == "/login") return get ? impl_->login(request) : method_not_allowed("GET");
  if (path == "/whoami") return get ? impl_->whoami(request) : method_not_allowed("GET");
  if (path == "/logout") return get || post ? impl_->begin_logout(request) : method_not_allowed("GET, POST");
  if (path == "/saml/idp-metadata") return impl_->intake.handle(request);
  if (path == "/saml/slo")
    return get || post ? impl_->single_logout_service(request) : method_not_allowed("GET, POST");
  if (path == "/saml/metadata") return get ? impl_->metadata() : method_not_allowed("GET");
  if (path == "/saml/acs")
    return post || (get && impl_->checks.off("post-only")) ? impl_->assertion_consumer_service(request)
                                                           : method_not_allowed("POST");
  if (path == "/saml/login" || path == "/saml/second/acs")
    return post ? impl_->assertion_consumer_service(request) : method_not_allowed("POST");
  return not_found_page(percent_decode(path), impl_->checks);
}

}  // namespace idproctor::reference
