#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "mock_idp/dialect.hpp"
#include "scim_client/dialect.hpp"

namespace idproctor::run {

/// A provider as a run speaks it: a SAML half and a SCIM half. A half that the provider lacks is generic's.
struct Provider {
  std::string id;  ///< as it was asked for: "okta-patch"
  std::shared_ptr<const mock_idp::Dialect> saml;
  std::shared_ptr<const scim::Dialect> scim;
};

/// "generic-patch" is generic: the name that says beside "generic-put" what it does. Any other word is
/// itself.
std::string provider_named(const std::string& word);

/// The ids that --provider knows: folders of fixtures/providers/ and their SCIM variants, generic first.
std::vector<std::string> provider_ids(const std::string& home);

/// An unknown id is an Error that lists the known ones.
Result<Provider> load_provider(const std::string& home, const std::string& name);

}  // namespace idproctor::run
