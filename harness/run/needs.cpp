#include "harness/run/needs.hpp"

#include <algorithm>
#include <set>

#include "foundation/core/text.hpp"
#include "harness/run/login.hpp"
#include "harness/run/logout.hpp"
#include "mock_idp/user_attributes.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

/// A need that is the provider's to meet, and not the target's.
constexpr const char* kSessionIndex = "session_index";
/// Of a case that sends an unsolicited response just because the target takes none.
constexpr const char* kRefusesUnsolicited = "refuses_unsolicited";

/// What an `http` step asks for, and what the target file must say then.
constexpr std::pair<const char*, const char*> kAddresses[] = {
    {"application.callback_url", "application_callback"},
    {"application.login_url", "application_login"},
    {"application.whoami", "application_login"},
    {"application.admin_url", "application_admin"},
    {"application.page", "application_pages"},
    {".callback}", "application_callback"},
    {".authorize}", "application_callback"}};

void add_needs(const ApplicationView& view, std::vector<std::string>& needs) {
  if (!view.link.empty()) needs.push_back(view.link + "_state");
  if (view.at_start) needs.emplace_back("fresh");
  if (!view.group.empty()) needs.emplace_back("application_groups");
  if (view.user.empty()) return;
  needs.emplace_back("application");
  if (!view.as.empty()) needs.push_back("application_as_" + view.as);
  for (const auto& [name, matcher] : view.fields) needs.push_back("application_" + name);
}

template <class Test>
bool any_login(const Case& one, Test test) {
  return std::ranges::any_of(one.steps, [&](const Step& step) {
    const auto* login = std::get_if<LoginStep>(&step.action);
    return login != nullptr && test(*login);
  });
}

/// What a login of the case spoils and this provider's message does not say; empty where there is none.
std::string value_not_said(const Case& one, const mock_idp::Dialect& dialect) {
  std::string value;
  any_login(one, [&](const LoginStep& login) {
    value = mock_idp::value_not_said(login.recipe, dialect);
    return !value.empty();
  });
  return value;
}

/// Why this provider begins or answers a single logout of the case in no way that reaches the target.
std::string missing_logout(const Case& one, const Environment& environment) {
  const mock_idp::Dialect& dialect = *environment.provider.saml;
  for (const Step& step : one.steps) {
    const auto* logout = std::get_if<LogoutStep>(&step.action);
    if (logout == nullptr || !logout->single_logout) continue;
    if (dialect.logout_bindings.empty()) return "has no single logout";
    if (!logout_binding(*logout, environment).empty()) continue;
    return "logs out by HTTP-" + dialect.logout_bindings.front() + " alone" +
           (logout->binding.empty() ? ", and the target's metadata have no place for that" : "");
  }
  return {};
}

}  // namespace

bool encrypts_to_target(const mock_idp::Recipe& recipe) {
  const auto encrypts = [](const mock_idp::Stage& stage) {
    const auto* encryption = std::get_if<mock_idp::EncryptStage>(&stage);
    return encryption != nullptr && encryption->recipient == "sp";
  };
  return std::ranges::any_of(recipe.stages, encrypts) ||
         std::ranges::any_of(recipe.messages,
                             [](const auto& entry) { return encrypts_to_target(entry.second); });
}

std::string why_skipped(const std::string& need) {
  static const std::map<std::string, std::string> reasons{
      {"saml", "the target file has no saml"},
      {"scim", "the target file has no scim"},
      {"tenants", "the target file has no tenants"},
      {"sp_initiated", "the target file has no saml.login_url"},
      {"idp_initiated", "the target file does not say saml.idp_initiated: true"},
      {kRefusesUnsolicited, "the target file does not say saml.idp_initiated: false"},
      {"second_connection", "the target file has no saml.second_connection"},
      {"idp_metadata", "the target file has no saml.idp_metadata to upload them by"},
      {"logout", "the target file has no session.logout_url"},
      {"force_authn", "the target file has no saml.force_authn_url"},
      {"authn_context", "the target file has no saml.authn_context_url"},
      {"takes_signed_assertion", "the Response must be signed, as saml.sign in the target file says"},
      {"takes_signed_response", "the assertion must be signed, as saml.sign or the target's metadata say"},
      {"encryption", "the target's metadata have no certificate for encryption"},
      {"second_acs", "the target's metadata have no second AssertionConsumerService"},
      {"slo", "the target's metadata have no SingleLogoutService, the target file no saml.slo_url"},
      {"slo_post", "the target's metadata have no SingleLogoutService by HTTP-POST"},
      {"slo_redirect", "the target's metadata have no SingleLogoutService by HTTP-Redirect"}};
  const auto found = reasons.find(need);
  return found == reasons.end() ? "the target does not declare " + need : found->second;
}

bool asks_upstream(const Step& step) {
  const auto* login = std::get_if<LoginStep>(&step.action);
  return login != nullptr && login->upstream.has_value();
}

bool looks_behind(const Step& step) {
  const auto* login = std::get_if<LoginStep>(&step.action);
  return step.expect.application || !step.expect.events.empty() ||
         (login != nullptr && login->at_application) || std::holds_alternative<HttpStep>(step.action) ||
         std::holds_alternative<AdministerStep>(step.action) ||
         std::holds_alternative<WebhookStep>(step.action) || std::holds_alternative<TokenStep>(step.action);
}

