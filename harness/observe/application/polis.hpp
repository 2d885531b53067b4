#pragma once

#include <memory>
#include <string>

#include "harness/observe/application/application.hpp"

namespace idproctor::observe {

/// The API of Ory Polis, formerly BoxyHQ's SAML Jackson (shapes: npm package @boxyhq/saml-jackson 26.2.0).
struct PolisSettings {
  std::string base_url;
  std::string api_key;
  std::string tenant, product;
  std::string directory;  ///< id; empty: every directory of tenant and product
  InactivePolicy inactive_policy = InactivePolicy::keep;
};

/// Its events are the log of webhooks, which is kept where the directory has log_webhook_events.
std::unique_ptr<Application> make_polis_application(PolisSettings settings);

}  // namespace idproctor::observe
