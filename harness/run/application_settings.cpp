#include "harness/run/application_settings.hpp"

#include "harness/observe/application/http.hpp"
#include "harness/observe/application/polis.hpp"
#include "harness/observe/application/workos.hpp"

namespace idproctor::run {

namespace {

using TargetApplication = scenario::Target::Application;

observe::InactivePolicy policy_of(const TargetApplication& target) {
  return target.inactive == "delete" ? observe::InactivePolicy::remove : observe::InactivePolicy::keep;
}

observe::HttpSettings::Lookup lookup(const scenario::Target::Request& request, const std::string& at) {
  return {request.url, request.headers, at};
}

observe::HttpSettings http_settings(const TargetApplication& target) {
  observe::HttpSettings settings;
  settings.user = lookup(*target.user, target.user_at);
  if (target.group) settings.group = lookup(*target.group, target.group_at);
  if (target.connection_state) {
    settings.connection_state = lookup(*target.connection_state, target.connection_state_at);
  }
  if (target.directory_state) {
    settings.directory_state = lookup(*target.directory_state, target.directory_state_at);
  }
  settings.lists_accounts = target.lists_accounts;
  settings.fields = target.fields;
  if (const auto words = target.states.find("active"); words != target.states.end()) {
    settings.active = words->second;
  }
  if (const auto words = target.states.find("inactive"); words != target.states.end()) {
    settings.inactive = words->second;
  }
  settings.absent = target.absent;
  settings.inactive_policy = policy_of(target);
  return settings;
}

}  // namespace

Result<std::unique_ptr<observe::Application>> make_application(const TargetApplication& target) {
  if (target.kind == "http") return observe::make_http_application(http_settings(target));
  if (target.kind == "workos") {
    observe::WorkosSettings settings;
    settings.base_url = target.base_url;
    settings.api_key = target.api_key;
    settings.organization = target.organization;
    settings.directory = target.directory;
    settings.connection = target.connection;
    settings.inactive_policy = policy_of(target);
    return observe::make_workos_application(std::move(settings));
  }
  if (target.kind == "polis") {
    observe::PolisSettings settings{target.base_url, target.api_key,   target.tenant,
                                    target.product,  target.directory, policy_of(target)};
    return observe::make_polis_application(std::move(settings));
  }
  return std::unique_ptr<observe::Application>();
}

}  // namespace idproctor::run
