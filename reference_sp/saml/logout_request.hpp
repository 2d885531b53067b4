#pragma once

#include <string>
#include <vector>

#include "foundation/core/result.hpp"
#include "reference_sp/saml/idp_metadata.hpp"
#include "reference_sp/saml/replay.hpp"
#include "reference_sp/saml/sessions.hpp"
#include "reference_sp/saml/validation.hpp"

namespace idproctor::reference {

/// Whose sessions a LogoutRequest wants to end (SAML core 3.7.1).
struct LogoutRequest {
  std::string id, name_id;
  std::vector<std::string> session_indexes;  ///< none: all sessions of the subject
};

/// What a verified LogoutRequest asks. One that has expired or was used before is refused; the checks
/// "logout-expiry" and "logout-replay" decide here.
Result<LogoutRequest> read_logout_request(xml::Node root, const Expected& expected, UsedAssertions& used);

/// Ends the sessions that the request names, and says how many there were. `browser_session` is the session
/// of the browser that brought the request. The checks "logout-name-id", "logout-session-index",
/// "logout-every-index" and "logout-all-sessions" decide here.
std::size_t end_sessions(Sessions& sessions, const LogoutRequest& request, const std::string& browser_session,
                         const Checks& checks);

/// Our own LogoutRequest about a session (SAML core 3.7.1).
std::string logout_request(const ServiceProvider& service, const std::string& destination,
                           const Session& session, const std::string& id, Time now);

/// Our LogoutResponse (SAML core 3.7.2): Success, or that nobody by that name is logged in.
std::string logout_response(const ServiceProvider& service, const std::string& destination,
                            const std::string& request_id, bool somebody, Time now);

}  // namespace idproctor::reference
