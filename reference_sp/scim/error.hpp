#pragma once

#include <boost/system/result.hpp>
#include <stdexcept>
#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace idproctor::reference::scim {

/// What RFC 7644 section 3.12 answers when a request is refused.
struct ScimError {
  int status = 400;
  std::string type;    ///< scimType of table 9; empty where the table has none
  std::string detail;  ///< for people; may hold text of the request, never a secret of this side
};

template <class T = void>
using Outcome = boost::system::result<T, ScimError>;

/// Calling value() on a failed Outcome is a programming mistake; Boost finds this function by its argument.
[[noreturn]] inline void throw_exception_from_error(const ScimError& error, const boost::source_location&) {
  throw std::logic_error("unchecked SCIM error: " + error.detail);
}

/// Status 400 with a scimType.
ScimError bad_request(std::string_view type, std::string detail);
/// 404 for a resource; the identifier comes from the request and is made harmless.
ScimError not_found(std::string_view what, std::string_view identifier);
/// 501 for a part of the specification that this service does not offer.
ScimError not_implemented(std::string_view what);

http::Response error_response(const ScimError& error);

/// Foreign text in quotes for a detail: short, and without control characters.
std::string in_quotes(std::string_view text);

}  // namespace idproctor::reference::scim
