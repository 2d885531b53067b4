#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/core/result.hpp"
#include "foundation/http/message.hpp"

namespace idproctor::http {

/// A header section (and a chunk's header) may be this long, in bytes. Of requests Node.js allows 16 KiB,
/// Apache 64; of answers Chromium takes 256 KiB, and what is beyond that shall be seen.
inline constexpr std::size_t request_header_limit = 64 << 10, response_header_limit = 2 << 20;

/// Reads one answer out of bytes as they arrive (RFC 9112), skipping 1xx answers before it. Knows no sockets.
class ResponseParser {
 public:
  /// An answer to HEAD has no body whatever its headers say.
  ResponseParser(bool to_head, std::size_t body_limit);
  ~ResponseParser();

  /// Errors: protocol, too_large. What follows the answer is kept and makes the connection unfit for reuse.
  Result<> put(std::string_view bytes);
  /// The peer closed: complete if that is how this answer ends, else an error (incomplete, protocol).
  Result<> finish();

  bool done() const;
  bool started() const;          ///< at least one byte has come
  bool reusable() const;         ///< the connection may carry another request
  std::string progress() const;  ///< "status line received, 1,234 bytes of body"
  Response take();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads one request out of bytes as they arrive.
class RequestParser {
 public:
  explicit RequestParser(std::size_t body_limit);
  ~RequestParser();

  /// False when this can be no request any more; refusal() is then the status to answer with.
  bool put(std::string_view bytes);
  int refusal() const;  ///< 400, 413 or 431

  bool done() const;
  bool awaits_continue() const;  ///< the client waits for "100 Continue" before it sends the body
  bool keep_alive() const;
  Request take();          ///< the URL is the request target
  std::string leftover();  ///< bytes of the next request, which came with this one

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// 1234567 as "1,234,567".
std::string grouped(std::size_t number);

}  // namespace idproctor::http
