#include "reference_sp/scim/bearer.hpp"

#include <string_view>

#include "foundation/core/text.hpp"
#include "foundation/http/form.hpp"
#include "foundation/xml/digest.hpp"
#include "reference_sp/scim/error.hpp"

namespace idproctor::reference::scim {

bool is_authorized(const http::Request& request, const std::string& token, const Checks& checks) {
  if (checks.off("token-every-method") && request.method != "GET") return true;
  const auto fields = request.headers.all("Authorization");
  const auto query = http::query_of(request.url);
  const bool in_url = http::find(query, "access_token") == token || http::find(query, "token") == token;
  if (fields.empty() && in_url && checks.off("token-in-query")) return true;
  if (fields.empty()) return checks.off("token-required");
  if (fields.size() > 1) return false;
  const std::string_view field = trim(fields[0]);
  const std::size_t space = field.find(' ');
  if (space == std::string_view::npos) {
    return checks.off("token-scheme") && crypto::equal_in_constant_time(field, token);
  }
  const std::string_view scheme = field.substr(0, space);
  if (!equals_ignoring_case(scheme, "Bearer") && checks.on("token-scheme")) return false;
  if (scheme != "Bearer" && checks.off("token-scheme-case")) return false;
  const std::string_view sent = trim(field.substr(space));
  if (sent.empty()) return false;
  if (checks.off("token-whole") && sent.starts_with(token)) return true;
  return checks.off("bearer-token") || crypto::equal_in_constant_time(sent, token);
}

http::Response unauthorized() {
  auto response = error_response({401, "", "A valid bearer token is needed."});
  response.headers.set("WWW-Authenticate", "Bearer realm=\"SCIM\"");
  return response;
}

}  // namespace idproctor::reference::scim
