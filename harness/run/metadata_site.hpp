#pragma once

#include <memory>
#include <string>

#include "foundation/http/runtime.hpp"
#include "foundation/http/server.hpp"

namespace idproctor::run {

/// The address of our IdP's metadata, for a target on this machine that fetches them, and what such addresses
/// answer when they are out of order.
class MetadataSite {
 public:
  /// `runtime` must outlive it.
  static Result<std::unique_ptr<MetadataSite>> listen(http::Runtime& runtime);

  /// What is found from now on: the metadata ("reachable"), a status ("404"), "redirect-loop", nobody
  /// ("refused"), a server that speaks no TLS although the address says so ("no-tls"), or one that takes the
  /// question and never answers ("no-answer").
  Result<> serve(const std::string& answers, std::string metadata);
  /// The address for that.
  const std::string& url() const { return url_; }

 private:
  explicit MetadataSite(http::Runtime& runtime) : runtime_(runtime) {}
  http::DelayedResponse answer() const;

  http::Runtime& runtime_;
  std::string answers_, metadata_, url_;
  std::unique_ptr<http::Server> server_;  // after what it serves, so that it ends first
};

}  // namespace idproctor::run
