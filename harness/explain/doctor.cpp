#include "harness/explain/doctor.hpp"

#include <optional>
#include <set>

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/http/url.hpp"
#include "harness/run/application_question.hpp"
#include "harness/run/case_runner.hpp"
#include "harness/run/controls.hpp"
#include "harness/scenario/diagnosis.hpp"

namespace idproctor::explain {

namespace {

using run::Environment;

Station well(std::string name, std::string found) {
  return {std::move(name), true, std::move(found), {}};
}

Station ill(std::string name, std::string found, std::string fix) {
  return {std::move(name), false, std::move(found), std::move(fix)};
}

std::string fix_of(const Environment& environment, const std::string& symptom) {
  const auto found = environment.catalogue.symptoms.find(symptom);
  return found == environment.catalogue.symptoms.end() ? "" : found->second.fix;
}

Task<Result<http::Response>> get(const Environment& environment, run::Log& log, std::string url) {
  http::Request request("GET", std::move(url));
  co_return co_await environment.gateway->send(log, "doctor", std::move(request), environment.target.timeout);
}

/// The addresses that the target file names, the first one of each server.
std::vector<std::string> servers_of(const scenario::Target& target) {
  std::vector<std::string> named;
  if (target.saml) {
    named.insert(named.end(), {target.saml->metadata, target.saml->login_url, target.saml->acs_url});
  }
  if (target.session) named.push_back(target.session->whoami);
  if (target.scim) named.push_back(target.scim->base_url);
  if (target.application && target.application->user) named.push_back(target.application->user->url);
  std::vector<std::string> servers;
  std::set<std::string> origins;
  for (const std::string& url : named) {
    const auto parsed = http::parse_url(url);
    if (url.find("://") != std::string::npos && parsed && origins.insert(parsed->origin()).second) {
      servers.push_back(url);
    }
  }
  return servers;
}

Task<Station> look_at_servers(Environment& environment, run::Log& log) {
  const std::string name = "server";
  const std::vector<std::string> servers = servers_of(environment.target);
  for (const std::string& url : servers) {
    auto answer = co_await get(environment, log, url);
    if (answer) continue;
    const std::string what = describe(answer.error());
    std::string fix =
        "Look whether something listens there, and whether this machine may reach it: curl -v " + url;
    if (what.find("cannot be resolved") != std::string::npos) {
      fix = "Correct the host name in the target file, or give it a DNS entry that this machine sees.";
    } else if (what.find("TLS") != std::string::npos) {
      fix =
          "Give the server a certificate for this name from an authority that customers trust; for one of "
          "your "
          "own, name its file under http.ca.";
    }
    co_return ill(name, what, fix);
  }
  co_return well(name,
                 servers.size() == 1 ? "it answers" : std::to_string(servers.size()) + " servers answer");
}

/// Setup, the service provider's metadata and whoami: what every run begins with.
Task<Station> look_at_metadata(Environment& environment, run::Log& log) {
  auto prepared = co_await run::prepare(environment, log);
  if (!prepared) {
    const std::string what = describe(prepared.error());
    const scenario::Symptom* row = scenario::diagnose(environment.catalogue.symptoms, what);
    std::string fix = row != nullptr ? row->fix : "Correct the address in the target file.";
    if (what.find("whoami") != std::string::npos) {
      fix = "Let session.whoami answer 401 to nobody, and session.identity point at the logged-in user.";
    }
    co_return ill("metadata", what, std::move(fix));
  }
  if (!environment.target.saml) co_return well("metadata", "none is needed for SCIM");
  co_return well("metadata", environment.target.saml->metadata.empty()
                                 ? "the target file names entity ID and ACS"
                                 : "it describes " + environment.sp.entity_id);
}

Task<Station> look_at_acs(Environment& environment, run::Log& log) {
  const std::string name = "ACS", url = environment.sp.acs_url;
  http::Request empty("POST", url);
  http::put_form(empty, "");
  auto answer =
      co_await environment.gateway->send(log, "doctor", std::move(empty), environment.target.timeout);
  if (!answer) co_return ill(name, describe(answer.error()), fix_of(environment, "acs-mismatch"));
  if (answer->status == 404 || answer->status == 405) {
    co_return ill(name, url + " answers a POST with " + std::to_string(answer->status),
                  fix_of(environment, "acs-mismatch"));
  }
  co_return well(name, url);
}

/// A case of the catalogue as a station.
Task<Station> ask_case(Environment& environment, std::string name, std::string id) {
  const auto& cases = environment.catalogue.cases;
  const auto found = std::ranges::find(cases, id, &scenario::Case::id);
  if (found == cases.end())
    co_return ill(name, "the catalogue has no case " + id, "Repair the installation.");
  run::Controls controls(environment, environment.seed.fork("doctor/" + id));
  const run::CaseResult result = co_await run::run_case(environment, controls, *found);
  if (result.status == run::Status::skip) co_return well(name, "not asked: " + result.reason);
  if (result.status == run::Status::pass) co_return well(name, found->title);
  std::string what = result.reason;
  if (!result.message.empty()) what += "; it says: " + printable(result.message, 300);
  const scenario::Symptom* row = scenario::diagnose(environment.catalogue.symptoms, result.message);
  co_return ill(name, std::move(what), row != nullptr ? row->fix : result.fix);
}

Task<Station> look_at_whoami(Environment& environment, run::Log&) {
  const std::string name = "whoami", url = environment.target.session->whoami;
  if (!environment.anonymous_whoami.starts_with("404"))
    co_return well(name, "nobody is logged in without a session");
  co_return ill(name, url + " answers 404", "Correct session.whoami in the target file.");
}

Task<Station> look_at_login(Environment& environment, run::Log& log) {
  const std::string name = "login";
  const run::ControlConditions conditions{run::start_of({}, environment)};
  auto login = co_await run::honest_login(environment, log, "alice", conditions, "doctor login",
                                          environment.target.timeout);
  const std::string paste =
      "Give the target this identity provider's metadata: idproctor metadata --target FILE prints it.";
  if (!login)
    co_return ill(name, describe(login.error()), "Correct saml.login_url in the target file, or " + paste);
  if (login->observed == run::Observed::accepted) co_return well(name, login->reason);
  std::string what = login->reason;
  if (!login->stated.empty()) what += "; the target says: " + printable(login->stated, 300);
  if (login->status >= 500) {
    co_return ill(name,
                  "the response was answered with status " + std::to_string(login->status) + "; " + what,
                  "Read the target's log: it broke over an honest login.");
  }
  if (!login->withheld.empty())
    co_return ill(name, std::move(what),
                  "Make the cookie that the login keeps its request in SameSite=None; Secure.");
  const scenario::Symptom* row = scenario::diagnose(environment.catalogue.symptoms, login->stated);
  // At a first connection nobody changed a message: the target knows other keys.
  const bool other_keys = row == nullptr || row->id == "signature-invalid";
  co_return ill(name, std::move(what), other_keys ? paste : row->fix);
}

Task<Station> look_at_attributes(Environment& environment, run::Log& log) {
  const std::string name = "attributes";
  const auto& wanted = environment.target.session->attributes;
  if (wanted.empty()) co_return well(name, "the target file names none");
  const run::ControlConditions conditions{run::start_of({}, environment)};
  auto login =
      co_await run::honest_login(environment, log, "alice", conditions, "doctor", environment.target.timeout);
  if (!login) co_return ill(name, describe(login.error()), fix_of(environment, "users-without-attributes"));
  const auto page = parse_json(login->page);
  for (const auto& [attribute, pointer] : wanted) {
    const Json* value = page ? find(*page, pointer) : nullptr;
    // The dialect need not send every attribute that the target can show.
    const bool is_sent = login->message.bytes.find("Name=\"" + attribute + "\"") != std::string::npos;
    if (!is_sent || (value != nullptr && !value->is_null())) continue;
    co_return ill(name, "whoami shows nothing at " + pointer + ", and the assertion has " + attribute,
                  fix_of(environment, "users-without-attributes"));
  }
  co_return well(name, std::to_string(wanted.size()) + " shown by whoami");
}

Task<Station> look_at_scim(Environment& environment, run::Log& log) {
  const std::string name = "SCIM URL", url = environment.target.scim->base_url;
  auto parsed = http::parse_url(url);
  if (!parsed) co_return ill(name, parsed.error().message, "Correct scim.base_url in the target file.");
  parsed->path += parsed->path.ends_with('/') ? "Users" : "/Users";
  auto answer = co_await get(environment, log, parsed->str());
  if (!answer) co_return ill(name, describe(answer.error()), fix_of(environment, "scim-not-found"));
  if (answer->status == 404 || (answer->status >= 300 && answer->status < 400)) {
    co_return ill(name, parsed->str() + " answers " + std::to_string(answer->status),
                  fix_of(environment, "scim-not-found"));
  }
  if (answer->status < 300) {
    co_return ill(name, "it shows users to somebody without a token",
                  fix_of(environment, "scim-unauthorized"));
  }
  co_return well(name, url);
}

Task<Station> look_at_token(Environment& environment, run::Log& log) {
  const std::string name = "token";
  auto parsed = http::parse_url(environment.target.scim->base_url);
  parsed->path += parsed->path.ends_with('/') ? "Users" : "/Users";
  http::Request request("GET", parsed->str());
  request.headers.set("Authorization", "Bearer " + environment.target.scim->token);
  request.headers.set("Accept", "application/scim+json");
  auto answer =
      co_await environment.gateway->send(log, "doctor", std::move(request), environment.target.timeout);
  if (!answer) co_return ill(name, describe(answer.error()), fix_of(environment, "scim-unauthorized"));
  if (answer->status == 401 || answer->status == 403) {
    co_return ill(name, "it is refused with " + std::to_string(answer->status),
                  "Make a new token in the application, and put it where the target file reads it from.");
  }
  if (answer->status >= 300) {
    co_return ill(name, "GET /Users answers " + std::to_string(answer->status),
                  fix_of(environment, "scim-not-found"));
  }
  co_return well(name, "it is taken");
}

Task<Station> look_at_user(Environment& environment, run::Log&) {
  co_return co_await ask_case(environment, "test user", "smoke.directory-sync");
}

Task<Station> look_at_deactivation(Environment& environment, run::Log&) {
  co_return co_await ask_case(environment, "deactivation",
                              "lifecycle.deprovision.deactivated-user-cannot-log-in");
}

/// Asked for somebody whom it does not know: an answer that can be read is enough.
Task<Station> look_at_application(Environment& environment, run::Log& log) {
  const std::string name = "application";
  observe::UserQuery query;
  const std::string nobody = "nobody@first-connection.example";
  query.keys = observe::UserKeys(nobody, nobody, "");
  const auto question = environment.application->ask_user(query);
  auto asked = co_await run::ask(*environment.gateway, *environment.application, log, "doctor", *question,
                                 environment.target.timeout);
  if (asked) co_return well(name, "its API answers");
  co_return ill(name, describe(asked.error()),
                "Correct address and key of the API under application in the target file.");
}

Task<Station> look_at_arrival(Environment& environment, run::Log&) {
  co_return co_await ask_case(environment, "arrival", "lifecycle.application.leave");
}

Task<Station> look_at_events(Environment& environment, run::Log&) {
  co_return co_await ask_case(environment, "events", "lifecycle.events.created");
}

struct Stop {
  bool applies;
  Task<Station> (*look)(Environment&, run::Log&);
};

}  // namespace

Task<bool> walk(Environment& environment, std::function<void(const Station&)> tell) {
  run::Log log;
  const bool saml = environment.target.saml.has_value(), scim = environment.target.scim.has_value();
  const bool application = environment.application != nullptr, events = environment.events != nullptr;
  const Stop stops[] = {{true, look_at_servers},
                        {true, look_at_metadata},
                        {saml, look_at_whoami},
                        {saml, look_at_acs},
                        {saml, look_at_login},
                        {saml, look_at_attributes},
                        {scim, look_at_scim},
                        {scim, look_at_token},
                        {scim, look_at_user},
                        {saml && scim, look_at_deactivation},
                        {application, look_at_application},
                        {application && scim, look_at_arrival},
                        {events && scim, look_at_events}};
  for (const Stop& stop : stops) {
    if (!stop.applies) continue;
    Station station = co_await stop.look(environment, log);
    station.found = environment.gateway->redactor().text(printable(station.found, 600));
    tell(station);
    if (!station.well) co_return false;
  }
  co_return true;
}

}  // namespace idproctor::explain
