#include "harness/run/canary.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <utility>

namespace idproctor::run {

namespace {

constexpr Milliseconds kBetweenGlances{5};
/// A target that asks for one URL after the other must not fill our memory.
constexpr std::size_t kMostNoted = 10'000;

}  // namespace

Result<std::unique_ptr<Canary>> Canary::listen(http::Runtime& runtime) {
  std::unique_ptr<Canary> canary(new Canary);
  Canary* self = canary.get();
  http::ServerOptions options;
  options.body_limit = 64 << 10;
  auto server = http::Server::listen(runtime, options,
                                     [self](const http::Request& request) { return self->note(request); });
  if (!server) return server.error();
  canary->server_ = std::make_unique<http::Server>(std::move(*server));
  return canary;
}

http::Response Canary::note(const http::Request& request) {
  if (asked_.size() < kMostNoted) asked_.insert(request.url.substr(0, request.url.find('?')));
  // Nothing: it fits into every place from which it may have been asked for.
  return http::Response(200, "text/plain", "");
}

std::string Canary::url(const std::string& nonce) const {
  return server_->url() + "/" + nonce;
}

Task<bool> Canary::was_asked(std::string nonce, Milliseconds patience) const {
  const std::string path = "/" + nonce;
  for (Milliseconds waited{0}; !asked_.contains(path) && waited < patience; waited += kBetweenGlances) {
    co_await http::sleep_for(kBetweenGlances);
  }
  co_return asked_.contains(path);
}

Result<CanaryFile> CanaryFile::holding(const std::string& text) {
  std::string path = std::filesystem::temp_directory_path() / "idproctor-canary-XXXXXX";
  const int file = mkstemp(path.data());
  if (file < 0) return Error{Error::Kind::unsupported, "a canary file cannot be made", path};
  CanaryFile canary(path);
  // The target may be another user of this machine.
  const bool written = write(file, text.data(), text.size()) == static_cast<ssize_t>(text.size()) &&
                       fchmod(file, S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH) == 0;
  close(file);
  if (!written) return Error{Error::Kind::unsupported, "a canary file cannot be written", path};
  return canary;
}

CanaryFile::CanaryFile(std::string path) : path_(std::move(path)) {}
CanaryFile::CanaryFile(CanaryFile&& other) noexcept : path_(std::exchange(other.path_, {})) {}
CanaryFile::~CanaryFile() {
  if (!path_.empty()) unlink(path_.c_str());
}

std::string CanaryFile::url() const {
  return "file://" + path_;
}

}  // namespace idproctor::run
