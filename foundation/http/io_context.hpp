#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <exception>
#include <optional>

#include "foundation/http/runtime.hpp"

namespace idproctor::http {

/// For the sources of foundation/http alone, so that nobody else includes Asio.
struct Runtime::Impl {
  boost::asio::io_context context{1};
  std::optional<boost::asio::signal_set> signals;
  std::exception_ptr crash;  ///< what left a spawned coroutine, until run() throws it
  bool stop_asked = false;

  /// Works until the context is stopped or has nothing left to do; throws what a spawned coroutine threw.
  void work();
};

}  // namespace idproctor::http
