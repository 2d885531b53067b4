#include <gmock/gmock.h>

#include "tests/foundation/http/ask.hpp"
#include "tests/foundation/http/raw_server.hpp"

namespace idproctor::http {
namespace {

using testing::EndsWith;
using testing::HasSubstr;

constexpr auto* kTlsAnswer = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

ClientOptions trusting(const TlsIdentity& identity) {
  ClientOptions options;
  options.ca_file = identity.ca_file();
  return options;
}

TEST(ClientTls, VerifiedByCaFile) {
  auto const identity = std::make_shared<TlsIdentity>("DNS:localhost,IP:127.0.0.1");
  RawServer server(always(kTlsAnswer), identity);
  Runtime runtime;
  Client client(runtime, trusting(*identity));
  for (auto const& host : {std::string("127.0.0.1:"), std::string("localhost:")}) {
    for (int i = 0; i < 2; ++i) {
      auto const answer =
          ask(runtime, client, Request("GET", "https://" + host + std::to_string(server.port())));
      ASSERT_TRUE(answer) << answer.error().message;
      EXPECT_EQ(answer->body, "ok");
    }
  }
  EXPECT_EQ(server.connections(), 2) << "one connection an origin is kept";
}

TEST(ClientTls, UnknownAuthorityIsRefused) {
  auto const identity = std::make_shared<TlsIdentity>("DNS:localhost,IP:127.0.0.1");
  RawServer server(always(kTlsAnswer), identity);
  TlsIdentity const other("DNS:localhost,IP:127.0.0.1");
  for (auto const& options : {ClientOptions(), trusting(other)}) {
    auto const error = error_of(get(server.url(), Milliseconds(20'000), options));
    EXPECT_EQ(error.kind, Error::Kind::unreachable);
    EXPECT_THAT(error.message, HasSubstr("its certificate is not accepted: "));
  }
}

TEST(ClientTls, WrongHostNameIsRefused) {
  auto const identity = std::make_shared<TlsIdentity>("DNS:localhost");
  RawServer server(always(kTlsAnswer), identity);
  auto const error = error_of(get(server.url(), Milliseconds(20'000), trusting(*identity)));
  EXPECT_EQ(error.kind, Error::Kind::unreachable);
  EXPECT_THAT(error.message, EndsWith("its certificate is not accepted: IP address mismatch"));

  auto const elsewhere = std::make_shared<TlsIdentity>("DNS:other.example,IP:127.0.0.1");
  RawServer second(always(kTlsAnswer), elsewhere);
  auto const url = "https://localhost:" + std::to_string(second.port());
  auto const named = error_of(get(url, Milliseconds(20'000), trusting(*elsewhere)));
  EXPECT_EQ(named.kind, Error::Kind::unreachable);
  EXPECT_THAT(named.message, EndsWith("its certificate is not accepted: hostname mismatch"));
}

TEST(ClientTls, NoTlsBehindThePort) {
  RawServer server([](Peer& peer) { peer.write("220 mail.example ESMTP ready, and no TLS here\r\n"); });
  auto const error = error_of(get("https://" + server.address() + "/"));
  EXPECT_EQ(error.kind, Error::Kind::unreachable);
  EXPECT_THAT(error.message, HasSubstr("no TLS connection to https://" + server.address()));
}

TEST(ClientTls, ClosedInTheHandshake) {
  RawServer server([](Peer&) {});
  EXPECT_EQ(error_of(get("https://" + server.address() + "/")).kind, Error::Kind::unreachable);
}

TEST(ClientTls, HandshakeThatNeverEnds) {
  RawServer server([](Peer& peer) { peer.wait_for_close(); });
  auto const error = error_of(get("https://" + server.address() + "/", Milliseconds(100)));
  EXPECT_EQ(error.kind, Error::Kind::timeout);
  EXPECT_THAT(error.message, EndsWith("no complete answer within 100 ms (the TLS handshake did not end)"));
}

TEST(ClientTls, CaFileThatIsNone) {
  RawServer server(always(kTlsAnswer), std::make_shared<TlsIdentity>("IP:127.0.0.1"));
  ClientOptions options;
  options.ca_file = "/nonexistent/ca.pem";
  auto const error = error_of(get(server.url(), Milliseconds(20'000), options));
  EXPECT_EQ(error.kind, Error::Kind::invalid);
  EXPECT_THAT(error.message, HasSubstr("no certificate authorities can be read from /nonexistent/ca.pem"));
}

TEST(ClientTls, HalfABody) {
  auto const identity = std::make_shared<TlsIdentity>("IP:127.0.0.1");
  RawServer server(once("HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nabc"), identity);
  auto const error = error_of(get(server.url(), Milliseconds(20'000), trusting(*identity)));
  EXPECT_EQ(error.kind, Error::Kind::incomplete);
  EXPECT_THAT(error.message, EndsWith("(status line received, 3 bytes of body of 50 announced)"));
}

TEST(ClientTls, LargeBodiesBothWays) {
  auto const identity = std::make_shared<TlsIdentity>("IP:127.0.0.1");
  auto const body = std::string(1'000'000, 'x');
  RawServer server(always("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n" + body), identity);
  Runtime runtime;
  Client client(runtime, trusting(*identity));
  Request request("POST", server.url());
  request.body = body;
  auto const answer = ask(runtime, client, request);
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->body, body);
}

}  // namespace
}  // namespace idproctor::http
