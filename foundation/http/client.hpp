#pragma once

#include <memory>
#include <string>

#include "foundation/core/clock.hpp"
#include "foundation/core/result.hpp"
#include "foundation/core/task.hpp"
#include "foundation/http/message.hpp"
#include "foundation/http/runtime.hpp"

namespace idproctor::http {

struct ClientOptions {
  ClientOptions() {}
  Milliseconds timeout{10'000};             ///< one deadline for connecting, sending and the whole answer
  std::size_t body_limit = 10 << 20;        ///< bytes of a response body
  std::size_t connections_per_origin = 16;  ///< idle ones kept
  /// How long a connection may be idle before it is no longer taken: Node.js closes those after 5 seconds.
  /// Whoever takes one that the server is about to close loses the request, and a POST must not be sent
  /// twice.
  Milliseconds reused_within{4'000}, reused_for_post_within{1'000};
  std::string ca_file;  ///< PEM; empty means the system's authorities
};

/// HTTP/1.1 over TCP and TLS with kept-alive connections, none of them kept after a 5xx. Follows no redirects
/// and keeps no cookies: that is the browser's business. Sends the headers as given, adding Host in front and
/// Content-Length behind, each only where the caller has none. Must not outlive its Runtime. A request on a
/// kept connection that the server had closed meanwhile is sent once more on a fresh one, if not one byte of
/// an answer had come and the method is safe to repeat (RFC 9110 9.2.2).
class Client {
 public:
  Client(Runtime& runtime, ClientOptions options);
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// `url` of the request must be absolute. Errors: unreachable, timeout, incomplete, too_large, protocol,
  /// invalid (URL); the message says what was asked and what came.
  Task<Result<Response>> send(Request request);
  Task<Result<Response>> send(Request request, Milliseconds timeout);
  /// On a connection of its own, which is closed as soon as the request is sent: the sender never learns what
  /// came of it. Errors as above.
  Task<Result<>> abandon(Request request, Milliseconds timeout);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace idproctor::http
