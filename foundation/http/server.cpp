#include "foundation/http/server.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <iostream>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/http/io_context.hpp"
#include "foundation/http/parser.hpp"
#include "foundation/http/url.hpp"
#include "foundation/http/use_result.hpp"
#include "foundation/http/wire.hpp"

namespace idproctor::http {

namespace net = boost::asio;
using tcp = net::ip::tcp;
using ErrorCode = boost::system::error_code;

namespace {

/// What is read and thrown away after a refusal, in bytes: a close with unread data would take the answer
/// along.
constexpr std::size_t drain_limit = 64 << 20;

/// One client's connection; its timer closes it when nothing comes of a request for too long.
struct Session {
  explicit Session(tcp::socket socket_) : socket(std::move(socket_)), timer(socket.get_executor()) {}
  tcp::socket socket;
  net::steady_timer timer;

  static void limit(const std::shared_ptr<Session>& session, Milliseconds time) {
    session->timer.expires_after(time);
    session->timer.async_wait([weak = std::weak_ptr(session)](ErrorCode error) {
      if (auto const self = weak.lock(); self && !error) self->close();
    });
  }
  void close() {
    ErrorCode ignored;
    socket.close(ignored);
  }
};

Response refusal(int status) {
  auto const text = status == 413   ? "The request's body is larger than this server takes.\n"
                    : status == 431 ? "The request's header section is larger than this server takes.\n"
                                    : "This is not an HTTP/1.1 request.\n";
  return Response(status, "text/plain; charset=utf-8", text);
}

DelayedResponse run_handler(const DelayingHandler& handler, Request& request) {
  // A proxy's way to write the target (RFC 9112 3.2.2).
  if (!request.url.starts_with('/')) {
    if (auto const url = parse_url(request.url)) request.url = url->target();
  }
  auto const report = [&](const char* what) {
    std::cerr << "the handler of " << printable(request.method + " " + request.url, 300)
              << " failed: " << what << "\n";
    return DelayedResponse{
        Response(500, "text/plain; charset=utf-8", "The server could not handle this request.\n")};
  };
  try {
    return handler(request);
  } catch (const std::exception& error) {
    return report(error.what());
  } catch (...) {
    return report("an exception of unknown type");
  }
}

bool wants_close(const Response& response) {
  return to_lower(response.headers.get("Connection")).find("close") != std::string::npos;
}

std::string in_url(const net::ip::address& address) {
  // Nobody can be sent to "any address".
  if (address.is_unspecified()) return address.is_v6() ? "[::1]" : "127.0.0.1";
  return address.is_v6() ? "[" + address.to_string() + "]" : address.to_string();
}

}  // namespace

struct Server::Impl {
  Impl(net::io_context& context, ServerOptions options_, DelayingHandler handler_)
      : options(std::move(options_)), handler(std::move(handler_)), acceptor(context) {}

  ServerOptions options;
  DelayingHandler handler;
  tcp::acceptor acceptor;
  std::string url;
  unsigned short port = 0;
  std::vector<std::weak_ptr<Session>> sessions;
  bool is_over = false;  ///< the handler's world may be gone; it is not called any more

  void stop() {
    is_over = true;
    ErrorCode ignored;
    acceptor.close(ignored);
    for (auto const& weak : std::exchange(sessions, {})) {
      if (auto const session = weak.lock()) session->close();
    }
  }

