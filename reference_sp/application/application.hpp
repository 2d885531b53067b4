#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "foundation/http/message.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::application {

/// One customer of the application, and the keys of its people.
struct Customer {
  std::string organization_id, admin_key, member_key;
};

struct ApplicationConfig {
  std::string base_url;    ///< of the application, no slash at the end; it lives below /app
  std::string broker_url;  ///< no slash at the end
  std::string client_id, client_secret;
  std::vector<Customer> customers;  ///< the first is whom /app/login is for, when it does not say
};

/// Asks the broker's API; the request's URL is a path. How it gets there is no business of the application.
using Ask = std::function<http::Response(const http::Request& request)>;

/// A small SaaS application that knows its users from the broker alone: from its webhooks and from the
/// profile of a login. /app/login, /app/callback, /app/logout, /app/whoami, /app/webhooks, /app/api/users,
/// /app/api/groups, /app/api/connections, and /app for people. Pure: no sockets.
class Application {
 public:
  Application(ApplicationConfig config, Context context, Ask ask);
  ~Application();

  http::Response handle(const http::Request& request);
  /// What the broker signs webhooks with; until then none is taken.
  void set_webhook_secret(std::string secret);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace idproctor::reference::application
