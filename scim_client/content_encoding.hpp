#pragma once

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::scim {

/// Undoes Content-Encoding gzip or deflate (RFC 9110 8.4.1) in place: Okta's client asks for both, so servers
/// answer with them. Trouble is a body that is broken, too large, or encoded in a way nobody asked for.
Result<> decode_content(http::Response& response);

}  // namespace idproctor::scim
