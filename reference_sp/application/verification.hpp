#pragma once

#include <string>
#include <string_view>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "reference_sp/checks.hpp"

namespace idproctor::reference::application {

/// Whether a webhook is the broker's: the header WorkOS-Signature has a time `t` in milliseconds that is no
/// more than 180 seconds from `now`, and a `v1` that fits time and body. Any of several v1 may fit. The
/// checks "webhook-signature", "webhook-age", "webhook-future" and "webhook-raw-body" decide here.
Result<> verify_webhook(std::string_view header, std::string_view body, std::string_view secret, Time now,
                        const Checks& checks);

}  // namespace idproctor::reference::application
