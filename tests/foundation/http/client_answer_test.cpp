#include <gmock/gmock.h>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::http {
namespace {

using testing::ElementsAre;
using testing::Pair;

Response answer_to(RawServer::Script script, const std::string& method = "GET") {
  RawServer server(std::move(script));
  Runtime runtime;
  Client client(runtime, {});
  auto outcome = ask(runtime, client, Request(method, server.url()));
  if (!outcome) {
    ADD_FAILURE() << outcome.error().message;
    return {};
  }
  return *outcome;
}

TEST(ClientAnswer, KeepsOrderSpellingAndDuplicatesOfHeaders) {
  auto const answer =
      answer_to(once("HTTP/1.1 200 OK\r\nset-COOKIE: a=1\r\nX-Between: yes\r\nSet-Cookie: "
                     "b=2\r\ncontent-length: 2\r\n\r\nok"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_THAT(answer.headers.fields(), ElementsAre(Pair("set-COOKIE", "a=1"), Pair("X-Between", "yes"),
                                                   Pair("Set-Cookie", "b=2"), Pair("content-length", "2")));
  EXPECT_THAT(answer.headers.all("Set-Cookie"), ElementsAre("a=1", "b=2"));
}

TEST(ClientAnswer, EndsWithTheConnectionWhereNoLengthIsGiven) {
  EXPECT_EQ(answer_to(once("HTTP/1.1 200 OK\r\n\r\nall of it")).body, "all of it");
  EXPECT_EQ(answer_to(once("HTTP/1.0 200 OK\r\nServer: old\r\n\r\n")).body, "");
}

TEST(ClientAnswer, ChunkedWithExtensionsAndTrailers) {
  auto const answer =
      answer_to(once("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;a=b\r\nhello\r\n6\r\n "
                     "world\r\n0\r\nX-Sum: 1\r\n\r\n"));
  EXPECT_EQ(answer.body, "hello world");
  EXPECT_THAT(answer.headers.fields(), ElementsAre(Pair("Transfer-Encoding", "chunked")));
}

TEST(ClientAnswer, ManyTinyChunks) {
  std::string wire = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (int i = 0; i < 20'000; ++i) wire += "1\r\nx\r\n";
  EXPECT_EQ(answer_to(once(wire + "0\r\n\r\n")).body, std::string(20'000, 'x'));
}

TEST(ClientAnswer, ByteByByte) {
  auto const answer = answer_to([](Peer& peer) {
    peer.read_request();
    for (char const c : std::string(
             "HTTP/1.1 201 Created\r\nX: y\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n"))
      peer.write(std::string(1, c));
  });
  EXPECT_EQ(answer.status, 201);
  EXPECT_EQ(answer.body, "abc");
}

TEST(ClientAnswer, SkipsInterimAnswers) {
  auto const answer =
      answer_to(once("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n"
                     "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  EXPECT_EQ(answer.status, 200);
  EXPECT_EQ(answer.body, "ok");
  EXPECT_FALSE(answer.headers.has("Link"));
}

TEST(ClientAnswer, WithoutBodyWhateverTheHeadersSay) {
  // The connection stays open: whoever waits for five bytes here waits for ever.
  auto const script = [](std::string head) {
    return [head](Peer& peer) {
      peer.read_request();
      peer.write(head);
      peer.wait_for_close();
    };
  };
  EXPECT_EQ(answer_to(script("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"), "HEAD").body, "");
  EXPECT_EQ(answer_to(script("HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n")).status, 204);
  EXPECT_EQ(answer_to(script("HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")).status, 304);
  EXPECT_EQ(answer_to(script("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n")).status, 101);
}

TEST(ClientAnswer, OddStatusAndReason) {
  EXPECT_EQ(answer_to(once("HTTP/1.1 299 \r\nContent-Length: 0\r\n\r\n")).status, 299);
  EXPECT_EQ(answer_to(once("HTTP/1.1 999 \xc3\xa9t\xc3\xa9\r\nContent-Length: 0\r\n\r\n")).status, 999);
}

TEST(ClientAnswer, RedirectIsNotFollowed) {
  auto const answer = answer_to(once("HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n"));
  EXPECT_EQ(answer.status, 302);
  EXPECT_EQ(answer.headers.get("location"), "/next");
}

TEST(ClientAnswer, ComesWhileTheRequestIsStillOnItsWay) {
  RawServer server([](Peer& peer) {
    peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nno\n");
    // Reads nothing: the client's request can never be sent to its end.
    while (!peer.is_closed()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  Runtime runtime;
  Client client(runtime, {});
  Request request("POST", server.url());
  request.body.assign(9 << 20, 'x');
  auto const answer = ask(runtime, client, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->status, 413);
}

}  // namespace
}  // namespace idproctor::http
