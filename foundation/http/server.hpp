#pragma once

#include <functional>
#include <memory>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/runtime.hpp"

namespace idproctor::http {

using Handler = std::function<Response(const Request&)>;

/// An answer that is sent only after a while; no longer than ServerOptions::idle_timeout, after which the
/// connection is closed.
struct DelayedResponse {
  Response response;
  Milliseconds delay{0};
};
using DelayingHandler = std::function<DelayedResponse(const Request&)>;

struct ServerOptions {
  ServerOptions() {}
  std::string address = "127.0.0.1";
  unsigned short port = 0;            ///< 0: the system chooses
  std::size_t body_limit = 8 << 20;   ///< bytes; more is answered with 413
  Milliseconds idle_timeout{30'000};  ///< from the end of one request to the end of the next; then closed
};

/// Serves a handler that knows nothing of sockets. Accepts until it is destroyed; then its
/// connections are closed and the handler is not called any more. Must not outlive its Runtime. Broken
/// requests are answered with 400, 413 or 431, a handler that throws with 500 and a line on stderr.
class Server {
 public:
  static Result<Server> listen(Runtime& runtime, ServerOptions options, Handler handler);
  static Result<Server> listen(Runtime& runtime, ServerOptions options, DelayingHandler handler);
  Server(Server&&) noexcept;
  Server& operator=(Server&&) noexcept;
  ~Server();

  unsigned short port() const;
  std::string url() const;  ///< http://127.0.0.1:PORT

 private:
  struct Impl;
  explicit Server(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::http
