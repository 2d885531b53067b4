#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/http/runtime_thread.hpp"
#include "foundation/http/server.hpp"
#include "harness/scenario/target.hpp"
#include "mock_idp/key_ring.hpp"
#include "reference_sp/integration.hpp"

namespace idproctor::run {

struct EmbeddedOptions {
  http::ServerOptions server = {};
  /// Fresh ones are made where they are empty. `app_key` is that of the first organization's administrators.
  std::string scim_token = {}, api_key = {}, app_key = {};
  /// What must be signed, as its target() says then; one of the two when absent.
  std::optional<mock_idp::SignTarget> sign = {};
  bool idp_initiated = true;  ///< unsolicited responses are taken
  bool application = false;   ///< the application gets the broker's webhooks
  reference::broker::Settings broker = {};
  reference::Records* records = nullptr;  ///< what outlives a restart; must outlive it
  mock_idp::KeyRing* keys = nullptr;      ///< keeps its encryption key; without it a fresh one is made
};

/// What stands behind the reference integration's doors: its broker, and the application there.
struct ChainDescription {
  std::string base_url;         ///< of the broker's API
  std::string application_url;  ///< ends in /app
  reference::ChainKeys keys;
};

/// The reference integration on a port of its own, and the target that describes it.
class Embedded {
 public:
  /// It works on `runtime`, or, without one, on a thread of its own, as a real service provider does.
  /// `clock`, which any thread may read, and `runtime` must outlive it.
  static Result<std::unique_ptr<Embedded>> start(http::Runtime* runtime, const std::string& idp_metadata,
                                                 const reference::Checks& checks, const Clock& clock,
                                                 EmbeddedOptions options = {});
  /// The keys that the IdP metadata given to start() should have besides "idp", for its target() says so.
  static std::vector<std::string> idp_keys();
  const scenario::Target& target() const { return target_; }
  /// Its secrets are among those of target(), where the application is connected.
  const ChainDescription& chain() const { return chain_; }

 private:
  Embedded() = default;

  std::unique_ptr<http::Runtime> runtime_;  ///< null: the caller's
  scenario::Target target_;
  ChainDescription chain_;
  std::unique_ptr<reference::Integration> integration_;
  std::unique_ptr<http::Server> server_;         // after what it serves, so that it ends first
  std::unique_ptr<http::RuntimeThread> thread_;  // after all that it works for, likewise
};

}  // namespace idproctor::run
