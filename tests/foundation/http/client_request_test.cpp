#include <gmock/gmock.h>

#include <future>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::http {
namespace {

using testing::HasSubstr;
using testing::Not;

/// What the server receives of a request whose URL is the target on that server.
std::string received(Request request) {
  std::string bytes;
  RawServer server([&](Peer& peer) {
    bytes = peer.read_request();
    peer.write("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
  });
  request.url = server.url(request.url);
  Runtime runtime;
  Client client(runtime, {});
  auto const answer = ask(runtime, client, request);
  EXPECT_TRUE(answer) << answer.error().message;
  auto const at = bytes.find(server.address());
  return at == std::string::npos ? bytes : bytes.replace(at, server.address().size(), "HOST");
}

TEST(ClientRequest, SendsWhatIsGivenAndNothingElse) {
  Request request("GET", "/a%2Fb//c/../d?x=1&y=%20&");
  request.headers.add("accept", "application/scim+json");
  request.headers.add("X-Twice", "1");
  request.headers.add("User-AGENT", "Okta SCIM Client 1.0.0");
  request.headers.add("X-Twice", "2");
  EXPECT_EQ(received(request),
            "GET /a%2Fb//c/../d?x=1&y=%20& HTTP/1.1\r\nHost: HOST\r\naccept: "
            "application/scim+json\r\nX-Twice: 1\r\n"
            "User-AGENT: Okta SCIM Client 1.0.0\r\nX-Twice: 2\r\n\r\n");
}

TEST(ClientRequest, KeepsAnEmptyQuery) {
  EXPECT_EQ(received(Request("GET", "/Users?")), "GET /Users? HTTP/1.1\r\nHost: HOST\r\n\r\n");
  EXPECT_EQ(received(Request("GET", "/Users?#part")), "GET /Users? HTTP/1.1\r\nHost: HOST\r\n\r\n");
}

TEST(ClientRequest, BodyHasItsLength) {
  Request request("POST", "/acs");
  request.headers.add("Content-Type", "application/x-www-form-urlencoded");
  request.body = "a=1";
  EXPECT_EQ(received(request),
            "POST /acs HTTP/1.1\r\nHost: HOST\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            "Content-Length: 3\r\n\r\na=1");
  EXPECT_EQ(received(Request("POST", "/acs")),
            "POST /acs HTTP/1.1\r\nHost: HOST\r\nContent-Length: 0\r\n\r\n");
}

TEST(ClientRequest, CallersHostReplacesOurs) {
  Request request("GET", "/");
  request.headers.add("Host", "other.example");
  EXPECT_EQ(received(request), "GET / HTTP/1.1\r\nHost: other.example\r\n\r\n");
}

TEST(ClientRequest, LargeBodyArrives) {
  std::size_t size = 0;
  RawServer server([&](Peer& peer) {
    size = peer.read_request().size();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
  });
  Request request("POST", server.url());
  request.body.assign(5'000'000, 'x');
  Runtime runtime;
  Client client(runtime, {});
  ASSERT_TRUE(ask(runtime, client, request));
  EXPECT_GT(size, 5'000'000u);
}

TEST(ClientRequest, RefusesToSendBrokenThings) {
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  Runtime runtime;
  Client client(runtime, {});
  auto const refused = [&](Request request) {
    auto const error = error_of(ask(runtime, client, std::move(request)));
    EXPECT_EQ(error.kind, Error::Kind::invalid);
    return error.message;
  };
  EXPECT_THAT(refused(Request("GET", server.url("/a b"))), HasSubstr("a space or a control character"));
  EXPECT_THAT(refused(Request("GET", server.url("/a\r\nX: y"))), HasSubstr("a space or a control character"));
  EXPECT_THAT(refused(Request("GET /x", server.url())), HasSubstr("is not a method"));
  EXPECT_THAT(refused(Request("GET", "/relative")), HasSubstr("absolute"));
  Request injected("GET", server.url());
  injected.headers.add("X-Relay", "a\r\nX-Injected: b");
  EXPECT_THAT(refused(injected), HasSubstr("the header X-Relay contains a line break"));
  Request name("GET", server.url());
  name.headers.add("X Relay", "a");
  EXPECT_THAT(refused(name), HasSubstr("\"X Relay\" is not a header name"));
  EXPECT_EQ(server.connections(), 0);
  EXPECT_TRUE(ask(runtime, client, Request("GET", server.url("/a%20b"))));
}

TEST(ClientRequest, ErrorsNeverQuoteAPassword) {
  auto const error = error_of(get("http://user:hunter2@127.0.0.1:1/"));
  EXPECT_EQ(error.kind, Error::Kind::invalid);
  EXPECT_THAT(error.message, Not(HasSubstr("hunter2")));
}

TEST(ClientRequest, TaskOutlivesItsClient) {
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"));
  Runtime runtime;
  auto client = std::make_unique<Client>(runtime, ClientOptions());
  auto task = client->send(Request("GET", server.url()));
  client.reset();
  std::optional<Result<Response>> outcome;
  auto const finish = [](Task<Result<Response>> sending, std::optional<Result<Response>>& into) -> Task<> {
    into.emplace(co_await std::move(sending));
  };
  runtime.run_until_done(finish(std::move(task), outcome));
  EXPECT_TRUE(*outcome);
}

TEST(ClientRequest, RuntimeEndsWhileAnAnswerIsAwaited) {
  RawServer server([](Peer& peer) { peer.wait_for_close(); });
  {
    Runtime runtime;
    Client client(runtime, {});
    auto const forget = [](Client& by, std::string url) -> Task<> {
      Request request("GET", std::move(url));
      co_await by.send(std::move(request));
    };
    runtime.spawn(forget(client, server.url()));
    while (server.connections() == 0) runtime.run_until_done(sleep_for(Milliseconds(1)));
  }
  // The server's thread ends only when the connection is closed.
}

TEST(ClientRequest, AnAbandonedOneIsSentWholeAndItsConnectionClosed) {
  std::promise<std::string> received_before_close;
  RawServer server([&](Peer& peer) {
    std::string bytes = peer.read_request();
    peer.wait_for_close();
    received_before_close.set_value(std::move(bytes));
  });
  Request request("POST", server.url("/Users"));
  request.body = "{}";
  Runtime runtime;
  Client client(runtime, {});
  bool sent = false;
  auto const abandon = [&]() -> Task<> {
    auto const outcome = co_await client.abandon(request, Milliseconds{5'000});
    sent = outcome.has_value();
  };
  runtime.run_until_done(abandon());
  EXPECT_TRUE(sent);
  EXPECT_THAT(received_before_close.get_future().get(), HasSubstr("POST /Users HTTP/1.1"));
}

}  // namespace
}  // namespace idproctor::http
