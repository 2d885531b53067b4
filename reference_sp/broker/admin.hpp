#pragma once

#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "reference_sp/broker/api.hpp"
#include "reference_sp/broker/domains.hpp"
#include "reference_sp/broker/webhooks.hpp"
#include "reference_sp/scim/service.hpp"

namespace idproctor::reference::broker {

/// What the administrator does, for requests that are allowed in:
///   GET, POST /admin/directories/{id}/tokens, DELETE /admin/directories/{id}/tokens/{token}
///   POST /admin/directories/{id}/sync
///   PUT /admin/connections/{id} {"state": "active" or "inactive"}
///   PUT /admin/organizations/{id}/domains/{domain} {"state": "verified" or "pending"}
///   PUT, DELETE /admin/webhook-endpoints/{name} {"url": …}
/// Errors: 400 for a body that makes no sense, 404, 409 for a third token.
class Admin {
 public:
  Admin(Context context, Connections& connections, Directories& directories, Domains& domains,
        Webhooks& webhooks, ScimService& scim)
      : context_(context),
        connections_(connections),
        directories_(directories),
        domains_(domains),
        webhooks_(webhooks),
        scim_(scim) {}

  http::Response handle(const http::Request& request);

 private:
  using Path = std::vector<std::string>;
  http::Response directory(const http::Request& request, const Path& path);
  http::Response tokens(const http::Request& request, std::size_t number);
  http::Response revoke(std::size_t number, const std::string& token_id);
  http::Response connection(const http::Request& request, const std::string& id);
  http::Response domain(const http::Request& request, const Path& path);
  http::Response endpoint(const http::Request& request, const std::string& name);
  void tell_token(std::size_t number, const char* event, const ScimToken& token);

  Context context_;
  Connections& connections_;
  Directories& directories_;
  Domains& domains_;
  Webhooks& webhooks_;
  ScimService& scim_;
};

}  // namespace idproctor::reference::broker
