#include "sample_run.hpp"

#include "foundation/core/base64.hpp"
#include "foundation/http/form.hpp"

namespace idproctor::report {

namespace {

using run::CaseResult;
using run::Status;

constexpr const char* kForgery =
    R"(<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r1" Version="2.0">)"
    R"(<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a1" Version="2.0">)"
    R"(<saml:Subject><saml:NameID>victim@corp.example</saml:NameID></saml:Subject>)"
    R"(</saml:Assertion></samlp:Response>)";

Time at(const char* text) {
  return *parse_time(text);
}

CaseResult named(const std::string& id, const std::string& provider, Status status,
                 const std::string& title) {
  CaseResult result;
  result.key = id + "@" + provider;
  result.id = id;
  result.saml_provider = result.scim_provider = provider;
  result.title = title;
  result.level = "must";
  result.status = status;
  result.duration = Milliseconds(12);
  return result;
}

CaseResult accepted_twin() {
  CaseResult one =
      named("saml.audience.one-of-several", "okta", Status::pass, "Our entity ID among several audiences");
  one.clauses = {"saml-core-2.5.1.4"};
  one.expected = one.observed = "accepted";
  one.evidence = {{"application", "whoami", "alice@corp.example", "alice@corp.example", "x2"}};
  one.control = {"pass", "x1"};
  one.file = "scenarios/saml/audience.yaml";
  one.line = 22;
  return one;
}

CaseResult impersonated() {
  CaseResult one = named("saml.signature.unsigned", "okta", Status::fail,
                         "An assertion without a signature logs nobody in");
  one.level = "security";
  one.clauses = {"saml-profiles-4.1.4.3", "unlisted-clause"};
  one.expected = "rejected";
  one.observed = "impersonated";
  one.control = {"pass", "x3"};
  one.evidence = {{"wire", "status", "302", "302", "x4"},
                  {"application", "whoami", "nobody", "victim@corp.example", "x5", false}};
  one.reason = "The session belongs to victim@corp.example, whom no trusted signature covers.";
  one.message = "Welcome back, Victim!";
  one.fix = "Verify the signature with the IdP's certificate before anything in the assertion is read.";
  one.file = "scenarios/saml/signature.yaml";
  one.line = 9;
  one.duration = Milliseconds(148);

  run::Exchange posted;
  posted.id = "x4";
  posted.what = "the altered response";
  posted.started = at("2026-11-22T03:14:16.020Z");
  posted.duration = Milliseconds(31);
  posted.request = http::Request("POST", "https://app.example/saml/acs");
  posted.request.headers = {{"Host", "app.example"}, {"Content-Type", "application/x-www-form-urlencoded"}};
  posted.request.body =
      http::encode_form({{"SAMLResponse", base64_encode(kForgery)}, {"RelayState", "/home"}});
  posted.response = http::Response::redirect("https://app.example/home");
  one.exchanges.push_back(posted);

  run::Exchange whoami;
  whoami.id = "x5";
  whoami.what = "whoami";
  whoami.started = at("2026-11-22T03:14:16.055Z");
  whoami.duration = Milliseconds(4);
  whoami.request = http::Request("GET", "https://app.example/me");
  whoami.response = http::Response(200, "application/json", R"({"email":"victim@corp.example"})");
  one.exchanges.push_back(whoami);
  return one;
}

CaseResult broken() {
  CaseResult one =
      named("saml.wire.empty-post", "okta", Status::fail, "An empty POST to the ACS is answered");
  one.expected = "rejected";
  one.observed = "broken";
  one.reason = "The target closed the connection without an answer.";
  run::Exchange exchange;
  exchange.id = "x6";
  exchange.what = "the empty post";
  exchange.started = at("2026-11-22T03:14:16.100Z");
  exchange.duration = Milliseconds(2000);
  exchange.request = http::Request("POST", "https://app.example/saml/acs");
  exchange.error = "POST https://app.example/saml/acs: the connection was closed before an answer came";
  one.exchanges.push_back(exchange);
  one.duration = Milliseconds(2000);
  one.file = "scenarios/saml/wire.yaml";
  one.line = 4;
  return one;
}

CaseResult warned() {
  CaseResult one = named("scim.users.location-header", "okta", Status::warn,
                         "A created user comes with a Location header");
  one.level = "should";
  one.clauses = {"scim-protocol-3.3"};
  one.expected = "a Location header";
  one.observed = "no Location header";
  one.reason = "The answer to POST /Users has no Location header.";
  one.evidence = {{"wire", "header", "Location", "absent", "x7", false}};
  one.fix = "Send the user's URL in Location with 201.";
  one.file = "scenarios/scim/users.yaml";
  one.line = 31;
  one.otherwise = "nobody learns where new users are";
  return one;
}

}  // namespace