  static Task<> accept(std::shared_ptr<Impl> self);
  static Task<> serve(std::shared_ptr<Impl> self, std::shared_ptr<Session> session);
  static Task<bool> receive(std::shared_ptr<Session> session, std::shared_ptr<RequestParser> parser);
  static Task<bool> reply(std::shared_ptr<Session> session, std::shared_ptr<const std::string> bytes);
  static Task<> drain(std::shared_ptr<Session> session);
};

Task<> Server::Impl::accept(std::shared_ptr<Impl> self) {
  while (!self->is_over) {
    auto [error, socket] = co_await self->acceptor.async_accept(use_result);
    if (self->is_over) break;
    if (error) {
      // Out of file descriptors, for one: others may be closed soon.
      net::steady_timer pause(self->acceptor.get_executor(), std::chrono::milliseconds(100));
      co_await pause.async_wait(use_result);
      continue;
    }
    auto session = std::make_shared<Session>(std::move(socket));
    std::erase_if(self->sessions, [](auto const& weak) { return weak.expired(); });
    self->sessions.push_back(session);
    net::co_spawn(self->acceptor.get_executor(), serve(self, session), net::detached);
  }
}

/// Reads until the request is complete or refused; false when the client is gone or too slow.
Task<bool> Server::Impl::receive(std::shared_ptr<Session> session, std::shared_ptr<RequestParser> parser) {
  std::vector<char> buffer(16 << 10);
  auto continued = false;
  while (!parser->done() && parser->refusal() == 0) {
    if (parser->awaits_continue() && !continued) {
      continued = true;
      auto const go_on = std::make_shared<const std::string>("HTTP/1.1 100 Continue\r\n\r\n");
      auto const written = co_await reply(session, go_on);
      if (!written) co_return false;
    }
    auto const target = net::buffer(buffer);
    auto [error, size] = co_await session->socket.async_read_some(target, use_result);
    if (error) co_return false;
    parser->put({buffer.data(), size});
  }
  co_return true;
}

Task<bool> Server::Impl::reply(std::shared_ptr<Session> session, std::shared_ptr<const std::string> bytes) {
  auto const source = net::buffer(*bytes);
  auto [error, size] = co_await net::async_write(session->socket, source, use_result);
  co_return !error;
}

Task<> Server::Impl::drain(std::shared_ptr<Session> session) {
  ErrorCode ignored;
  session->socket.shutdown(tcp::socket::shutdown_send, ignored);
  std::vector<char> buffer(64 << 10);
  auto const target = net::buffer(buffer);
  for (std::size_t drained = 0; drained < drain_limit;) {
    auto [error, size] = co_await session->socket.async_read_some(target, use_result);
    if (error) co_return;
    drained += size;
  }
}

Task<> Server::Impl::serve(std::shared_ptr<Impl> self, std::shared_ptr<Session> session) {
  std::string leftover;
  for (auto keep_alive = true; keep_alive;) {
    Session::limit(session, self->options.idle_timeout);
    auto const parser = std::make_shared<RequestParser>(self->options.body_limit);
    if (!leftover.empty()) parser->put(leftover);
    auto const received = co_await receive(session, parser);
    if (!received || self->is_over) break;

    Response response;
    auto to_head = false;
    if (parser->refusal() != 0) {
      response = refusal(parser->refusal());
      keep_alive = false;
    } else {
      keep_alive = parser->keep_alive();
      leftover = parser->leftover();
      auto request = parser->take();
      to_head = request.method == "HEAD";
      auto delayed = run_handler(self->handler, request);
      response = std::move(delayed.response);
      if (delayed.delay.count() > 0) co_await sleep_for(delayed.delay);
      // Timed out or over meanwhile: whoever still hears an answer would take it for one in time.
      if (!session->socket.is_open()) break;
      keep_alive = keep_alive && !wants_close(response) && !self->is_over;
    }
    auto wire = response_bytes(response, to_head, keep_alive);
    if (!wire) {
      std::cerr << "an answer cannot be sent: " << wire.error().message << "\n";
      Response const instead(500, "text/plain; charset=utf-8", "The server could not write its answer.\n");
      wire = response_bytes(instead, to_head, keep_alive);
    }
    auto const bytes = std::make_shared<const std::string>(std::move(*wire));
    auto const written = co_await reply(session, bytes);
    if (!written) break;
    if (!keep_alive) co_await drain(session);
  }
  session->timer.cancel();
  session->close();
}

Result<Server> Server::listen(Runtime& runtime, ServerOptions options, Handler handler) {
  return listen(runtime, std::move(options),
                DelayingHandler([handler = std::move(handler)](const Request& request) {
                  return DelayedResponse{handler(request)};
                }));
}

Result<Server> Server::listen(Runtime& runtime, ServerOptions options, DelayingHandler handler) {
  auto impl = std::make_shared<Impl>(runtime.impl().context, std::move(options), std::move(handler));
  auto const& wanted = impl->options;
  ErrorCode error;
  auto const address =
      net::ip::make_address(wanted.address == "localhost" ? "127.0.0.1" : wanted.address, error);
  if (error) return invalid("\"" + printable(wanted.address, 100) + "\" is no IP address to listen on");
  tcp::endpoint const endpoint(address, wanted.port);
  impl->acceptor.open(endpoint.protocol(), error);
  if (!error) impl->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(net::socket_base::max_listen_connections, error);
  if (error)
    return invalid("cannot listen on " + in_url(address) + ":" + std::to_string(wanted.port) + ": " +
                   error.message());
  impl->port = impl->acceptor.local_endpoint().port();
  impl->url = "http://" + in_url(address) + ":" + std::to_string(impl->port);
  net::co_spawn(runtime.impl().context, Impl::accept(impl), net::detached);
  return Server(std::move(impl));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::Server(Server&&) noexcept = default;
Server& Server::operator=(Server&& other) noexcept {
  if (this == &other) return *this;
  if (impl_) impl_->stop();
  impl_ = std::move(other.impl_);
  return *this;
}
Server::~Server() {
  if (impl_) impl_->stop();
}

unsigned short Server::port() const {
  return impl_->port;
}
std::string Server::url() const {
  return impl_->url;
}

}  // namespace idproctor::http
