#pragma once

#include "foundation/http/message.hpp"
#include "reference_sp/application/application.hpp"
#include "reference_sp/application/sessions.hpp"
#include "reference_sp/application/users.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::application {

/// The application's side of a login through the broker (authorization code flow, RFC 6749 section 4.1). The
/// checks "callback-state", "callback-code-required", "callback-error", "app-login-account",
/// "app-login-names", "app-login-email", "app-login-id" and "app-login-address" decide here.
class AppLogin {
 public:
  AppLogin(const ApplicationConfig& config, Context context, const Ask& ask, Users& users,
           AppSessions& sessions)
      : config_(config), context_(context), ask_(ask), users_(users), sessions_(sessions) {}

  /// GET /app/login[?organization= or ?connection=]: to the broker, with a state that belongs to this
  /// browser.
  http::Response begin(const http::Request& request) const;
  /// GET /app/callback: 400 for what this browser did not ask for, 403 for whom the broker refused or whose
  /// account has ended.
  http::Response finish(const http::Request& request);

 private:
  Result<Json> exchange(const std::string& code) const;
  Result<const User*> user_of(const Json& profile);

  const ApplicationConfig& config_;
  Context context_;
  const Ask& ask_;
  Users& users_;
  AppSessions& sessions_;
};

}  // namespace idproctor::reference::application
