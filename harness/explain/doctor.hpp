#pragma once

#include <functional>
#include <string>

#include "harness/run/environment.hpp"

namespace idproctor::explain {

/// One station of a first connection.
struct Station {
  std::string name;  ///< "metadata", "token"
  bool well = false;
  std::string found;  ///< what is the matter, or what was seen
  std::string fix;    ///< one line; empty where all is well
};

/// Walks a first connection in the order in which an admin makes it: name and TLS, metadata, entity ID, ACS,
/// a plain login, attributes; the SCIM address, its token, a test user, the deactivation; the application.
/// Tells each station as it comes and stops at the first that is not well. True: all are. Nothing shows a
/// secret.
Task<bool> walk(run::Environment& environment, std::function<void(const Station&)> tell);

}  // namespace idproctor::explain
