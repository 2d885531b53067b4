#include "harness/run/metadata_site.hpp"

namespace idproctor::run {

namespace {

constexpr const char* kPath = "/metadata";
/// Whoever waits for an answer that never comes is let go before a step's own time is over.
constexpr Milliseconds kHangsUpAfter{5'000};

}  // namespace

Result<std::unique_ptr<MetadataSite>> MetadataSite::listen(http::Runtime& runtime) {
  std::unique_ptr<MetadataSite> site(new MetadataSite(runtime));
  MetadataSite* self = site.get();
  http::ServerOptions options;
  options.idle_timeout = kHangsUpAfter;
  auto server = http::Server::listen(
      runtime, options, http::DelayingHandler([self](const http::Request&) { return self->answer(); }));
  if (!server) return server.error();
  site->server_ = std::make_unique<http::Server>(std::move(*server));
  return site;
}

Result<> MetadataSite::serve(const std::string& answers, std::string metadata) {
  answers_ = answers;
  metadata_ = std::move(metadata);
  url_ = server_->url() + kPath;
  if (answers == "no-tls") url_.replace(0, url_.find(':'), "https");
  if (answers != "refused") return {};
  // A port that was free a moment ago: the listener ends here.
  auto gone = http::Server::listen(runtime_, http::ServerOptions(),
                                   [](const http::Request&) { return http::Response(); });
  if (!gone) return gone.error();
  url_ = gone->url() + kPath;
  return {};
}

http::DelayedResponse MetadataSite::answer() const {
  if (answers_ == "reachable") return {http::Response(200, "application/samlmetadata+xml", metadata_)};
  if (answers_ == "no-answer") return {http::Response(), 2 * kHangsUpAfter};
  if (answers_ == "redirect-loop") {
    http::Response response(302, "text/plain", "");
    response.headers.set("Location", url_);
    return {response};
  }
  const int status = answers_.size() == 3 ? std::stoi(answers_) : 404;
  return {http::Response(status, "text/html", "<!doctype html><title>Error</title><p>This is not here.")};
}

}  // namespace idproctor::run
