#include "foundation/http/url.hpp"

#include <gtest/gtest.h>

namespace idproctor::http {
namespace {

TEST(Url, TakenApart) {
  auto const url = *parse_url("HTTPS://App.Example:8443/a%2fb/../c;d?x=%7e&y#fragment");
  EXPECT_EQ(url.scheme, "https");
  EXPECT_EQ(url.host, "App.Example");
  EXPECT_EQ(url.port, "8443");
  EXPECT_EQ(url.path, "/a%2fb/../c;d");
  EXPECT_EQ(url.query, "x=%7e&y");
  EXPECT_EQ(url.target(), "/a%2fb/../c;d?x=%7e&y");
  EXPECT_EQ(url.origin(), "https://app.example:8443");
  EXPECT_EQ(url.str(), "https://App.Example:8443/a%2fb/../c;d?x=%7e&y");
}

TEST(Url, PortAndPathAreFilledIn) {
  auto const plain = *parse_url("http://a");
  EXPECT_EQ(plain.port, "80");
  EXPECT_EQ(plain.path, "/");
  EXPECT_EQ(plain.str(), "http://a/");
  EXPECT_EQ(parse_url("https://a?x")->target(), "/?x");
  EXPECT_EQ(parse_url("https://a")->port, "443");
  EXPECT_EQ(parse_url("https://a:0443/")->origin(), "https://a");
  EXPECT_EQ(parse_url("http://a:443/")->origin(), "http://a:443");
  EXPECT_EQ(parse_url("http://a:/")->port, "80");
}

TEST(Url, EmptyQueryIsNotNoQuery) {
  EXPECT_TRUE(parse_url("http://a/b?")->has_query);
  EXPECT_EQ(parse_url("http://a/b?")->str(), "http://a/b?");
  EXPECT_EQ(parse_url("http://a/b?x&")->str(), "http://a/b?x&");
  EXPECT_FALSE(parse_url("http://a/b")->has_query);
  EXPECT_EQ(parse_url("http://a/b#?")->str(), "http://a/b");
}

TEST(Url, OddCharactersInTheQueryStay) {
  for (auto const* url :
       {"http://a/b?filter=userName+eq+\"x\"", "http://a/b?x=[1]|{2}^`", "http://a/b?x=%zz%"})
    EXPECT_EQ(parse_url(url)->str(), url);
}

TEST(Url, Addresses) {
  auto const url = *parse_url("http://[::1]:8080/x");
  EXPECT_EQ(url.host, "::1");
  EXPECT_EQ(url.str(), "http://[::1]:8080/x");
  for (auto const* loopback :
       {"http://127.0.0.1/", "http://127.8.9.1/", "http://[::1]/", "http://LocalHost/"})
    EXPECT_TRUE(parse_url(loopback)->is_loopback()) << loopback;
  for (auto const* other :
       {"http://128.0.0.1/", "http://[::2]/", "http://localhost.example/", "http://127.0.0.1.x/"})
    EXPECT_FALSE(parse_url(other)->is_loopback()) << other;
}

TEST(Url, NamesThatBeginLikeAnAddress) {
  EXPECT_EQ(parse_url("http://10.0.0.1.nip.io:8080/")->host, "10.0.0.1.nip.io");
  EXPECT_EQ(parse_url("http://a_b.example/")->host, "a_b.example");
}

TEST(Url, Refused) {
  for (auto const* text : {"",
                           "a",
                           "/a",
                           "//a/b",
                           "ftp://a/",
                           "javascript:alert(1)",
                           "http:",
                           "http:a",
                           "http://",
                           "http:///x",
                           "http://a b/",
                           "http://a/ b",
                           "http://a/\tb",
                           "http://a/b?c d",
                           "http://a/b#c d",
                           "http://a:65536/",
                           "http://a:0/",
                           "http://a:x/",
                           "http://[::1/",
                           "http://[zz]/",
                           "http://u@a/",
                           "http://u:p@a/",
                           "http://a%00b/",
                           "http://a\\b/",
                           "http://:80/"}) {
    auto const url = parse_url(text);
    if (url) ADD_FAILURE() << text << " became " << url->str();
    ASSERT_FALSE(url);
    EXPECT_EQ(url.error().kind, Error::Kind::invalid);
  }
}

TEST(Resolve, ExamplesOfRfc3986) {
  // RFC 3986 5.4.1 and 5.4.2, with a fragment dropped, for this base.
  auto const base = "http://a/b/c/d;p?q";
  struct Row {
    const char *reference, *target;
  };
  Row const rows[] = {
      {"g", "http://a/b/c/g"},
      {"./g", "http://a/b/c/g"},
      {"g/", "http://a/b/c/g/"},
      {"/g", "http://a/g"},
      {"//g", "http://g/"},
      {"?y", "http://a/b/c/d;p?y"},
      {"g?y", "http://a/b/c/g?y"},
      {"#s", "http://a/b/c/d;p?q"},
      {"g#s", "http://a/b/c/g"},
      {"g?y#s", "http://a/b/c/g?y"},
      {";x", "http://a/b/c/;x"},
      {"g;x", "http://a/b/c/g;x"},
      {"g;x?y#s", "http://a/b/c/g;x?y"},
      {"", "http://a/b/c/d;p?q"},
      {".", "http://a/b/c/"},
      {"./", "http://a/b/c/"},
      {"..", "http://a/b/"},
      {"../", "http://a/b/"},
      {"../g", "http://a/b/g"},
      {"../..", "http://a/"},
      {"../../", "http://a/"},
      {"../../g", "http://a/g"},
      {"../../../g", "http://a/g"},
      {"../../../../g", "http://a/g"},
      {"/./g", "http://a/g"},
      {"/../g", "http://a/g"},
      {"g.", "http://a/b/c/g."},
      {".g", "http://a/b/c/.g"},
      {"g..", "http://a/b/c/g.."},
      {"..g", "http://a/b/c/..g"},
      {"./../g", "http://a/b/g"},
      {"./g/.", "http://a/b/c/g/"},
      {"g/./h", "http://a/b/c/g/h"},
      {"g/../h", "http://a/b/c/h"},
      {"g;x=1/./y", "http://a/b/c/g;x=1/y"},
      {"g;x=1/../y", "http://a/b/c/y"},
      {"g?y/./x", "http://a/b/c/g?y/./x"},
      {"g?y/../x", "http://a/b/c/g?y/../x"},
  };
  for (auto const& row : rows) {
    auto const target = resolve(base, row.reference);
    ASSERT_TRUE(target) << row.reference << ": " << target.error().message;
    EXPECT_EQ(*target, row.target) << row.reference;
  }
}

TEST(Resolve, AbsoluteAndOtherHosts) {
  EXPECT_EQ(*resolve("https://a:8443/x", "//b/y"), "https://b/y");
  EXPECT_EQ(*resolve("https://a:8443/x", "/y?"), "https://a:8443/y?");
  EXPECT_EQ(*resolve("https://a/x", "http://b:81?z#f"), "http://b:81/?z");
  EXPECT_EQ(*resolve("http://a", "b"), "http://a/b");
  EXPECT_EQ(*resolve("http://a/b?c", "?"), "http://a/b?");
}

TEST(Resolve, ReadsALocationAsBrowsersDo) {
  EXPECT_EQ(*resolve("http://a/", "  /b c?d e\" "), "http://a/b%20c?d%20e%22");
  EXPECT_EQ(*resolve("http://a/", "/caf\xc3\xa9"), "http://a/caf%C3%A9");
  EXPECT_EQ(*resolve("http://a/", "/\\b/c"), "http://b/c");
  EXPECT_EQ(*resolve("http://a/", "/x?y\\z"), "http://a/x?y\\z");
}

TEST(Resolve, Refused) {
  for (auto const* reference :
       {"javascript:alert(1)", "mailto:a@b", "ftp://a/b", "http://u:p@b/", "http:b", "/a\rb"})
    EXPECT_FALSE(resolve("http://a/", reference)) << reference;
  EXPECT_FALSE(resolve("/relative", "/b"));
}

}  // namespace
}  // namespace idproctor::http
