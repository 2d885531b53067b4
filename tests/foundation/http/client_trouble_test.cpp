#include <gmock/gmock.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// A port that nobody listens on, and that nobody else can take meanwhile.
class DeafPort {
 public:
  DeafPort() : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    auto* const generic = reinterpret_cast<sockaddr*>(&address);
    if (bind(fd_, generic, size) == 0 && getsockname(fd_, generic, &size) == 0)
      number_ = ntohs(address.sin_port);
  }
  ~DeafPort() { close(fd_); }
  std::string number() const { return std::to_string(number_); }

 private:
  int fd_;
  int number_ = 0;
};

TEST(ClientTrouble, RefusedConnection) {
  DeafPort const port;
  auto const url = "http://127.0.0.1:" + port.number() + "/metadata?x=1";
  auto const error = error_of(get(url));
  EXPECT_EQ(error.kind, Error::Kind::unreachable);
  EXPECT_EQ(error.message, "GET " + url + ": connection refused by 127.0.0.1:" + port.number());
}

TEST(ClientTrouble, UnknownHostName) {
  // A label of more than 63 letters cannot even be asked for, so that no query leaves this machine.
  auto const host = std::string(70, 'a') + ".invalid";
  auto const error = error_of(get("http://" + host + "/"));
  EXPECT_EQ(error.kind, Error::Kind::unreachable);
  EXPECT_THAT(error.message, HasSubstr("the host name " + host + " cannot be resolved"));
}

TEST(ClientTrouble, ClosedAtOnce) {
  RawServer server([](Peer&) {});
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, StartsWith("GET " + server.url() + ": the connection was "));
}

TEST(ClientTrouble, ClosedWithoutAnAnswer) {
  RawServer server(once(""));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, EndsWith("the connection was closed without an answer"));
}

TEST(ClientTrouble, HalfAStatusLine) {
  RawServer server(once("HTTP/1.1 20"));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, EndsWith("in the middle of the answer (a part of the status line received)"));
}

TEST(ClientTrouble, HalfAHeaderSection) {
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Type: text/pl"));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, EndsWith("(status line received, header section incomplete)"));
}

TEST(ClientTrouble, HalfABody) {
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n" + std::string(1234, 'x')));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, EndsWith("(status line received, 1,234 bytes of body of 5,000 announced)"));
}

TEST(ClientTrouble, ChunkedBodyCutOff) {
  for (auto const* body : {"5\r\nhel", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", ""}) {
    RawServer server(once(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") + body));
    auto const error = error_of(get(server.url()));
    EXPECT_EQ(error.kind, Error::Kind::incomplete) << body << ": " << error.message;
  }
}

TEST(ClientTrouble, BrokenChunk) {
  for (auto const* body : {"zz\r\nhello\r\n0\r\n\r\n", "5\r\nhelloXX0\r\n\r\n", "fffffffffffffffff\r\nx"}) {
    RawServer server(once(std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n") + body));
    auto const error = error_of(get(server.url()));
    EXPECT_EQ(error.kind, Error::Kind::protocol) << body << ": " << error.message;
    EXPECT_THAT(error.message, HasSubstr("the body of the answer breaks HTTP/1.1"));
  }
}

TEST(ClientTrouble, EndlessBody) {
  ClientOptions options;
  options.body_limit = 100'000;
  for (auto const* head : {"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n",
                           "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"}) {
    auto const chunked = std::string_view(head).find("chunked") != std::string_view::npos;
    RawServer server([=](Peer& peer) {
      peer.read_request();
      peer.write(head);
      auto const data = std::string(4096, 'x');
      while (peer.write(chunked ? "1000\r\n" + data + "\r\n" : data)) {
      }
    });
    auto const error = error_of(get(server.url(), Milliseconds(20'000), options));
    EXPECT_EQ(error.kind, Error::Kind::too_large) << head;
    EXPECT_THAT(error.message, EndsWith("the body is larger than the limit of 100,000 bytes"));
  }
}

TEST(ClientTrouble, BodyAtTheLimitPasses) {
  ClientOptions options;
  options.body_limit = 100'000;
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n" + std::string(100'000, 'x')));
  auto const answer = get(server.url(), Milliseconds(20'000), options);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body.size(), 100'000u);
}

TEST(ClientTrouble, HeadersOfTenMegabytes) {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n");
    auto const field = "X-Filler: " + std::string(1000, 'x') + "\r\n";
    for (int i = 0; i < 10'000 && peer.write(field); ++i) {
    }
  });
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::too_large);
  EXPECT_THAT(error.message, EndsWith("the header section is larger than the limit of 2,097,152 bytes"));
}

TEST(ClientTrouble, OneHeaderWithoutEnd) {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nX-Endless: ");
    while (peer.write(std::string(1000, 'x'))) {
    }
  });
  EXPECT_EQ(error_of(get(server.url())).kind, Error::Kind::too_large);
}

TEST(ClientTrouble, ChunkExtensionWithoutEnd) {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;name=");
    while (peer.write(std::string(1000, 'x'))) {
    }
  });
  EXPECT_EQ(error_of(get(server.url())).kind, Error::Kind::too_large);
}

TEST(ClientTrouble, NotHttp) {
  RawServer server(once("SSH-2.0-OpenSSH_9.2\x01\r\n"));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::protocol);
  EXPECT_THAT(error.message, HasSubstr("what came is not HTTP, it begins with \"SSH-2.0-OpenSSH_9.2\\x01"));
}

TEST(ClientTrouble, AFewBytesThatAreNotHttp) {
  RawServer server(once("hi"));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::protocol);
  EXPECT_THAT(error.message, HasSubstr("\"hi\""));
}

