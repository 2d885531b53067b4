#pragma once

#include <openssl/types.h>

#include <atomic>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/foundation/http/tls_identity.hpp"

namespace idproctor::http {

/// The server's end of one connection, for scripts that misbehave. All of it blocks.
class Peer {
 public:
  Peer(int fd, SSL* ssl) : fd_(fd), ssl_(ssl) {}

  /// The next request, header section and announced body, exactly as it came; empty when the client is gone.
  std::string read_request();
  /// False when the client is gone.
  bool write(std::string_view bytes);
  /// Reads and throws away until the client closes.
  void wait_for_close();
  /// The client has closed, whatever of its bytes is still unread.
  bool is_closed() const;

 private:
  long receive(char* buffer, std::size_t size);

  int fd_;
  SSL* ssl_;
  std::string pending_;
};

/// A TCP or TLS server on 127.0.0.1 that plays a script on each connection, one thread a connection, and
/// closes the connection when the script ends.
class RawServer {
 public:
  using Script = std::function<void(Peer&)>;
  explicit RawServer(Script script, std::shared_ptr<TlsIdentity> identity = nullptr);
  ~RawServer();
  RawServer(const RawServer&) = delete;
  RawServer& operator=(const RawServer&) = delete;

  int port() const { return port_; }
  std::string address() const { return "127.0.0.1:" + std::to_string(port_); }
  std::string url(const std::string& target = "/") const;
  int connections() const { return connections_; }  ///< all there ever were
  int open_connections();

 private:
  void accept();
  void play(int fd);

  Script script_;
  std::shared_ptr<TlsIdentity> identity_;
  int listener_;
  int port_;
  std::atomic<int> connections_{0};
  std::mutex mutex_;  // guards what follows
  bool stopping_ = false;
  std::vector<int> open_;
  std::vector<std::thread> players_;
  std::thread acceptor_;
};

/// Answers every request on every connection with the same bytes.
RawServer::Script always(std::string answer);
/// Reads one request, sends these bytes and closes.
RawServer::Script once(std::string answer);

}  // namespace idproctor::http
