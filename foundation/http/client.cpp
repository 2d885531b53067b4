#include "foundation/http/client.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <map>
#include <vector>

#include "foundation/core/text.hpp"
#include "foundation/http/connection.hpp"
#include "foundation/http/parser.hpp"
#include "foundation/http/use_result.hpp"
#include "foundation/http/wire.hpp"

namespace idproctor::http {

namespace net = boost::asio;

namespace {

/// RFC 9110 9.2.2.
bool is_repeatable(const std::string& method) {
  static constexpr std::string_view methods[] = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"};
  return std::find(std::begin(methods), std::end(methods), method) != std::end(methods);
}

std::string to_text(Milliseconds duration) {
  auto const count = duration.count();
  return count % 1000 == 0 ? std::to_string(count / 1000) + " s" : std::to_string(count) + " ms";
}

using ConnectionPtr = std::shared_ptr<Connection>;

/// The one deadline of a request: when it passes, whatever is awaited ends.
class Deadline {
 public:
  Deadline(const net::any_io_executor& executor, Milliseconds timeout) : timer_(executor, timeout) {}

  static std::shared_ptr<Deadline> start(net::any_io_executor executor, Milliseconds timeout) {
    auto deadline = std::make_shared<Deadline>(std::move(executor), timeout);
    deadline->timer_.async_wait([weak = std::weak_ptr(deadline)](ErrorCode error) {
      auto const self = weak.lock();
      if (error || !self) return;
      self->passed_ = true;
      if (self->connection_) self->connection_->close();
    });
    return deadline;
  }

  bool passed() const { return passed_; }
  std::chrono::steady_clock::time_point expiry() const { return timer_.expiry(); }
  /// Closes this connection when the time is over.
  void watch(ConnectionPtr connection) {
    connection_ = std::move(connection);
    if (passed_ && connection_) connection_->close();
  }

 private:
  net::steady_timer timer_;
  ConnectionPtr connection_;
  bool passed_ = false;
};

/// A name lookup that can be left alone: getaddrinfo() cannot be interrupted.
struct Lookup {
  explicit Lookup(net::any_io_executor executor) : resolver(executor), ended(executor) {}
  net::ip::tcp::resolver resolver;
  net::steady_timer ended;
  bool is_ended = false;
  ErrorCode error;
  std::vector<Endpoint> endpoints;
};

Task<Result<std::vector<Endpoint>>> look_up(Url url, std::shared_ptr<Deadline> deadline) {
  ErrorCode no_address;
  auto const address = net::ip::make_address(url.host, no_address);
  if (!no_address) {
    std::vector<Endpoint> one{Endpoint(address, static_cast<unsigned short>(std::stoi(url.port)))};
    co_return one;
  }
  auto executor = co_await net::this_coro::executor;
  auto lookup = std::make_shared<Lookup>(executor);
  lookup->resolver.async_resolve(url.host, url.port,
                                 [lookup](ErrorCode error, net::ip::tcp::resolver::results_type results) {
                                   lookup->is_ended = true;
                                   lookup->error = error;
                                   for (auto const& entry : results)
                                     lookup->endpoints.push_back(entry.endpoint());
                                   lookup->ended.cancel();
                                 });
  lookup->ended.expires_at(deadline->expiry());
  co_await lookup->ended.async_wait(use_result);
  if (!lookup->is_ended) co_return Error{Error::Kind::timeout, "the host name was not resolved", {}};
  if (lookup->error)
    co_return Error{Error::Kind::unreachable,
                    "the host name " + url.host + " cannot be resolved: " + lookup->error.message(),
                    {}};
  co_return lookup->endpoints;
}

}  // namespace

struct Client::Impl {
  ClientOptions options;
  std::shared_ptr<net::ssl::context>
      tls;  // made with the first https request: reading the authorities is slow
  std::map<std::string, std::vector<ConnectionPtr>> idle;

  /// The youngest kept connection that is still fit for use, or null.
  ConnectionPtr take_idle(const std::string& origin, const std::string& method) {
    auto const kept_for = is_repeatable(method) ? options.reused_within : options.reused_for_post_within;
    auto& kept = idle[origin];
    while (!kept.empty()) {
      auto connection = std::move(kept.back());
      kept.pop_back();
      auto const young = std::chrono::steady_clock::now() - connection->idle_since < kept_for;
      if (young && connection->is_quiet()) return connection;
    }
    return nullptr;
  }

