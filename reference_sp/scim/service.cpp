#include "reference_sp/scim/service.hpp"

#include <algorithm>
#include <utility>

#include "foundation/http/url.hpp"
#include "reference_sp/scim/answer_mistakes.hpp"
#include "reference_sp/scim/bearer.hpp"
#include "reference_sp/scim/directory.hpp"
#include "reference_sp/scim/endpoints.hpp"
#include "reference_sp/scim/request.hpp"

namespace idproctor::reference {

namespace {

/// One directory behind its base URL and its token.
struct Tenant {
  Tenant(ScimDirectory config_, const Checks& checks_, const Clock& clock, Records& records)
      : config(std::move(config_)),
        checks(checks_),
        base_path(http::parse_url(config.base_url).value().path),
        tokens(base_path, config.token, checks, clock.now(), records),
        directory(config.base_url, checks, clock),
        endpoints(config.base_url, checks, directory) {
    directory.keep_in(records, base_path);
    // A base URL without a path still parses as "/".
    if (base_path == "/") base_path.clear();
  }

  ScimDirectory config;
  const Checks& checks;
  std::string base_path;
  scim::Tokens tokens;
  scim::Directory directory;
  scim::Endpoints endpoints;
  scim::Watcher* watcher = nullptr;
};

}  // namespace

struct ScimService::Impl {
  Impl(ScimConfig config, Checks checks_, const Clock& clock_, Records& records)
      : checks(std::move(checks_)), clock(clock_) {
    config.further.insert(config.further.begin(), {std::move(config.base_url), std::move(config.token)});
    for (ScimDirectory& one : config.further) {
      tenants.push_back(std::make_unique<Tenant>(std::move(one), checks, clock, records));
    }
    for (const auto& tenant : tenants) {
      std::vector<scim::Directory*> neighbours;
      for (const auto& other : tenants) {
        if (other != tenant) neighbours.push_back(&other->directory);
      }
      tenant->directory.set_neighbours(std::move(neighbours));
    }
  }

  // The one that a request target lies below; the first where there is none.
  Tenant& tenant_of(const std::string& url) {
    for (const auto& tenant : tenants) {
      if (scim::parse_target(url, tenant->base_path)) return *tenant;
    }
    return *tenants.front();
  }

  bool opens(const http::Request& request, Tenant& tenant) const {
    for (ScimToken& one : tenant.tokens.opening()) {
      if (!scim::is_authorized(request, one.token, checks)) continue;
      one.last_used = clock.now();
      return true;
    }
    return false;
  }

  bool may_enter(const http::Request& request, Tenant& tenant) const {
    if (opens(request, tenant)) return true;
    return checks.off("directory-token") &&
           std::ranges::any_of(tenants, [&](const auto& other) { return opens(request, *other); });
  }

  // Looks before it asks who wants to know.
  static bool is_missing(const http::Request& request, Tenant& tenant) {
    const auto target = scim::parse_target(request.url, tenant.base_path);
    return target && tenant.endpoints.handle("GET", *target, request).status == 404;
  }

  http::Response answer(const std::string& method, const http::Request& request) {
    Tenant& tenant = tenant_of(request.url);
    const std::string_view path = std::string_view(request.url).substr(0, request.url.find('?'));
    if (path.find("//") != std::string_view::npos && checks.off("empty-segments")) {
      return scim::error_response(scim::not_found("endpoint", path));
    }
    if ((request.url.ends_with('?') || request.url.ends_with('&')) && checks.off("empty-parameters")) {
      return scim::error_response(scim::bad_request("invalidSyntax", "An empty parameter."));
    }
    // The token comes first: a stranger does not even learn which paths there are.
    if (!may_enter(request, tenant)) {
      return checks.off("token-first") && is_missing(request, tenant)
                 ? scim::error_response(scim::not_found("resource", path))
                 : scim::unauthorized();
    }
    if (tenant.watcher) tenant.watcher->entered();
    if (request.body.size() > scim::body_limit) {
      return scim::error_response({413, "", "The body is larger than 2 MB."});
    }
    const auto target = scim::parse_target(request.url, tenant.base_path);
    if (!target) return scim::error_response(scim::not_found("endpoint", request.url));
    return tenant.endpoints.handle(method, *target, request);
  }

  scim::Directory& first() { return tenants.front()->directory; }

  Checks checks;
  const Clock& clock;
  std::vector<std::unique_ptr<Tenant>> tenants;
};

ScimService::ScimService(ScimConfig config, Checks checks, const Clock& clock, Records& records)
    : impl_(std::make_unique<Impl>(std::move(config), std::move(checks), clock, records)) {}

ScimService::~ScimService() = default;

http::Response ScimService::handle(const http::Request& request) {
  const bool is_head = request.method == "HEAD";
  std::string method = is_head ? "GET" : request.method;
  const std::string other = request.headers.get("X-HTTP-Method-Override");
  if (!other.empty() && impl_->checks.off("method-override")) method = other;
  auto response = scim::misworded(impl_->answer(method, request), impl_->checks);
  response.headers.set("Cache-Control", impl_->checks.on("cache-shared") ? "no-store" : "public, max-age=60");
  if (is_head) response.body.clear();
  return response;
}

void ScimService::watch(std::size_t directory, scim::Watcher& watcher) {
  Tenant& tenant = *impl_->tenants.at(directory);
  tenant.watcher = &watcher;
  tenant.directory.watch(watcher);
}

const scim::Resource* ScimService::find(std::size_t directory, const std::string& id) const {
  return impl_->tenants.at(directory)->directory.stored(id);
}

const std::vector<ScimToken>& ScimService::tokens(std::size_t directory) const {
  return impl_->tenants.at(directory)->tokens.all();
}

std::optional<ScimToken> ScimService::issue_token(std::size_t directory, std::string id, std::string token) {
  return impl_->tenants.at(directory)->tokens.issue(std::move(id), std::move(token), impl_->clock.now());
}

std::optional<ScimToken> ScimService::revoke_token(std::size_t directory, const std::string& id) {
  return impl_->tenants.at(directory)->tokens.revoke(id);
}

std::optional<Account> ScimService::find_account(const std::string& identity) const {
  return impl_->first().find_account(identity);
}

Account ScimService::create_account(const std::string& identity,
                                    const std::map<std::string, std::string>& attributes) {
  return impl_->first().create_account(identity, attributes);
}

void ScimService::set_active(const std::string& id, bool active) {
  impl_->first().set_active(id, active);
}

void ScimService::on_ended(std::function<void(const std::string& id)> listener) {
  impl_->first().on_ended(std::move(listener));
}

}  // namespace idproctor::reference
