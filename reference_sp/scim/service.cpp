#include "reference_sp/scim/service.hpp"

#include <utility>

#include "foundation/http/url.hpp"
#include "reference_sp/scim/bearer.hpp"
#include "reference_sp/scim/directory.hpp"
#include "reference_sp/scim/endpoints.hpp"
#include "reference_sp/scim/request.hpp"

namespace idproctor::reference {

struct ScimService::Impl {
  Impl(ScimConfig config_, Checks checks_, const Clock& clock)
      : config(std::move(config_)),
        checks(std::move(checks_)),
        base_path(http::parse_url(config.base_url).value().path),
        directory(config.base_url, checks, clock),
        endpoints(config.base_url, checks, directory) {
    // A base URL without a path still parses as "/".
    if (base_path == "/") base_path.clear();
  }

  http::Response answer(const std::string& method, const http::Request& request) {
    // The token comes first: a stranger does not even learn which paths there are.
    if (!scim::is_authorized(request, config.token, checks)) return scim::unauthorized();
    if (request.body.size() > scim::body_limit) {
      return scim::error_response({413, "", "The body is larger than 2 MB."});
    }
    const auto target = scim::parse_target(request.url, base_path);
    if (!target) return scim::error_response(scim::not_found("endpoint", request.url));
    return endpoints.handle(method, *target, request);
  }

  ScimConfig config;
  Checks checks;
  std::string base_path;
  scim::Directory directory;
  scim::Endpoints endpoints;
};

ScimService::ScimService(ScimConfig config, Checks checks, const Clock& clock)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(checks), clock)) {}

ScimService::~ScimService() = default;

http::Response ScimService::handle(const http::Request& request) {
  const bool is_head = request.method == "HEAD";
  auto response = impl_->answer(is_head ? "GET" : request.method, request);
  response.headers.set("Cache-Control", "no-store");
  if (is_head) response.body.clear();
  return response;
}

std::optional<Account> ScimService::find_account(const std::string& identity) const {
  return impl_->directory.find_account(identity);
}

Account ScimService::create_account(const std::string& identity,
                                    const std::map<std::string, std::string>& attributes) {
  return impl_->directory.create_account(identity, attributes);
}

void ScimService::set_active(const std::string& id, bool active) {
  impl_->directory.set_active(id, active);
}

void ScimService::on_ended(std::function<void(const std::string& id)> listener) {
  impl_->directory.on_ended(std::move(listener));
}

}  // namespace idproctor::reference
