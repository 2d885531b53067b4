#include "tests/foundation/http/raw_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <stdexcept>

namespace idproctor::http {

RawClient::RawClient(Runtime& runtime, unsigned short port)
    : runtime_(runtime), fd_(socket(AF_INET, SOCK_STREAM, 0)) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(port);
  // The system accepts on behalf of the server, which need not be at work for this.
  if (connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
    throw std::runtime_error("the server does not listen");
}

RawClient::~RawClient() {
  close();
}

void RawClient::close() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

void RawClient::let_the_server_work() {
  if (--patience_ == 0) throw std::runtime_error("the server neither answers nor closes");
  runtime_.run_until_done(sleep_for(Milliseconds(1)));
}

bool RawClient::write(std::string_view bytes) {
  while (!bytes.empty()) {
    auto const size = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
    if (size >= 0) {
      bytes.remove_prefix(static_cast<std::size_t>(size));
    } else if (errno == EAGAIN) {
      let_the_server_work();
    } else {
      return false;
    }
  }
  return true;
}

bool RawClient::receive() {
  char buffer[16384];
  for (;;) {
    auto const size = recv(fd_, buffer, sizeof buffer, MSG_DONTWAIT);
    if (size > 0) {
      received_.append(buffer, static_cast<std::size_t>(size));
      return true;
    }
    if (size == 0) return false;
    if (errno != EAGAIN) {
      was_reset_ = true;
      return false;
    }
    let_the_server_work();
  }
}

std::string RawClient::read_until(std::string_view text, int count) {
  for (;;) {
    int found = 0;
    for (auto at = received_.find(text); at != std::string::npos; at = received_.find(text, at + 1)) ++found;
    if (found >= count || !receive()) return received_;
  }
}

std::string RawClient::read_to_end() {
  while (receive()) {
  }
  return received_;
}

}  // namespace idproctor::http
