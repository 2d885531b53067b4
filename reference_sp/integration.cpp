#include "reference_sp/integration.hpp"

#include <utility>

#include "reference_sp/saml/service.hpp"
#include "reference_sp/scim/service.hpp"

namespace idproctor::reference {
namespace {

constexpr std::string_view scim_root = "/scim/v2";
constexpr std::string_view second_scim_root = "/scim/second/v2";

ScimConfig scim_config(const IntegrationConfig& config) {
  ScimConfig scim{config.base_url + std::string(scim_root), config.scim_token, {}};
  if (!config.second_scim_token.empty()) {
    scim.further.push_back({config.base_url + std::string(second_scim_root), config.second_scim_token});
  }
  return scim;
}

bool is_below(const std::string& target, std::string_view root) {
  if (!target.starts_with(root)) return false;
  const auto rest = target.substr(root.size());
  return rest.empty() || rest.front() == '/' || rest.front() == '?';
}

bool is_scim(const std::string& target) {
  return is_below(target, scim_root) || is_below(target, second_scim_root);
}

}  // namespace

struct Integration::Impl {
  std::unique_ptr<ScimService> scim;  // before saml, which refers to it
  SamlService saml;
};

Result<Integration> Integration::create(IntegrationConfig config, Checks checks, const Clock& clock) {
  auto scim = std::make_unique<ScimService>(scim_config(config), checks, clock);
  auto saml = SamlService::create(
      SamlConfig{config.base_url, config.idp_metadata, config.scim_token, config.signed_metadata,
                 config.clock_tolerance, config.idp_initiated, config.just_in_time, config.outside},
      checks, *scim, clock);
  if (!saml) return saml.error();
  return Integration(std::make_unique<Impl>(Impl{std::move(scim), std::move(*saml)}));
}

Integration::Integration(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Integration::Integration(Integration&&) noexcept = default;
Integration& Integration::operator=(Integration&&) noexcept = default;
Integration::~Integration() = default;

http::Response Integration::handle(const http::Request& request) {
  return is_scim(request.url) ? impl_->scim->handle(request) : impl_->saml.handle(request);
}

}  // namespace idproctor::reference
