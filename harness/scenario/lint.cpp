#include "harness/scenario/lint.hpp"

#include <algorithm>
#include <set>

#include "foundation/core/text.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::scenario {

namespace {

const std::set<std::string> kNeeds{"idp-next",
                                   "idp-ec",
                                   "idp-ec-384",
                                   "idp-expired",
                                   "idp-encryption",
                                   "saml",
                                   "scim",
                                   "sp_initiated",
                                   "idp_initiated",
                                   "refuses_unsolicited",
                                   "clock_tolerance",
                                   "confirmation_tolerance",
                                   "jit",
                                   "new_users",
                                   "role_at_login",
                                   "logout",
                                   "existing",
                                   "soft_delete",
                                   "slo",
                                   "slo_post",
                                   "slo_redirect",
                                   "idp_metadata",
                                   "second_acs",
                                   "second_connection",
                                   "signed_idp_metadata",
                                   "encryption",
                                   "identity_in_name_id",
                                   "takes_signed_assertion",
                                   "takes_signed_response",
                                   "attributes",
                                   "force_authn",
                                   "authn_context",
                                   "same_machine",
                                   "session_index",
                                   "application",
                                   "application_accounts",
                                   "application_admin",
                                   "application_as_stranger",
                                   "application_callback",
                                   "application_email",
                                   "application_first_name",
                                   "application_groups",
                                   "application_last_name",
                                   "application_login",
                                   "application_pages",
                                   "application_role",
                                   "application_welcome_mails",
                                   "connection_state",
                                   "deletes_inactive",
                                   "directory_state",
                                   "events",
                                   "fresh",
                                   "deactivate_connection",
                                   "unverify_domain",
                                   "idp_metadata_removal",
                                   "idp_metadata_url",
                                   "login_for_unknown_connection",
                                   "login_for_unknown_organization",
                                   "login_for_unlinked_organization",
                                   "keeps_inactive",
                                   "previous_attributes",
                                   "tokens",
                                   "webhook_endpoint",
                                   "webhooks",
                                   "tenants",
                                   "scim_bulk",
                                   "scim_bulk_limits",
                                   "scim_cursor",
                                   "scim_etag",
                                   "scim_filter",
                                   "scim_patch",
                                   "scim_sort"};

/// A login that is refused, or a session that outlives a deviating LogoutRequest.
bool refuses(const Step& step) {
  return step.expect.verdict == "rejected";
}

bool deviating_logout(const Step& step) {
  const auto* logout = std::get_if<LogoutStep>(&step.action);
  return logout != nullptr && logout->deviates;
}

bool outlives(const Case& one) {
  return std::ranges::any_of(one.steps, deviating_logout) &&
         std::ranges::any_of(one.steps, [](const Step& step) {
           return std::holds_alternative<SessionStep>(step.action) && step.expect.verdict == "alive";
         });
}

bool is_success(const std::string& status) {
  return status.starts_with("2");
}

bool expects_refusal(const Step& step) {
  return std::holds_alternative<ScimStep>(step.action) && !step.expect.status.empty() &&
         std::ranges::none_of(step.expect.status, is_success);
}

bool expects_success(const Step& step) {
  if (std::holds_alternative<UserStep>(step.action) || std::holds_alternative<GroupStep>(step.action))
    return true;
  return std::holds_alternative<ScimStep>(step.action) && std::ranges::all_of(step.expect.status, is_success);
}

/// The step that this one refers to by name, or an empty string.
std::string reference_of(const Step& step) {
  if (const auto* replay = std::get_if<ReplayStep>(&step.action)) return replay->of;
  if (const auto* session = std::get_if<SessionStep>(&step.action)) return session->of;
  if (const auto* logout = std::get_if<LogoutStep>(&step.action)) return logout->of;
  return {};
}

std::vector<std::string> users_of(const Step& step) {
  if (const auto* user = std::get_if<UserStep>(&step.action)) return {user->user};
  if (const auto* webhook = std::get_if<WebhookStep>(&step.action)) return {webhook->user};
  if (const auto* group = std::get_if<GroupStep>(&step.action)) return group->users;
  return {};
}

/// A login that must be refused, in a browser that an earlier step has logged in: its session would be taken
/// for the refused one's. Gives that step's id; empty where there is none.
std::string lands_in_old_session(const Case& one) {
  std::set<std::string> logged_in;
  for (const Step& step : one.steps) {
    if (std::holds_alternative<LogoutStep>(step.action)) logged_in.clear();
    const auto* login = std::get_if<LoginStep>(&step.action);
    if (login == nullptr) continue;
    const std::string& browser = login->delivered_by.empty() ? step.browser : login->delivered_by;
    if (step.expect.verdict == "rejected" && logged_in.contains(browser)) return step.id;
    if (step.expect.verdict == "accepted") logged_in.insert(browser);
  }
  return {};
}

}  // namespace

