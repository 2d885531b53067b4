#include "harness/run/needs.hpp"

#include <algorithm>
#include <set>

#include "foundation/core/text.hpp"
#include "harness/run/login.hpp"

namespace idproctor::run {

using namespace scenario;

namespace {

/// A need that is the provider's to meet, and not the target's.
constexpr const char* kSessionIndex = "session_index";

bool encrypts_to_target(const mock_idp::Recipe& recipe) {
  const auto encrypts = [](const mock_idp::Stage& stage) {
    const auto* encryption = std::get_if<mock_idp::EncryptStage>(&stage);
    return encryption != nullptr && encryption->recipient == "sp";
  };
  return std::ranges::any_of(recipe.stages, encrypts) ||
         std::ranges::any_of(recipe.messages,
                             [](const auto& entry) { return encrypts_to_target(entry.second); });
}

}  // namespace

bool asks_upstream(const Step& step) {
  const auto* login = std::get_if<LoginStep>(&step.action);
  return login != nullptr && login->upstream.has_value();
}

std::string missing_need(const Case& one, const Environment& environment) {
  const std::set<std::string> features = environment.features();
  std::vector<std::string> needs = one.needs;
  for (const Step& step : one.steps) {
    const LoginStep* login = std::get_if<LoginStep>(&step.action);
    const bool signs_on = login != nullptr || std::holds_alternative<ReplayStep>(step.action);
    if (signs_on) needs.emplace_back("saml");
    if (login != nullptr && encrypts_to_target(login->recipe)) needs.emplace_back("encryption");
    if (login != nullptr && login->start == "sp") needs.emplace_back("sp_initiated");
    if (login != nullptr && start_of(*login, environment) == "idp") needs.emplace_back("idp_initiated");
    if (login != nullptr && !login->asks.empty()) needs.push_back(login->asks);
    if (const auto* logout = std::get_if<LogoutStep>(&step.action)) {
      if (logout->start == "sp") needs.emplace_back("logout");
      if (logout->single_logout) needs.emplace_back("slo");
      if (encrypts_to_target(logout->recipe)) needs.emplace_back("encryption");
      if (!logout->binding.empty()) needs.push_back("slo_" + to_lower(logout->binding));
    }
    if (std::holds_alternative<MetadataStep>(step.action)) needs.emplace_back("idp_metadata");
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
  const bool asks = std::ranges::any_of(one.steps, [](const Step& step) {
    const auto* login = std::get_if<LoginStep>(&step.action);
    return login != nullptr && login->start == "sp";
  });
  if (asks && dialect.unsolicited) return "answers no AuthnRequest";
  const bool asks_another = std::ranges::any_of(one.steps, asks_upstream);
  if (asks_another && !dialect.chains) return "asks no other identity provider";
  const bool names_sessions = std::ranges::find(one.needs, kSessionIndex) != one.needs.end();
  if (names_sessions && !dialect.message.writes_attribute("SessionIndex")) return "writes no SessionIndex";
  return {};
}

}  // namespace idproctor::run
