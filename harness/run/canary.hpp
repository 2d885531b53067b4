#pragma once

#include <memory>
#include <set>
#include <string>

#include "foundation/http/runtime.hpp"
#include "foundation/http/server.hpp"

namespace idproctor::run {

/// A listener on loopback that nobody has a reason to talk to. A message that names one of its URLs shows
/// whether the target fetches what a message points at. A target on another machine cannot reach it: there
/// its silence proves nothing.
class Canary {
 public:
  static Result<std::unique_ptr<Canary>> listen(http::Runtime& runtime);

  /// The URL for one message; `nonce` is of letters and digits.
  std::string url(const std::string& nonce) const;
  /// Whether somebody asked for that URL. Waits for it, `patience` at the most.
  Task<bool> was_asked(std::string nonce, Milliseconds patience) const;

 private:
  Canary() = default;
  http::Response note(const http::Request& request);

  std::set<std::string> asked_;
  std::unique_ptr<http::Server> server_;  // after what it notes in, so that it ends first
};

/// A file that holds a text as long as this lives, for messages that make a target on this machine read it.
class CanaryFile {
 public:
  static Result<CanaryFile> holding(const std::string& text);
  CanaryFile(CanaryFile&& other) noexcept;
  CanaryFile& operator=(CanaryFile&&) = delete;
  ~CanaryFile();

  std::string url() const;  ///< file:///...

 private:
  explicit CanaryFile(std::string path);
  std::string path_;
};

}  // namespace idproctor::run