TEST(ClientTrouble, BrokenHeader) {
  RawServer server(once("HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"));
  auto const error = error_of(get(server.url()));
  EXPECT_EQ(error.kind, Error::Kind::protocol);
  EXPECT_THAT(error.message, HasSubstr("the header section of the answer breaks HTTP/1.1"));
}

TEST(ClientTrouble, ContradictoryLengths) {
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc"));
  EXPECT_EQ(error_of(get(server.url())).kind, Error::Kind::protocol);
}

TEST(ClientTrouble, NeverAnswers) {
  RawServer server([](Peer& peer) { peer.wait_for_close(); });
  auto const error = error_of(get(server.url("/slow"), Milliseconds(100)));
  EXPECT_EQ(error.kind, Error::Kind::timeout);
  EXPECT_EQ(error.message,
            "GET " + server.url("/slow") + ": no complete answer within 100 ms (nothing received)");
}

TEST(ClientTrouble, StopsInTheMiddle) {
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    peer.wait_for_close();
  });
  auto const error = error_of(get(server.url(), Milliseconds(100)));
  EXPECT_EQ(error.kind, Error::Kind::timeout);
  EXPECT_THAT(error.message, EndsWith("(status line received, 3 bytes of body of 10 announced)"));
}

TEST(ClientTrouble, DripsForEver) {
  // Each byte alone comes in time; the deadline is for all of them.
  RawServer server([](Peer& peer) {
    peer.read_request();
    peer.write("HTTP/1.1 200 OK\r\n\r\n");
    while (peer.write("x")) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  EXPECT_EQ(error_of(get(server.url(), Milliseconds(150))).kind, Error::Kind::timeout);
}

TEST(ClientTrouble, InterimAnswersForEver) {
  RawServer server([](Peer& peer) {
    peer.read_request();
    while (peer.write("HTTP/1.1 100 Continue\r\n\r\n"))
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  auto const error = error_of(get(server.url(), Milliseconds(100)));
  EXPECT_EQ(error.kind, Error::Kind::timeout);
  EXPECT_THAT(error.message, HasSubstr("only an interim answer received"));
}

TEST(ClientTrouble, ServerNeverReads) {
  RawServer server([](Peer& peer) {
    // Neither reads nor closes until the client gives up.
    while (!peer.is_closed()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
  });
  Runtime runtime;
  Client client(runtime, {});
  Request request("POST", server.url());
  request.body.assign(9 << 20, 'x');
  EXPECT_EQ(error_of(ask(runtime, client, request, Milliseconds(200))).kind, Error::Kind::timeout);
}

}  // namespace
}  // namespace idproctor::http
