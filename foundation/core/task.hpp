#pragma once

#include <boost/asio/awaitable.hpp>

namespace idproctor {

/// A coroutine on the program's one io_context. Name every argument before awaiting (g++ 12 destroys
/// temporaries of aggregates in a co_await expression twice).
template <class T = void>
using Task = boost::asio::awaitable<T>;

}  // namespace idproctor