std::string missing_need(const Case& one, const Environment& environment) {
  const std::set<std::string> features = environment.features();
  std::vector<std::string> needs = one.needs;
  const bool is_unwanted = std::ranges::find(needs, kRefusesUnsolicited) != needs.end();
  for (const Step& step : one.steps) {
    const LoginStep* login = std::get_if<LoginStep>(&step.action);
    const bool signs_on = login != nullptr || std::holds_alternative<ReplayStep>(step.action);
    if (signs_on) needs.emplace_back("saml");
    if (login != nullptr && encrypts_to_target(login->recipe)) needs.emplace_back("encryption");
    if (login != nullptr && login->start == "sp") needs.emplace_back("sp_initiated");
    const bool unsolicited = login != nullptr && start_of(*login, environment) == "idp";
    if (unsolicited && !is_unwanted) needs.emplace_back("idp_initiated");
    if (login != nullptr && !login->asks.empty()) needs.push_back(login->asks);
    if (const auto* logout = std::get_if<LogoutStep>(&step.action)) {
      if (logout->start == "sp") needs.emplace_back("logout");
      if (logout->single_logout) needs.emplace_back("slo");
      if (encrypts_to_target(logout->recipe)) needs.emplace_back("encryption");
      if (!logout->binding.empty()) needs.push_back("slo_" + to_lower(logout->binding));
    }
    if (const auto* metadata = std::get_if<MetadataStep>(&step.action)) {
      needs.emplace_back("idp_metadata");
      if (metadata->removes) needs.emplace_back("idp_metadata_removal");
      if (!metadata->url.empty()) needs.emplace_back("idp_metadata_url");
    }
    if (const auto* admin = std::get_if<AdministerStep>(&step.action)) needs.push_back(admin->action);
    if (std::holds_alternative<ReceiverStep>(step.action)) needs.emplace_back("webhooks");
    if (const auto* sender = std::get_if<WebhookStep>(&step.action); sender != nullptr) {
      needs.emplace_back("webhook_endpoint");
    }
    if (const auto* http = std::get_if<HttpStep>(&step.action)) {
      for (const auto& [name, feature] : kAddresses) {
        if (http->url.find(name) != std::string::npos) needs.emplace_back(feature);
      }
      if (!http->as.empty()) needs.push_back("application_key_" + http->as);
    }
    if (login != nullptr && !login->login_for.empty()) needs.push_back("login_for_" + login->login_for);
    if (login != nullptr && login->at_application) needs.emplace_back("application_login");
    const bool sees_callback = login != nullptr && (login->until_callback || step.expect.tells_error);
    if (sees_callback) needs.emplace_back("application_callback");
    if (std::holds_alternative<TokenStep>(step.action)) needs.emplace_back("tokens");
    if (step.expect.application) add_needs(*step.expect.application, needs);
    if (!step.expect.events.empty()) needs.emplace_back("events");
    if (const auto* inspect = std::get_if<InspectStep>(&step.action)) {
      needs.emplace_back(inspect->subject == "metadata" ? "saml" : "sp_initiated");
    }
  }
  for (const Step* push : pushes_of(one)) {
    needs.emplace_back("scim");
    const auto* scim = std::get_if<ScimStep>(&push->action);
    if (scim != nullptr && !scim->tenant.empty()) needs.emplace_back("tenants");
  }
  for (const std::string& need : needs) {
    if (need != kSessionIndex && !features.contains(need)) return need;
  }
  return {};
}

std::string foreign_address(const Case& one, const Environment& environment) {
  const scim::Dialect& dialect = *environment.provider.scim;
  if (pushes_of(one).empty() || dialect.not_for_address.empty()) return {};
  if (environment.target.scim->base_url.find(dialect.not_for_address) == std::string::npos) return {};
  return dialect.title + " writes otherwise to an address with " + dialect.not_for_address;
}

std::string beyond_provider(const Case& one, const Environment& environment) {
  const mock_idp::Dialect& dialect = *environment.provider.saml;
  const bool asks =
      any_login(one, [](const LoginStep& login) { return login.start == "sp" || login.at_application; });
  if (asks && dialect.unsolicited) return "answers no AuthnRequest";
  const bool asks_another = std::ranges::any_of(one.steps, asks_upstream);
  if (asks_another && !dialect.chains) return "asks no other identity provider";
  const bool names_groups = any_login(one, [](const LoginStep& login) { return login.groups.has_value(); });
  const bool sends_groups = std::ranges::any_of(dialect.attributes, [](const auto& attribute) {
    return attribute.value.find("${user.groups}") != std::string::npos;
  });
  if (names_groups && !sends_groups) return "sends no groups";
  if (std::string way = missing_logout(one, environment); !way.empty()) return way;
  const std::string value = value_not_said(one, dialect);
  if (!value.empty()) return "sends no attribute with the user's " + value;
  const bool names_sessions = std::ranges::find(one.needs, kSessionIndex) != one.needs.end();
  if (names_sessions && !dialect.message.writes_attribute("SessionIndex")) return "writes no SessionIndex";
  return {};
}

}  // namespace idproctor::run
