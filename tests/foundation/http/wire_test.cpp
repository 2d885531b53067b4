#include "foundation/http/wire.hpp"

#include <gtest/gtest.h>

namespace idproctor::http {
namespace {

std::string bytes_of(const Response& response, bool to_head = false, bool keep_alive = true) {
  auto const bytes = response_bytes(response, to_head, keep_alive);
  return bytes ? *bytes : "error: " + bytes.error().message;
}

TEST(ResponseBytes, HasItsOwnLength) {
  Response response(201, "text/plain", "ok");
  response.headers.add("content-length", "99");
  response.headers.add("Transfer-Encoding", "chunked");
  response.headers.add("Set-Cookie", "a=1");
  response.headers.add("Set-Cookie", "b=2");
  EXPECT_EQ(bytes_of(response),
            "HTTP/1.1 201 Created\r\nContent-Type: text/plain\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
            "Content-Length: 2\r\n\r\nok");
}

TEST(ResponseBytes, HeadHasTheLengthAndNoBody) {
  EXPECT_EQ(bytes_of(Response(200, "", "ok"), true), "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
}

TEST(ResponseBytes, NoBodyWhereTheStatusAllowsNone) {
  EXPECT_EQ(bytes_of(Response(204, "", "x")), "HTTP/1.1 204 No Content\r\n\r\n");
  EXPECT_EQ(bytes_of(Response(304, "", "x")), "HTTP/1.1 304 Not Modified\r\n\r\n");
}

TEST(ResponseBytes, SaysThatItCloses) {
  EXPECT_EQ(bytes_of(Response::redirect("/x"), false, false),
            "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
}

TEST(ResponseBytes, RefusesInjectionAndOddStatus) {
  EXPECT_FALSE(response_bytes(Response::redirect("/x\r\nSet-Cookie: a=b"), false, true));
  EXPECT_FALSE(response_bytes(Response::redirect("/x\nSet-Cookie: a=b"), false, true));
  EXPECT_FALSE(response_bytes(Response(99, "", ""), false, true));
  EXPECT_FALSE(response_bytes(Response(1000, "", ""), false, true));
  EXPECT_TRUE(response_bytes(Response(599, "", ""), false, true));
}

TEST(RequestBytes, HostNamesThePortOnlyWhereItIsUnusual) {
  auto const host = [](const std::string& url) {
    auto const bytes = request_bytes(Request("GET", url), *parse_url(url));
    auto const start = bytes->find("Host: ") + 6;
    return bytes->substr(start, bytes->find("\r\n", start) - start);
  };
  EXPECT_EQ(host("http://app.example:80/"), "app.example");
  EXPECT_EQ(host("https://app.example:443/"), "app.example");
  EXPECT_EQ(host("https://app.example:80/"), "app.example:80");
  EXPECT_EQ(host("http://[::1]:8080/"), "[::1]:8080");
}

TEST(RequestBytes, CallersFramingStands) {
  Request request("POST", "http://a/");
  request.headers.add("content-LENGTH", "1");
  request.body = "x";
  EXPECT_EQ(*request_bytes(request, *parse_url(request.url)),
            "POST / HTTP/1.1\r\nHost: a\r\ncontent-LENGTH: 1\r\n\r\nx");
  Request chunked("POST", "http://a/");
  chunked.headers.add("Transfer-Encoding", "chunked");
  chunked.body = "0\r\n\r\n";
  EXPECT_EQ(*request_bytes(chunked, *parse_url(chunked.url)),
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

TEST(RequestBytes, RefusesNul) {
  Request request("GET", "http://a/");
  request.headers.add("X", std::string("a\0b", 3));
  EXPECT_FALSE(request_bytes(request, *parse_url(request.url)));
  request.headers.set("X", "a\tb");
  EXPECT_TRUE(request_bytes(request, *parse_url(request.url)));
}

}  // namespace
}  // namespace idproctor::http
