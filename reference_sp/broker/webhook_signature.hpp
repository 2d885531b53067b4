#pragma once

#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"

namespace idproctor::reference::broker {

/// The value of WorkOS-Signature: "t=<ms since 1970>, v1=<hex>", an HMAC-SHA256 over the time, a dot and the
/// body's very bytes.
std::string webhook_signature(std::string_view secret, Time at, std::string_view body);

}  // namespace idproctor::reference::broker
