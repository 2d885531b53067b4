#pragma once

#include <string>

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::observe {

/// Who the target says is logged in.
struct Who {
  enum class Kind {
    nobody,
    somebody,
    unclear,  ///< the answer does not say; `detail` tells why
  };
  Kind kind = Kind::unclear;
  std::string identity;  ///< of somebody; may be empty, which is a session without a name
  std::string detail;
};

/// Reads a whoami answer. `at` is a JSON pointer, an XPath (it begins with "//" or "string(") for XML and
/// XHTML, or a regular expression whose first group is the identity. 2xx with an identity is somebody; 2xx
/// without one, 3xx and 4xx are nobody; 2xx that cannot be read as what `at` needs, and 5xx, are unclear.
Who read_whoami(const http::Response& response, const std::string& at);

}  // namespace idproctor::observe
