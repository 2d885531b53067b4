#include "harness/observe/application/sso_error.hpp"

#include <algorithm>

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "harness/observe/page_text.hpp"

namespace idproctor::observe {

const std::vector<SsoError>& sso_errors() {
  static const std::vector<SsoError> errors{
      {"access_denied", "the identity provider, or the user there, said no",
       "assign the user to the application at the identity provider"},
      {"ambiguous_connection_selector", "the organization has several connections",
       "name the connection instead of the organization"},
      {"connection_domain_invalid", "no connection belongs to that domain",
       "name the organization or the connection instead of a domain"},
      {"connection_invalid", "there is no connection by that id, or it is not active",
       "compare the id, and activate the connection"},
      {"connection_strategy_invalid", "the provider can be reached in several ways in this environment",
       "name the connection instead of the provider"},
      {"connection_unlinked", "the connection is not set up to the end",
       "finish the connection's setup with the identity provider's metadata"},
      {"domain_connection_selector_not_allowed", "the parameter `domain` is no longer taken",
       "name the organization or the connection instead of a domain"},
      {"idp_initiated_sso_disabled", "this connection takes no login that begins at the identity provider",
       "begin the login at the application, or allow the other way for this connection"},
      {"invalid_connection_selector", "the request names no connection, organization or provider",
       "send exactly one of them"},
      {"organization_invalid", "there is no organization by that id, or it has no connection",
       "compare the id, and give the organization a connection"},
      {"oauth_failed", "the identity provider's OAuth login failed", "look at the session in the dashboard"},
      {"profile_not_allowed_outside_organization",
       "the user's address is of a domain that the organization has not verified",
       "add the domain to the organization, or let it have guests"},
      {"server_error", "the response of the identity provider was refused",
       "the dashboard tells the reason, at the connection's sessions"},
      {"signin_consent_denied", "the user did not confirm the login", "log in again and confirm"},
  };
  return errors;
}

const SsoError* find_sso_error(std::string_view code) {
  const auto error =
      std::ranges::find_if(sso_errors(), [&](const SsoError& one) { return one.code == code; });
  return error == sso_errors().end() ? nullptr : &*error;
}

std::optional<Callback> read_callback(std::string_view url) {
  const http::Parameters query = http::query_of(url);
  Callback callback{http::find(query, "code").value_or(""), http::find(query, "state").value_or(""),
                    http::find(query, "error").value_or(""),
                    http::find(query, "error_description").value_or("")};
  if (callback.code.empty() && callback.error.empty()) return std::nullopt;
  return callback;
}

std::string error_in_words(const Callback& callback) {
  std::string words = "the callback got the error " + printable(callback.error, 100);
  if (const SsoError* known = find_sso_error(callback.error)) {
    words += std::string(": ") + known->meaning + " (" + known->fix + ")";
  } else if (!callback.description.empty()) {
    words += ": " + printable(callback.description, 200);
  }
  return words;
}

bool tells_error(const Callback& callback, const http::Response& answer) {
  if (answer.status >= 400 && answer.status < 500) return true;
  const std::string said = to_lower(stated_reason(answer));
  const auto has = [&](const std::string& text) {
    return !text.empty() && said.find(to_lower(text)) != std::string::npos;
  };
  return has(callback.error) || has(callback.description);
}

}  // namespace idproctor::observe