run::RunResult sample_run() {
  run::RunResult result;
  result.info.id = "r7f3a";
  result.info.seed = "42";
  result.info.started = at("2026-11-22T03:14:15.926Z");
  result.info.duration = Milliseconds(2345);
  result.info.version = "0.1.0";
  result.info.exit_code = 1;
  result.info.target = "staging";
  result.info.planned = 10;
  result.info.dialects = {{"okta", "Okta", "2023-11", {}}, {"duo", "Duo", "2024-10", {"windows", "session"}}};
  result.info.scim_dialects = {{"okta", "Okta, all PUT", "2026-08", {}},
                               {"generic", "RFC 7644", "2015-09", {}}};

  CaseResult split_provider =
      named("lifecycle.deprovision.no-login", "duo", Status::pass, "A deactivated user cannot log in");
  split_provider.key = "lifecycle.deprovision.no-login@duo+generic";
  split_provider.scim_provider = "generic";
  split_provider.expected = split_provider.observed = "rejected";
  split_provider.duration = Milliseconds(61'000);
  split_provider.otherwise = "deactivated users still log in";

  CaseResult known =
      named("saml.clock.not-before", "okta", Status::known, "NotBefore beyond the tolerance is refused");
  known.expected = "rejected";
  known.observed = "accepted";
  known.reason = "Known since 2026-10: the library's tolerance is 10 minutes (baseline.yaml:3).";

  CaseResult fixed = named("saml.recipient.other-port", "okta", Status::unexpected_pass,
                           "A Recipient with another port is refused");
  fixed.expected = fixed.observed = "rejected";
  fixed.reason = "The baseline (baseline.yaml:7) says that this fails; it passes now.";
  fixed.fix = "Take the row out of the baseline.";

  CaseResult inconclusive = named("saml.audience.mismatch", "okta", Status::inconclusive,
                                  "Audience names another service provider");
  inconclusive.expected = "rejected";
  inconclusive.observed = "unknown";
  inconclusive.control = {"fail", "x8"};
  inconclusive.reason = "The control after the case failed, so the refusal proves nothing.";
  inconclusive.message = "Too many requests";
  inconclusive.file = "scenarios/saml/audience.yaml";
  inconclusive.line = 6;

  CaseResult skipped =
      named("saml.logout.signed", "okta", Status::skip, "A signed LogoutRequest ends the session");
  skipped.level = "interop";
  skipped.reason = "The target declares no slo_url.";
  skipped.duration = Milliseconds(0);

  CaseResult error = named("scim.users.create", "okta", Status::error, "A created user can be read back");
  error.reason = "The target could not be reached: connect to 127.0.0.1:1: Connection refused.";
  error.fix = "Start the target, or correct scim.base_url in the target file.";

  result.cases = {accepted_twin(), impersonated(), broken(), warned(), known,
                  fixed,           inconclusive,   skipped,  error,    split_provider};
  result.measurements = {{"saml.clock.tolerance", 180, "s"}, {"scim.list.rate", 0.25, "ms/user"}};
  return result;
}

Clauses sample_clauses() {
  return {{"saml-core-2.5.1.4",
           {"saml-core-2.5.1.4", "must", "The assertion is addressed to one of the audiences.",
            "saml-core-2.0-os 2.5.1.4"}},
          {"saml-profiles-4.1.4.3",
           {"saml-profiles-4.1.4.3", "must",
            "Verify any signatures present on the assertion(s) or the response. An unsigned assertion that "
            "nothing "
            "else protects is not valid.",
            "saml-profiles-2.0-os 4.1.4.3"}},
          {"scim-protocol-3.3",
           {"scim-protocol-3.3", "should", "The URI of the created resource is in the Location header.",
            "https://www.rfc-editor.org/rfc/rfc7644#section-3.3"}}};
}

void drive(Reporter& reporter, const run::RunResult& result) {
  run::RunInfo early = result.info;
  early.duration = Milliseconds(0);
  early.exit_code = 0;
  reporter.begin(early);
  run::RunResult late = result;
  for (run::CaseResult& one : late.cases) {
    reporter.case_started(one.key);
    reporter.case_finished(one);
    one.exchanges.clear();
  }
  reporter.end(late);
}

run::RunResult run_with(std::vector<run::Status> statuses) {
  run::RunResult result;
  for (run::Status status : statuses) {
    CaseResult one = named("smoke.case", "generic", status, "A case");
    one.key = "smoke.case" + std::to_string(result.cases.size()) + "@generic";
    result.cases.push_back(one);
  }
  result.info.planned = statuses.size();
  return result;
}

}  // namespace idproctor::report
