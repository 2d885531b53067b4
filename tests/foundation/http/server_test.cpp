#include "foundation/http/server.hpp"

#include <gmock/gmock.h>

#include <optional>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_client.hpp"

namespace idproctor::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

Response echo(const Request& request) {
  Response response(200, "text/plain", request.method + " " + request.url + " " + request.body);
  response.headers.add("X-Length", std::to_string(request.body.size()));
  return response;
}

class ServerTest : public testing::Test {
 protected:
  static Server listen(Runtime& runtime) {
    auto server = Server::listen(runtime, {}, echo);
    return std::move(*server);
  }
  Runtime runtime;
  Server server = listen(runtime);
};

TEST_F(ServerTest, AnswersTheClient) {
  EXPECT_EQ(server.url(), "http://127.0.0.1:" + std::to_string(server.port()));
  Client client(runtime, {});
  for (int i = 0; i < 3; ++i) {
    Request request("POST", server.url() + "/a?b=" + std::to_string(i));
    request.body = "body";
    auto const answer = ask(runtime, client, request);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, "POST /a?b=" + std::to_string(i) + " body");
  }
}

TEST_F(ServerTest, LargeBodiesBothWays) {
  Client client(runtime, {});
  Request request("PUT", server.url() + "/");
  request.body.assign(5'000'000, 'x');
  auto const answer = ask(runtime, client, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body.size(), 5'000'000u + 6);
}

TEST_F(ServerTest, ManyClientsAtOnce) {
  Client client(runtime, {});
  int answered = 0;
  auto const send = [](Client& by, std::string url, int& count) -> Task<> {
    Request request("GET", std::move(url));
    auto const answer = co_await by.send(std::move(request));
    if (answer && answer->status == 200) ++count;
  };
  std::vector<Task<>> tasks;
  for (int i = 0; i < 100; ++i) tasks.push_back(send(client, server.url() + "/x", answered));
  runtime.run_until_done(all(std::move(tasks)));
  EXPECT_EQ(answered, 100);
}

TEST_F(ServerTest, AnAnswerMayTakeItsTime) {
  auto const slow = [](const Request& request) {
    return DelayedResponse{Response(200, "text/plain", request.url),
                           Milliseconds(request.url == "/slow" ? 100 : 0)};
  };
  auto const other = Server::listen(runtime, {}, slow);
  ASSERT_TRUE(other);
  Client client(runtime, {});
  std::vector<std::string> order;
  auto const send = [](Client& by, std::string url, std::vector<std::string>& into) -> Task<> {
    Request request("GET", std::move(url));
    auto const answer = co_await by.send(std::move(request));
    into.push_back(answer ? answer->body : answer.error().message);
  };
  std::vector<Task<>> tasks;
  tasks.push_back(send(client, other->url() + "/slow", order));
  tasks.push_back(send(client, other->url() + "/quick", order));
  runtime.run_until_done(all(std::move(tasks)));
  EXPECT_EQ(order, (std::vector<std::string>{"/quick", "/slow"}));
}

TEST_F(ServerTest, AnAnswerThatTakesLongerThanAConnectionMayIdleIsNeverSent) {
  ServerOptions options;
  options.idle_timeout = Milliseconds(20);
  auto const other = Server::listen(runtime, options, [](const Request&) {
    return DelayedResponse{Response(200, "text/plain", "late"), Milliseconds(200)};
  });
  ASSERT_TRUE(other);
  Client client(runtime, {});
  auto const answer = ask(runtime, client, Request("POST", other->url() + "/"));
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, Error::Kind::incomplete);
}

TEST_F(ServerTest, ByteForByte) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(client.write("GET /a%2F?b HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_EQ(
      client.read_until("GET /a%2F?b "),
      "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nX-Length: 0\r\nContent-Length: 12\r\n\r\nGET /a%2F?b ");
}

TEST_F(ServerTest, PipelinedRequestsAreAnsweredInOrder) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(client.write(
      "POST /1 HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\noneGET /2 HTTP/1.1\r\nHost: x\r\n\r\n"
      "GET /3 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  auto const answers = client.read_to_end();
  auto const first = answers.find("POST /1 one"), second = answers.find("GET /2 "),
             third = answers.find("GET /3 ");
  ASSERT_NE(third, std::string::npos) << answers;
  EXPECT_LT(first, second);
  EXPECT_LT(second, third);
}

TEST_F(ServerTest, HeadHasNoBody) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(client.write("HEAD /x HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  auto const answer = client.read_to_end();
  EXPECT_THAT(answer, HasSubstr("\r\nContent-Length: 8\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n"));
}

TEST_F(ServerTest, ChunkedRequest) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(
      client.write("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"));
  EXPECT_THAT(client.read_until("POST / abc"), EndsWith("POST / abc"));
}

TEST_F(ServerTest, TellsAWaitingClientToContinue) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(
      client.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n"));
  EXPECT_EQ(client.read_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  ASSERT_TRUE(client.write("abc"));
  EXPECT_THAT(client.read_until("POST / abc"), EndsWith("POST / abc"));
}

TEST_F(ServerTest, ClosesWhereTheClientAsksForIt) {
  for (auto const* head :
       {"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", "GET / HTTP/1.0\r\n\r\n"}) {
    RawClient client(runtime, server.port());
    ASSERT_TRUE(client.write(head));
    EXPECT_THAT(client.read_to_end(), HasSubstr("\r\nConnection: close\r\n"));
    EXPECT_FALSE(client.was_reset());
  }
}

TEST_F(ServerTest, AbsoluteFormOfTheTarget) {
  RawClient client(runtime, server.port());
  ASSERT_TRUE(client.write("GET http://app.example/a?b HTTP/1.1\r\nHost: app.example\r\n\r\n"));
  EXPECT_THAT(client.read_until("GET /a?b "), EndsWith("GET /a?b "));
}

TEST_F(ServerTest, PortInUse) {
  ServerOptions options;
  options.port = server.port();
  auto const second = Server::listen(runtime, options, echo);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().message,
            "cannot listen on 127.0.0.1:" + std::to_string(server.port()) + ": Address already in use");
}

TEST_F(ServerTest, NotAnAddress) {
  ServerOptions options;
  options.address = "app.example";
  EXPECT_FALSE(Server::listen(runtime, options, echo));
  options.address = "localhost";
  EXPECT_TRUE(Server::listen(runtime, options, echo));
}

TEST_F(ServerTest, UrlOfAllAddressesCanBeAsked) {
  ServerOptions options;
  options.address = "0.0.0.0";
  auto const all_addresses = Server::listen(runtime, options, echo);
  ASSERT_TRUE(all_addresses);
  EXPECT_THAT(all_addresses->url(), StartsWith("http://127.0.0.1:"));
}

}  // namespace
}  // namespace idproctor::http
