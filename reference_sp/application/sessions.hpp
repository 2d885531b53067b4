#pragma once

#include <map>
#include <string>

#include "foundation/core/json.hpp"
#include "reference_sp/context.hpp"

namespace idproctor::reference::application {

inline constexpr std::string_view app_session_cookie = "app_session";

/// Who is logged in to the application. The check "app-session-ends" decides here.
struct AppSession {
  std::string user_id;
  Json profile;  ///< as the broker gave it at the login
  Time expires{};
};

class AppSessions {
 public:
  explicit AppSessions(Context context);
  /// A new session for eight hours under an id that nobody can guess, which is returned.
  std::string start(const std::string& user_id, const Json& profile);
  /// nullptr when there is none or it has expired. Valid until the next change.
  const AppSession* find(const std::string& id) const;
  void end(const std::string& id);
  void end_all_of(const std::string& user_id);

 private:
  Context context_;
  std::map<std::string, AppSession> sessions_;
};

}  // namespace idproctor::reference::application
