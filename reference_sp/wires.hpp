#pragma once

#include <functional>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::reference {

/// How the integration reaches the world: it has no sockets and no timers of its own. Both call back later,
/// never from within the call. Empty ones are never used: then nothing is sent, and nothing repeated.
struct Wires {
  using Answer = std::function<void(Result<http::Response>)>;
  std::function<void(http::Request request, Answer answer)> send = {};  ///< the request's URL is absolute
  std::function<void(Milliseconds delay, std::function<void()> work)> after = {};
};

}  // namespace idproctor::reference