  void keep(const std::string& origin, ConnectionPtr connection) {
    auto& kept = idle[origin];
    connection->idle_since = std::chrono::steady_clock::now();
    kept.push_back(std::move(connection));
    if (kept.size() > options.connections_per_origin) kept.erase(kept.begin());
  }

  static Task<Result<ConnectionPtr>> open(std::shared_ptr<Impl> self, Url url,
                                          std::shared_ptr<Deadline> deadline);
  /// A request as it goes over the wire, and where to.
  struct Outgoing {
    Url url;
    std::shared_ptr<const std::string> bytes;
  };
  /// Before the clock starts: the first https request reads the system's authorities, which takes a while and
  /// is not the target's doing.
  Result<Outgoing> prepare(const Request& request);
  static Task<Result<Response>> send(std::shared_ptr<Impl> self, Request request, Milliseconds timeout);
  static Task<Result<>> abandon(std::shared_ptr<Impl> self, Request request, Milliseconds timeout);
};

Task<Result<ConnectionPtr>> Client::Impl::open(std::shared_ptr<Impl> self, Url url,
                                               std::shared_ptr<Deadline> deadline) {
  auto const endpoints = co_await look_up(url, deadline);
  if (!endpoints) co_return endpoints.error();

  auto executor = co_await net::this_coro::executor;
  ConnectionPtr connection;
  std::vector<std::string> refusals;
  for (auto const& endpoint : *endpoints) {
    connection = std::make_shared<Connection>(executor);
    deadline->watch(connection);
    auto const error = co_await connection->connect(endpoint);
    auto const peer = http::to_text(endpoint);
    if (deadline->passed()) co_return Error{Error::Kind::timeout, "no connection to " + peer, {}};
    if (!error) {
      refusals.clear();
      break;
    }
    refusals.push_back(error == net::error::connection_refused
                           ? "connection refused by " + peer
                           : "no connection to " + peer + ": " + error.message());
  }
  if (!refusals.empty()) co_return Error{Error::Kind::unreachable, join(refusals, "; "), {}};

  if (url.scheme == "https") {
    auto const trouble = co_await connection->start_tls(self->tls, url.host);
    if (deadline->passed()) co_return Error{Error::Kind::timeout, "the TLS handshake did not end", {}};
    if (!trouble.empty())
      co_return Error{Error::Kind::unreachable, "no TLS connection to " + url.origin() + ": " + trouble, {}};
  }
  co_return connection;
}

namespace {

/// How one attempt on one connection ended.
struct Attempt {
  Attempt(Result<Response> outcome_, bool untouched_, bool reusable_)
      : outcome(std::move(outcome_)), untouched(untouched_), reusable(reusable_) {}
  Result<Response> outcome;
  bool untouched;  ///< not one byte of an answer came
  bool reusable;
};

Task<Attempt> attempt(ConnectionPtr connection, std::shared_ptr<const std::string> bytes, bool to_head,
                      std::size_t body_limit, std::shared_ptr<Deadline> deadline) {
  ResponseParser parser(to_head, body_limit);
  auto const failed = [&](Error error) { return Attempt(std::move(error), !parser.started(), false); };
  deadline->watch(connection);
  // Sending and receiving go on at once: a server may answer, and stop to read, in the middle of a request.
  connection->start_write(bytes);
  std::vector<char> buffer(16 << 10);
  while (!parser.done()) {
    auto const target = net::buffer(buffer);
    auto const read = co_await connection->read_some(target);
    if (deadline->passed()) co_return failed({Error::Kind::timeout, parser.progress(), {}});
    if (auto const put = parser.put({buffer.data(), read.size}); !put) co_return failed(put.error());
    if (!read.error || parser.done()) continue;
    if (read.error != net::error::eof) {
      auto const how = read.error == net::ssl::error::stream_truncated
                           ? "closed without a TLS close_notify"
                           : "broken (" + read.error.message() + ")";
      co_return failed({Error::Kind::incomplete, "the connection was " + how + ": " + parser.progress(), {}});
    }
    if (auto const finish = parser.finish(); !finish) co_return failed(finish.error());
  }
  auto const whole = parser.reusable() && connection->sent();
  auto response = parser.take();
  // Some servers (Express, where an error is raised after the answer) cut the connection a moment after a 5xx
  // that promised to keep it. The next request would be lost, and be taken for a fault of its own.
  auto const reusable = whole && response.status < 500;
  co_return Attempt(std::move(response), false, reusable);
}

std::string what_is_asked(const Request& request) {
  return request.method + " " + printable(request.url, 300) + ": ";
}

}  // namespace

Result<Client::Impl::Outgoing> Client::Impl::prepare(const Request& request) {
  auto const asked = what_is_asked(request);
  auto const url = parse_url(request.url);
  if (!url) return url.error();
  auto wire = request_bytes(request, *url);
  if (!wire) return invalid(asked + wire.error().message);
  if (url->scheme == "https" && !tls) {
    auto context = tls_context(options.ca_file);
    if (!context) return invalid(asked + context.error().message);
    tls = *context;
  }
  return Outgoing{*url, std::make_shared<const std::string>(std::move(*wire))};
}

Task<Result<Response>> Client::Impl::send(std::shared_ptr<Impl> self, Request request, Milliseconds timeout) {
  auto const asked = what_is_asked(request);
  auto const outgoing = self->prepare(request);
  if (!outgoing) co_return outgoing.error();
  auto executor = co_await net::this_coro::executor;
  auto const deadline = Deadline::start(executor, timeout);
  auto const explain = [&](Error error) {
    if (error.kind == Error::Kind::timeout)
      error.message = "no complete answer within " + to_text(timeout) + " (" + error.message + ")";
    error.message = asked + error.message;
    return error;
  };

  auto const origin = outgoing->url.origin();
  auto const closes = to_lower(request.headers.get("Connection")).find("close") != std::string::npos;
  auto connection = self->take_idle(origin, request.method);
  for (;;) {
    auto const reused = connection != nullptr;
    if (!reused) {
      auto opened = co_await open(self, outgoing->url, deadline);
      if (!opened) co_return explain(opened.error());
      connection = *opened;
    }
    auto ended = co_await attempt(connection, outgoing->bytes, request.method == "HEAD",
                                  self->options.body_limit, deadline);
    deadline->watch(nullptr);
    if (ended.reusable && !closes) {
      self->keep(origin, std::move(connection));
    } else {
      connection->close();
    }
    if (ended.outcome) co_return std::move(ended.outcome);
    auto const stale = reused && ended.untouched && ended.outcome.error().kind == Error::Kind::incomplete;
    if (!stale || !is_repeatable(request.method)) co_return explain(ended.outcome.error());
    connection = nullptr;
  }
}

Task<Result<>> Client::Impl::abandon(std::shared_ptr<Impl> self, Request request, Milliseconds timeout) {
  auto const asked = what_is_asked(request);
  auto const outgoing = self->prepare(request);
  if (!outgoing) co_return outgoing.error();
  auto executor = co_await net::this_coro::executor;
  auto const deadline = Deadline::start(executor, timeout);
  auto opened = co_await open(self, outgoing->url, deadline);
  if (!opened) co_return Error{opened.error().kind, asked + opened.error().message, {}};
  deadline->watch(*opened);
  auto const error = co_await (*opened)->write(outgoing->bytes);
  deadline->watch(nullptr);
  (*opened)->close();
  if (error) co_return Error{Error::Kind::incomplete, asked + "not sent: " + error.message(), {}};
  co_return Result<>();
}

Client::Client(Runtime&, ClientOptions options) : impl_(std::make_shared<Impl>()) {
  impl_->options = std::move(options);
}
Client::~Client() = default;

// No coroutines: the task owns all that it uses, even where the Client is gone before it begins.
Task<Result<Response>> Client::send(Request request) {
  return send(std::move(request), impl_->options.timeout);
}
Task<Result<Response>> Client::send(Request request, Milliseconds timeout) {
  return Impl::send(impl_, std::move(request), timeout);
}
Task<Result<>> Client::abandon(Request request, Milliseconds timeout) {
  return Impl::abandon(impl_, std::move(request), timeout);
}

}  // namespace idproctor::http
