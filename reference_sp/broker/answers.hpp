#pragma once

#include <string>
#include <string_view>

#include "foundation/http/message.hpp"

namespace idproctor::reference::broker {

/// {"message": …} or, where there is a code, {"code": …, "message": …}.
http::Response api_error(int status, std::string_view message, std::string_view code = {});
http::Response api_unauthorized();
http::Response api_not_found(std::string_view what);

/// The bearer token of a request, or empty (RFC 6750 section 2.1).
std::string bearer_of(const http::Request& request);

}  // namespace idproctor::reference::broker
