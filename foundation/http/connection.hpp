#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>

#include "foundation/core/result.hpp"
#include "foundation/core/task.hpp"

namespace idproctor::http {

using ErrorCode = boost::system::error_code;
using Endpoint = boost::asio::ip::tcp::endpoint;

/// "127.0.0.1:443", "[::1]:443".
std::string to_text(const Endpoint& endpoint);

/// A context that verifies against a PEM file, or against the system's authorities where the name is empty.
Result<std::shared_ptr<boost::asio::ssl::context>> tls_context(const std::string& ca_file);

/// One connection of the client, plain or TLS. Whoever awaits one of its operations holds it by shared_ptr;
/// close() ends all of them.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  explicit Connection(const boost::asio::any_io_executor& executor);

  Task<ErrorCode> connect(Endpoint endpoint);
  /// Verifies the certificate's chain and that it was issued for `host`. The error is a sentence; empty when
  /// well.
  Task<std::string> start_tls(std::shared_ptr<boost::asio::ssl::context> context, std::string host);

  /// Begins to send and returns; what becomes of it is in `sent` and `write_error`.
  void start_write(std::shared_ptr<const std::string> bytes);
  bool sent() const { return sent_; }
  /// Ends when all is sent.
  Task<ErrorCode> write(std::shared_ptr<const std::string> bytes);
  ErrorCode write_error() const { return write_error_; }

  struct Read {
    Read(ErrorCode error_, std::size_t size_) : error(error_), size(size_) {}
    ErrorCode error;
    std::size_t size;
  };
  Task<Read> read_some(boost::asio::mutable_buffer buffer);

  void close();
  /// False when the peer has closed meanwhile, or has sent what nobody asked for.
  bool is_quiet();

  std::chrono::steady_clock::time_point idle_since{};

 private:
  boost::asio::ip::tcp::socket socket_;
  std::shared_ptr<boost::asio::ssl::context> context_;
  std::optional<boost::asio::ssl::stream<boost::asio::ip::tcp::socket&>> tls_;
  bool sent_ = false;
  ErrorCode write_error_;
};

}  // namespace idproctor::http
