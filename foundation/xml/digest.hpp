#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"

namespace idproctor::crypto {

/// By digest URI (http://www.w3.org/2001/04/xmlenc#sha256 and the like); raw bytes.
/// MD5 is among them, for messages that are wrong on purpose.
Result<std::string> digest(std::string_view algorithm_uri, std::string_view data);
bool is_digest(std::string_view algorithm_uri);
std::string sha256(std::string_view data);
std::string hmac_sha256(std::string_view key, std::string_view data);
std::string random_bytes(std::size_t count);
/// Takes the same time wherever the difference is.
bool equal_in_constant_time(std::string_view a, std::string_view b);

}  // namespace idproctor::crypto