std::vector<std::string> lint(const Catalogue& catalogue, const std::vector<Case>& cases) {
  std::vector<std::string> problems;
  std::set<std::string> ids;
  for (const Case& one : cases) {
    const auto complain = [&](const std::string& text) {
      problems.push_back(one.file + ":" + std::to_string(one.line) + ": " + one.id + ": " + text);
    };
    if (!ids.insert(one.id).second) complain("this id stands twice");
    if (one.clauses.empty()) complain("no clause settles this case");
    for (const std::string& clause : one.clauses) {
      if (!catalogue.clauses.contains(clause))
        complain("there is no clause '" + clause + "' in fixtures/clauses/");
    }
    if (!one.symptom.empty() && !catalogue.symptoms.contains(one.symptom)) {
      complain("there is no symptom '" + one.symptom + "' in fixtures/troubleshooting.yaml");
    }
    for (const auto& together : one.red_without) {
      for (const std::string& check : together) {
        if (!reference::is_check(check)) complain("the reference has no check '" + check + "'");
      }
    }
    for (const std::string& need : one.needs) {
      if (!kNeeds.contains(need)) complain("'" + need + "' is nothing that a target declares");
    }
    std::set<std::string> earlier;
    const std::vector<const Step*> pushes = pushes_of(one);
    const bool some_success =
        std::ranges::any_of(pushes, [](const Step* push) { return expects_success(*push); });
    for (const Step* push : pushes) {
      for (const std::string& user : users_of(*push)) {
        if (!catalogue.users.contains(user))
          complain("there is no user '" + user + "' in fixtures/users.yaml");
      }
      if (expects_refusal(*push) && !some_success) {
        complain("it expects a refusal by SCIM and contains no success that shows the endpoint to be well");
      }
    }
    for (const Step& step : one.steps) {
      const std::string reference = reference_of(step);
      if (!reference.empty() && !earlier.contains(reference))
        complain("no earlier step is called '" + reference + "'");
      const bool is_new = earlier.insert(step.id).second;
      const auto* login = std::get_if<LoginStep>(&step.action);
      if (login != nullptr && !is_new) {
        complain("an earlier step is called '" + step.id +
                 "' too: with the same id the same message is sent again");
      }
      if (login != nullptr && !catalogue.users.contains(login->user))
        complain("there is no user '" + login->user + "' in fixtures/users.yaml");
    }
    for (const Step& step : one.steps) {
      if (!step.expect.diagnosis.empty() && !catalogue.symptoms.contains(step.expect.diagnosis))
        complain("there is no symptom '" + step.expect.diagnosis + "' in fixtures/troubleshooting.yaml");
    }
    if (const std::string step = lands_in_old_session(one); !step.empty()) {
      complain("step '" + step +
               "' must be refused, and an earlier login left its browser logged in: name another");
    }
    if (has_step<MetadataStep>(one) && !one.exclusive) {
      complain("metadata changes for everybody: the case must be exclusive");
    }
    if (has_step<AdministerStep>(one) && !one.exclusive) {
      complain("what an administrator does is for everybody: the case must be exclusive");
    }
    const bool refusal = outlives(one) || std::ranges::any_of(one.steps, refuses) ||
                         std::ranges::any_of(pushes, [](const Step* push) { return expects_refusal(*push); });
    // Other people's cases are about their own applications.
    const bool is_shipped = one.file.starts_with(catalogue.home + "/");
    if (is_shipped && refusal && one.red_without.empty())
      complain("a refusal names the check that it is for (red_without)");
  }
  return problems;
}

}  // namespace idproctor::scenario
