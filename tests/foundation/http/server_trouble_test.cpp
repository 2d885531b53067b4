#include <gmock/gmock.h>

#include <optional>
#include <stdexcept>

#include "foundation/http/server.hpp"
#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_client.hpp"

namespace idproctor::http {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

class ServerTrouble : public testing::Test {
 protected:
  Server listen(Handler handler, ServerOptions options = {}) {
    auto server = Server::listen(runtime, std::move(options), std::move(handler));
    return std::move(*server);
  }
  Server fine() {
    return listen([this](const Request&) {
      ++calls;
      return Response(200, "text/plain", "fine");
    });
  }
  /// The server still works for others.
  void expect_well(const Server& server) {
    Client client(runtime, {});
    auto const answer = ask(runtime, client, Request("GET", server.url()));
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "fine");
  }

  Runtime runtime;
  int calls = 0;
};

TEST_F(ServerTrouble, GarbageIsABadRequest) {
  auto const server = fine();
  for (auto const& bytes : {std::string("\x16\x03\x01\x02\x00\x01 hello hello\r\n\r\n", 22),
                            std::string("GET / HTTP/1.1\r\nHost: x\r\nno colon\r\n\r\n"),
                            std::string("GET / HTTP/1.1\r\n\r\n")}) {
    RawClient client(runtime, server.port());
    ASSERT_TRUE(client.write(bytes));
    auto const answer = client.read_to_end();
    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(answer, HasSubstr("This is not an HTTP/1.1 request."));
  }
  EXPECT_EQ(calls, 0);
  expect_well(server);
}

TEST_F(ServerTrouble, HugeHeaderSection) {
  auto const server = fine();
  RawClient client(runtime, server.port());
  client.write("GET / HTTP/1.1\r\nHost: x\r\nX-Huge: " + std::string(10'000'000, 'x') + "\r\n\r\n");
  EXPECT_THAT(client.read_to_end(), StartsWith("HTTP/1.1 431 "));
  expect_well(server);
}

TEST_F(ServerTrouble, HugeBody) {
  ServerOptions options;
  options.body_limit = 1000;
  auto const server = listen([](const Request&) { return Response(200, "text/plain", "fine"); }, options);
  for (auto const& framing : {std::string("Content-Length: 5000000\r\n\r\n"),
                              std::string("Transfer-Encoding: chunked\r\n\r\n4c4b40\r\n")}) {
    RawClient client(runtime, server.port());
    // The whole body is sent before the answer is read: it must not be lost to a reset.
    EXPECT_TRUE(client.write("POST / HTTP/1.1\r\nHost: x\r\n" + framing + std::string(5'000'000, 'x')));
    EXPECT_THAT(client.read_until("\r\n\r\n"), StartsWith("HTTP/1.1 413 "));
    EXPECT_FALSE(client.was_reset());
  }
  RawClient at_limit(runtime, server.port());
  ASSERT_TRUE(
      at_limit.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x')));
  EXPECT_THAT(at_limit.read_until("fine"), StartsWith("HTTP/1.1 200 OK"));
  expect_well(server);
}

TEST_F(ServerTrouble, HandlerThatThrows) {
  auto const server = listen([](const Request& request) -> Response {
    if (request.url == "/throw") throw std::runtime_error("the secret inside");
    if (request.url == "/odd") throw 42;
    if (request.url == "/inject") return Response::redirect("/x\r\nSet-Cookie: a=b");
    return Response(200, "text/plain", "fine");
  });
  for (auto const* target : {"/throw", "/odd", "/inject"}) {
    testing::internal::CaptureStderr();
    Client client(runtime, {});
    auto const answer = ask(runtime, client, Request("GET", server.url() + target));
    auto const log = testing::internal::GetCapturedStderr();
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->status, 500) << target;
    EXPECT_THAT(answer->body, StartsWith("The server could not "));
    EXPECT_THAT(answer->body, Not(HasSubstr("secret")));
    EXPECT_FALSE(answer->headers.has("Set-Cookie"));
    EXPECT_FALSE(log.empty());
    if (target == std::string("/throw")) {
      EXPECT_THAT(log, HasSubstr("GET /throw failed: the secret inside"));
    }
  }
  expect_well(server);
}

TEST_F(ServerTrouble, ClientsThatLeaveEarly) {
  auto const server = fine();
  for (auto const* bytes :
       {"", "GE", "GET / HTTP/1.1\r\nHost: x\r\n",
        "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc", "GET / HTTP/1.1\r\nHost: x\r\n\r\n"}) {
    RawClient client(runtime, server.port());
    ASSERT_TRUE(client.write(bytes));
    client.close();
  }
  expect_well(server);
  EXPECT_LE(calls, 2);
}

TEST_F(ServerTrouble, SlowClientsAreClosed) {
  ServerOptions options;
  options.idle_timeout = Milliseconds(100);
  auto const server = listen([](const Request&) { return Response(200, "text/plain", "fine"); }, options);
  RawClient silent(runtime, server.port());
  EXPECT_EQ(silent.read_to_end(), "");
  RawClient half(runtime, server.port());
  ASSERT_TRUE(half.write("GET / HTTP/1.1\r\nHos"));
  EXPECT_EQ(half.read_to_end(), "");
  RawClient idle(runtime, server.port());
  ASSERT_TRUE(idle.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_THAT(idle.read_to_end(), HasSubstr("fine")) << "an answered client is closed as well, later";
  expect_well(server);
}

TEST_F(ServerTrouble, DestroyedWithOpenConnections) {
  std::optional<Server> server(fine());
  RawClient idle(runtime, server->port()), half(runtime, server->port()), answered(runtime, server->port());
  ASSERT_TRUE(half.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nab"));
  ASSERT_TRUE(answered.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_THAT(answered.read_until("fine"), HasSubstr("fine"));
  EXPECT_EQ(calls, 1);
  auto const port = server->port();
  server.reset();
  half.write("cde");
  idle.read_to_end();
  half.read_to_end();
  answered.read_to_end();
  EXPECT_EQ(calls, 1) << "the handler's world may be gone";
  EXPECT_THROW(RawClient(runtime, port), std::runtime_error);
}

TEST_F(ServerTrouble, DestroyedBeforeAnythingRuns) {
  auto handled = std::make_unique<int>(0);
  std::optional<Server> server(listen([&](const Request&) {
    ++*handled;
    return Response(200, "text/plain", "fine");
  }));
  RawClient client(runtime, server->port());
  client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  server.reset();
  handled.reset();
  client.read_to_end();
}

TEST_F(ServerTrouble, DestroyedByItsOwnHandler) {
  std::optional<Server> server;
  server.emplace(listen([&](const Request&) {
    server.reset();
    return Response(200, "text/plain", "the last one");
  }));
  RawClient client(runtime, server->port());
  ASSERT_TRUE(client.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  client.read_to_end();
  EXPECT_FALSE(server);
}

TEST_F(ServerTrouble, MovedFromAndReplaced) {
  auto first = fine();
  auto const port = first.port();
  auto second = std::move(first);
  EXPECT_EQ(second.port(), port);
  expect_well(second);
  RawClient open(runtime, port);
  second = listen([](const Request&) { return Response(200, "text/plain", "fine"); });
  EXPECT_NE(second.port(), port);
  open.read_to_end();
  expect_well(second);
  EXPECT_THROW(RawClient(runtime, port), std::runtime_error);
}

}  // namespace
}  // namespace idproctor::http
