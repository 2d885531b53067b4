#include "harness/run/providers.hpp"

#include <algorithm>
#include <filesystem>

#include "foundation/core/text.hpp"

namespace idproctor::run {

namespace {

namespace fs = std::filesystem;

std::string folder_of(const std::string& home) {
  return home + "/fixtures/providers";
}

/// "okta-patch" is variant "patch" of the folder "okta", unless a folder has the whole name.
struct Place {
  std::string folder, variant;
};

Place place_of(const std::string& home, const std::string& id) {
  if (fs::is_directory(folder_of(home) + "/" + id)) return {id, ""};
  for (std::size_t dash = id.rfind('-'); dash != std::string::npos && dash > 0;
       dash = id.rfind('-', dash - 1)) {
    Place place{id.substr(0, dash), id.substr(dash + 1)};
    if (fs::exists(folder_of(home) + "/" + place.folder + "/scim-" + place.variant + ".yaml")) return place;
  }
  return {};
}

}  // namespace

std::string provider_named(const std::string& word) {
  return word == "generic-patch" ? "generic" : word;
}

std::vector<std::string> provider_ids(const std::string& home) {
  std::vector<std::string> ids;
  std::error_code error;
  for (const auto& folder : fs::directory_iterator(folder_of(home), error)) {
    const std::string name = folder.path().filename().string();
    ids.push_back(name);
    for (const auto& file : fs::directory_iterator(folder.path(), error)) {
      const std::string stem = file.path().stem().string();
      if (stem.starts_with("scim-")) ids.push_back(name + stem.substr(4));
    }
  }
  std::ranges::sort(ids);
  std::stable_partition(ids.begin(), ids.end(),
                        [](const std::string& id) { return id.starts_with("generic"); });
  return ids;
}

Result<Provider> load_provider(const std::string& home, const std::string& name) {
  const std::string id = provider_named(name);
  const Place place = place_of(home, id);
  if (place.folder.empty()) {
    return invalid("there is no provider '" + id + "'; there are " + join(provider_ids(home), ", "));
  }
  const std::string folder = folder_of(home) + "/" + place.folder;
  const std::string generic = folder_of(home) + "/generic";
  const std::string saml_file = "/saml.yaml";
  const std::string scim_file = place.variant.empty() ? "/scim.yaml" : "/scim-" + place.variant + ".yaml";
  auto saml = mock_idp::load_dialect((fs::exists(folder + saml_file) ? folder : generic) + saml_file);
  if (!saml) return saml.error();
  if (saml->logout_request.empty() || saml->logout_response.empty()) {
    auto fallback = mock_idp::load_dialect(generic + saml_file);
    if (!fallback) return fallback.error();
    if (saml->logout_request.empty()) saml->logout_request = fallback->logout_request;
    if (saml->logout_response.empty()) saml->logout_response = fallback->logout_response;
  }
  auto scim = fs::exists(folder + scim_file) ? scim::load_dialect(folder + scim_file)
                                             : scim::load_dialect(generic + "/scim.yaml");
  if (!scim) return scim.error();
  return Provider{id, std::make_shared<const mock_idp::Dialect>(std::move(*saml)),
                  std::make_shared<const scim::Dialect>(std::move(*scim))};
}

}  // namespace idproctor::run
