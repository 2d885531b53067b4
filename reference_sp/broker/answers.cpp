#include "reference_sp/broker/answers.hpp"

#include "foundation/core/text.hpp"
#include "reference_sp/saml/pages.hpp"

namespace idproctor::reference::broker {

http::Response api_error(int status, std::string_view message, std::string_view code) {
  Json body = Json::object();
  if (!code.empty()) body["code"] = code;
  body["message"] = message;
  return json_answer(status, body);
}

http::Response api_unauthorized() {
  auto response = api_error(401, "Unauthorized");
  response.headers.set("WWW-Authenticate", "Bearer realm=\"broker\"");
  return response;
}

http::Response api_not_found(std::string_view what) {
  return api_error(404, "Could not find: " + printable(what, 100), "entity_not_found");
}

std::string bearer_of(const http::Request& request) {
  const auto fields = request.headers.all("Authorization");
  if (fields.size() != 1) return {};
  const std::string_view field = trim(fields.front());
  const std::size_t space = field.find(' ');
  if (space == std::string_view::npos || !equals_ignoring_case(field.substr(0, space), "Bearer")) return {};
  return std::string(trim(field.substr(space)));
}

}  // namespace idproctor::reference::broker
