#include "tests/foundation/http/raw_server.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <stdexcept>

#include "foundation/core/text.hpp"

namespace idproctor::http {

namespace {

std::size_t announced_length(std::string_view head) {
  auto const lower = to_lower(head);
  auto const at = lower.find("\r\ncontent-length:");
  return at == std::string::npos ? 0 : std::stoul(lower.substr(at + 17));
}

}  // namespace

long Peer::receive(char* buffer, std::size_t size) {
  if (ssl_ != nullptr) return SSL_read(ssl_, buffer, static_cast<int>(size));
  return recv(fd_, buffer, size, 0);
}

std::string Peer::read_request() {
  char buffer[4096];
  for (;;) {
    auto const end = pending_.find("\r\n\r\n");
    if (end != std::string::npos) {
      auto const size = end + 4 + announced_length(std::string_view(pending_).substr(0, end));
      if (pending_.size() >= size) {
        auto request = pending_.substr(0, size);
        pending_.erase(0, size);
        return request;
      }
    }
    auto const size = receive(buffer, sizeof buffer);
    if (size <= 0) return {};
    pending_.append(buffer, static_cast<std::size_t>(size));
  }
}

bool Peer::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const size = ssl_ != nullptr ? SSL_write(ssl_, bytes.data(), static_cast<int>(bytes.size()))
                                      : send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
  return true;
}

void Peer::wait_for_close() {
  char buffer[4096];
  while (receive(buffer, sizeof buffer) > 0) {
  }
}

bool Peer::is_closed() const {
  pollfd state{fd_, POLLRDHUP, 0};
  return poll(&state, 1, 0) > 0;
}

RawServer::RawServer(Script script, std::shared_ptr<TlsIdentity> identity)
    : script_(std::move(script)), identity_(std::move(identity)) {
  std::signal(SIGPIPE, SIG_IGN);  // SSL_write() to a client that is gone
  listener_ = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  auto* const generic = reinterpret_cast<sockaddr*>(&address);
  if (bind(listener_, generic, size) != 0 || listen(listener_, 64) != 0 ||
      getsockname(listener_, generic, &size) != 0)
    throw std::runtime_error("no port on 127.0.0.1");
  port_ = ntohs(address.sin_port);
  acceptor_ = std::thread([this] { accept(); });
}

RawServer::~RawServer() {
  {
    std::lock_guard const lock(mutex_);
    stopping_ = true;
    for (int const fd : open_) shutdown(fd, SHUT_RDWR);
  }
  shutdown(listener_, SHUT_RDWR);
  acceptor_.join();
  for (auto& player : players_) player.join();
  close(listener_);
}

std::string RawServer::url(const std::string& target) const {
  return (identity_ ? "https://" : "http://") + address() + target;
}

int RawServer::open_connections() {
  std::lock_guard const lock(mutex_);
  return static_cast<int>(open_.size());
}

void RawServer::accept() {
  for (;;) {
    int const fd = ::accept(listener_, nullptr, nullptr);
    if (fd < 0) return;
    std::lock_guard const lock(mutex_);
    if (stopping_) {
      close(fd);
      return;
    }
    ++connections_;
    open_.push_back(fd);
    players_.emplace_back([this, fd] { play(fd); });
  }
}

void RawServer::play(int fd) {
  SSL* const ssl = identity_ ? SSL_new(identity_->context()) : nullptr;
  auto ready = true;
  if (ssl != nullptr) ready = SSL_set_fd(ssl, fd) == 1 && SSL_accept(ssl) == 1;
  if (ready) {
    Peer peer(fd, ssl);
    script_(peer);
    if (ssl != nullptr) SSL_shutdown(ssl);
  }
  SSL_free(ssl);
  std::lock_guard const lock(mutex_);
  std::erase(open_, fd);
  // Unread bytes would turn the close into a reset, which is another misbehaviour.
  shutdown(fd, SHUT_WR);
  char buffer[4096];
  while (recv(fd, buffer, sizeof buffer, MSG_DONTWAIT) > 0) {
  }
  close(fd);
}

RawServer::Script always(std::string answer) {
  return [answer = std::move(answer)](Peer& peer) {
    while (!peer.read_request().empty()) peer.write(answer);
  };
}

RawServer::Script once(std::string answer) {
  return [answer = std::move(answer)](Peer& peer) {
    peer.read_request();
    peer.write(answer);
  };
}

}  // namespace idproctor::http
