#pragma once

#include <string>
#include <string_view>

#include "foundation/http/runtime.hpp"

namespace idproctor::http {

/// A client that sends what it likes. It never blocks: while it waits, the runtime with the server works.
class RawClient {
 public:
  RawClient(Runtime& runtime, unsigned short port);
  ~RawClient();
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;

  /// False when the server has closed before it took all.
  bool write(std::string_view bytes);
  /// All that has come, as soon as `text` has come `count` times, or the connection has ended.
  std::string read_until(std::string_view text, int count = 1);
  /// All that comes until the server closes.
  std::string read_to_end();
  bool was_reset() const { return was_reset_; }
  void close();

 private:
  /// True when bytes came, false at the end.
  bool receive();
  void let_the_server_work();

  Runtime& runtime_;
  int fd_;
  int patience_ = 20'000;
  std::string received_;
  bool was_reset_ = false;
};

}  // namespace idproctor::http
