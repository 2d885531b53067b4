#include "reference_sp/scim/error.hpp"

#include "foundation/core/json.hpp"
#include "foundation/core/text.hpp"
#include "reference_sp/scim/urn.hpp"

namespace idproctor::reference::scim {

ScimError bad_request(std::string_view type, std::string detail) {
  return ScimError{400, std::string(type), std::move(detail)};
}

ScimError not_found(std::string_view what, std::string_view identifier) {
  return ScimError{404, "", "There is no " + std::string(what) + " " + in_quotes(identifier) + "."};
}

ScimError not_implemented(std::string_view what) {
  return ScimError{501, "", std::string(what) + " is not implemented here; see ServiceProviderConfig."};
}

http::Response error_response(const ScimError& error) {
  Json body;
  body["schemas"] = Json::array({error_urn});
  // The status is a string in the body (RFC 7644 section 3.12).
  body["status"] = std::to_string(error.status);
  if (!error.type.empty()) body["scimType"] = error.type;
  body["detail"] = error.detail;
  return http::Response(error.status, std::string(media_type), dump(body));
}

std::string in_quotes(std::string_view text) {
  return '"' + printable(text, 120) + '"';
}

}  // namespace idproctor::reference::scim
