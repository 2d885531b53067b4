#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace idproctor::http {

/// Awaited operations return their error code first instead of throwing it.
constexpr auto use_result = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace idproctor::http
