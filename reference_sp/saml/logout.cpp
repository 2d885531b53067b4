#include "reference_sp/saml/logout.hpp"

#include "foundation/core/text.hpp"
#include "reference_sp/saml/authn_request.hpp"
#include "reference_sp/saml/cookies.hpp"
#include "reference_sp/saml/elements.hpp"
#include "reference_sp/saml/logout_request.hpp"
#include "reference_sp/saml/pages.hpp"
#include "reference_sp/saml/redirect_query.hpp"

namespace idproctor::reference {
namespace {

constexpr auto patience = std::chrono::minutes(10);
constexpr std::size_t most_open_logouts = 10'000;
constexpr std::string_view success = "urn:oasis:names:tc:SAML:2.0:status:Success";
constexpr std::string_view partial = "urn:oasis:names:tc:SAML:2.0:status:PartialLogout";

struct LogoutStatus {
  std::string code, second;
};

Result<LogoutStatus> read_logout_status(xml::Node root) {
  auto status = only_child(root, samlp_namespace, "Status");
  if (!status) return status.error();
  auto code = only_child(*status, samlp_namespace, "StatusCode");
  if (!code) return code.error();
  const auto nested = children(*code, samlp_namespace, "StatusCode");
  return LogoutStatus{code->attribute("Value"), nested.empty() ? "" : nested.front().attribute("Value")};
}

const SpKey* signing_key(const Expected& expected) {
  return expected.checks.on("signs-logout") ? &expected.service.key : nullptr;
}

http::Response logout_refused(const Error& reason) {
  return page(403, "The logout was refused", describe(reason));
}

}  // namespace

void Logout::forget_expired(Time now) {
  std::erase_if(open_, [&](const auto& entry) { return entry.second.expires <= now; });
  if (open_.size() >= most_open_logouts) open_.erase(open_.begin());
}

http::Response Logout::begin(const http::Request& request, const Expected& expected, Sessions& sessions) {
  const std::string id = cookie(request, session_cookie);
  const Session* session = sessions.find(id, expected.now);
  const std::string& location = expected.idp.logout_location;
  http::Response response = redirect_to("/");
  if (session != nullptr && !location.empty()) {
    forget_expired(expected.now);
    const std::string request_id = unguessable_id();
    open_[request_id] = Open{id, expected.now + patience};
    response = redirect_to(
        redirect_url(location, "SAMLRequest",
                     logout_request(expected.service, location, *session, request_id, expected.now), "",
                     signing_key(expected)));
    if (expected.checks.off("logout-local")) return response;
  }
  // On the way to the identity provider the cookie stays: it names a session that is no more, and tells whose
  // request the answer belongs to.
  if (session == nullptr || location.empty())
    response.headers.add("Set-Cookie", remove_cookie(session_cookie));
  sessions.end(id);
  return response;
}

http::Response Logout::receive(const http::Request& request, const Expected& expected, Sessions& sessions) {
  auto message = read_logout_message(request, expected);
  if (!message) return logout_refused(message.error());
  const std::string browser_session = cookie(request, session_cookie);
  return message->is_request() ? answer(*message, browser_session, expected, sessions)
                               : finish(*message, browser_session, expected, sessions);
}

http::Response Logout::answer(const LogoutMessage& message, const std::string& browser_session,
                              const Expected& expected, Sessions& sessions) {
  auto asked = read_logout_request(message.document.root(), expected, used_);
  if (!asked) return logout_refused(asked.error());
  const std::size_t ended = end_sessions(sessions, *asked, browser_session, expected.checks);
  const std::string& location = expected.idp.logout_answer_location;
  if (location.empty()) return page(200, "Logged out", "The identity provider ended the session.");
  return redirect_to(
      redirect_url(location, "SAMLResponse",
                   logout_response(expected.service, location, asked->id, ended > 0, expected.now),
                   message.relay_state, signing_key(expected)));
}

http::Response Logout::finish(const LogoutMessage& message, const std::string& browser_session,
                              const Expected& expected, Sessions& sessions) {
  const xml::Node root = message.document.root();
  auto status = read_logout_status(root);
  if (!status) return logout_refused(status.error());
  if (expected.checks.off("logout-answer")) sessions.end(browser_session);
  forget_expired(expected.now);
  const auto open = open_.find(root.attribute("InResponseTo"));
  if (open == open_.end() || open->second.browser_session != browser_session) {
    return logout_refused(invalid("InResponseTo: this browser has no open LogoutRequest \"" +
                                  printable(root.attribute("InResponseTo"), 200) + "\""));
  }
  if (status->code == success) sessions.end(open->second.browser_session);
  open_.erase(open);
  http::Response response = redirect_to("/");
  if (status->code != success || status->second == partial) {
    response =
        page(200, "Logged out here",
             "You are logged out of this service. The identity provider could not log you out everywhere: " +
                 printable(status->code + " " + status->second, 300));
  }
  if (sessions.find(browser_session, expected.now) == nullptr) {
    response.headers.add("Set-Cookie", remove_cookie(session_cookie));
  }
  return response;
}

}  // namespace idproctor::reference
