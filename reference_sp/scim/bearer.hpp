#pragma once

#include <string>

#include "foundation/http/message.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference::scim {

/// Whether a request may come in: it carries the bearer token that was issued, once, in the Authorization
/// header (RFC 6750 section 2.1).
bool is_authorized(const http::Request& request, const std::string& token, const Checks& checks);

/// 401 with WWW-Authenticate (RFC 6750 section 3); the same whatever is wrong.
http::Response unauthorized();

}  // namespace idproctor::reference::scim
