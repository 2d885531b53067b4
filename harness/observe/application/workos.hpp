#pragma once

#include <memory>
#include <string>

#include "harness/observe/application/application.hpp"

namespace idproctor::observe {

/// WorkOS's API (docs/reference), or one of its shape.
struct WorkosSettings {
  std::string base_url = "https://api.workos.com";
  std::string api_key;
  /// Ids. People and groups are those of the directory, which the API wants to know; events those of the
  /// organization. Without its id, the organization's first connection or directory is asked for its state.
  std::string organization, directory, connection;
  InactivePolicy inactive_policy = InactivePolicy::remove;  ///< the default since October 2023
  /// Between two requests to /directory_users, of which a directory takes four a second
  /// (docs/reference/rate-limits).
  Milliseconds gap{250};
};

std::unique_ptr<Application> make_workos_application(WorkosSettings settings);

}  // namespace idproctor::observe
