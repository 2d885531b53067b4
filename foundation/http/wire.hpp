#pragma once

#include <string>

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/url.hpp"

namespace idproctor::http {

/// The bytes of a request: Host first (unless the caller has one among the headers), then the headers as they
/// are, then Content-Length where a body or the method asks for it. Errors (invalid): a method or a header
/// name that is no token, a value with a line break or a NUL, a body that Transfer-Encoding would contradict.
Result<std::string> request_bytes(const Request& request, const Url& url);

/// The bytes of an answer with its Content-Length; the body is left out where the method was HEAD or the
/// status allows none. Errors (invalid): as above, and a status outside 100 to 999.
Result<std::string> response_bytes(const Response& response, bool to_head, bool keep_alive);

}  // namespace idproctor::http
