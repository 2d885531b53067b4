#pragma once

#include <memory>
#include <string>
#include <vector>

#include "foundation/http/server.hpp"
#include "harness/scenario/target.hpp"
#include "reference_sp/integration.hpp"

namespace idproctor::run {

/// The reference integration on a port of its own, and the target that describes it.
class Embedded {
 public:
  /// `clock` and `runtime` must outlive it. An empty token: a fresh one is made.
  static Result<std::unique_ptr<Embedded>> start(http::Runtime& runtime, const std::string& idp_metadata,
                                                 const reference::Checks& checks, const Clock& clock,
                                                 http::ServerOptions options = {},
                                                 std::string scim_token = {});
  /// The keys that the IdP metadata given to start() should have besides "idp", for its target() says so.
  static std::vector<std::string> idp_keys();
  const scenario::Target& target() const { return target_; }

 private:
  Embedded() = default;

  scenario::Target target_;
  std::unique_ptr<reference::Integration> integration_;
  std::unique_ptr<http::Server> server_;  // after what it serves, so that it ends first
};

}  // namespace idproctor::run
