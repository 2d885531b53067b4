#include "foundation/http/parser.hpp"

#include <gtest/gtest.h>

namespace idproctor::http {
namespace {

TEST(ResponseParser, SaysHowFarItCame) {
  ResponseParser parser(false, 1000);
  EXPECT_FALSE(parser.started());
  EXPECT_EQ(parser.progress(), "nothing received");
  ASSERT_TRUE(parser.put("HTTP/1.1"));
  EXPECT_TRUE(parser.started());
  EXPECT_EQ(parser.progress(), "a part of the status line received");
  ASSERT_TRUE(parser.put(" 200 OK\r\nX: y\r\nContent"));
  EXPECT_EQ(parser.progress(), "status line received, header section incomplete");
  ASSERT_TRUE(parser.put("-Length: 5\r\n\r\nab"));
  EXPECT_EQ(parser.progress(), "status line received, 2 bytes of body of 5 announced");
  EXPECT_FALSE(parser.done());
  ASSERT_TRUE(parser.put("cde"));
  EXPECT_TRUE(parser.done());
  EXPECT_TRUE(parser.reusable());
  EXPECT_EQ(parser.take().body, "abcde");
}

TEST(ResponseParser, BytesBehindTheAnswerForbidReuse) {
  ResponseParser parser(false, 1000);
  ASSERT_TRUE(parser.put("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\n"));
  EXPECT_TRUE(parser.done());
  EXPECT_FALSE(parser.reusable());
  EXPECT_EQ(parser.take().body, "ok");
}

TEST(ResponseParser, AnswerUntilTheEndForbidsReuse) {
  ResponseParser parser(false, 1000);
  ASSERT_TRUE(parser.put("HTTP/1.1 200 OK\r\n\r\nok"));
  EXPECT_FALSE(parser.done());
  ASSERT_TRUE(parser.finish());
  EXPECT_TRUE(parser.done());
  EXPECT_FALSE(parser.reusable());
}

TEST(ResponseParser, InterimAnswersInPieces) {
  ResponseParser parser(false, 1000);
  for (char const c :
       std::string_view("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nx"))
    ASSERT_TRUE(parser.put({&c, 1}));
  EXPECT_TRUE(parser.done());
  EXPECT_EQ(parser.take().status, 200);
}

TEST(RequestParser, TakesARequestAndLeavesTheNext) {
  RequestParser parser(1000);
  ASSERT_TRUE(
      parser.put("POST /a?b HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nokGET /next HTTP/1.1\r\n"));
  ASSERT_TRUE(parser.done());
  EXPECT_TRUE(parser.keep_alive());
  EXPECT_EQ(parser.leftover(), "GET /next HTTP/1.1\r\n");
  auto const request = parser.take();
  EXPECT_EQ(request.method, "POST");
  EXPECT_EQ(request.url, "/a?b");
  EXPECT_EQ(request.body, "ok");
}

TEST(RequestParser, Refuses) {
  struct Row {
    std::string bytes;
    int status;
  };
  std::string const head = "POST / HTTP/1.1\r\nHost: x\r\n";
  Row const rows[] = {
      {"\x16\x03\x01\x02 garbage\r\n\r\n", 400},
      {"GET /\r\n\r\n", 400},
      {"GET / HTTP/2.0\r\nHost: x\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\n\r\n", 400},
      {"GET / HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n", 400},
      {head + "Bad Name: x\r\n\r\n", 400},
      {head + "Content-Length: -1\r\n\r\n", 400},
      {head + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n", 400},
      {head + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n", 400},
      {head + "Content-Length: 1001\r\n\r\n", 413},
      {head + "Transfer-Encoding: chunked\r\n\r\n3e9\r\n", 413},
      {head + "X: " + std::string(70'000, 'x'), 431},
  };
  for (auto const& row : rows) {
    RequestParser parser(1000);
    EXPECT_FALSE(parser.put(row.bytes)) << row.bytes.substr(0, 100);
    EXPECT_EQ(parser.refusal(), row.status) << row.bytes.substr(0, 100);
  }
  RequestParser parser(1000);
  EXPECT_TRUE(parser.put(head + "Content-Length: 1000\r\n\r\n" + std::string(1000, 'x')));
  EXPECT_TRUE(parser.done());
}

TEST(RequestParser, WhoKeepsTheConnection) {
  auto const keeps = [](const std::string& bytes) {
    RequestParser parser(1000);
    EXPECT_TRUE(parser.put(bytes)) << bytes;
    return parser.keep_alive();
  };
  EXPECT_TRUE(keeps("GET / HTTP/1.1\r\nHost: x\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"));
  EXPECT_FALSE(keeps("GET / HTTP/1.0\r\n\r\n"));
}

TEST(RequestParser, KnowsWhoWaitsForContinue) {
  RequestParser waits(1000);
  ASSERT_TRUE(waits.put("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-Continue\r\n\r\n"));
  EXPECT_TRUE(waits.awaits_continue());
  ASSERT_TRUE(waits.put("ok"));
  EXPECT_FALSE(waits.awaits_continue());
  RequestParser goes_on(1000);
  ASSERT_TRUE(goes_on.put("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"));
  EXPECT_FALSE(goes_on.awaits_continue());
}

TEST(Grouped, ByThousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(1000), "1,000");
  EXPECT_EQ(grouped(10485760), "10,485,760");
}

}  // namespace
}  // namespace idproctor::http
