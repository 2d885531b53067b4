#include "foundation/http/cookie_jar.hpp"

#include <gmock/gmock.h>

namespace idproctor::http {
namespace {

using testing::ElementsAre;

Time const now = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22);

/// What is sent to `to` after `from` has set this one cookie.
std::string sent(const std::string& set_cookie, const std::string& from, const std::string& to,
                 Initiator initiator = Initiator::same_site, Milliseconds later = Milliseconds(0)) {
  CookieJar jar;
  jar.store(*parse_url(from), set_cookie, now);
  return jar.header_for(*parse_url(to), initiator, now + later);
}

TEST(CookieJar, HostOnlyWithoutDomain) {
  EXPECT_EQ(sent("a=1", "https://app.example/", "https://app.example/x"), "a=1");
  EXPECT_EQ(sent("a=1", "https://app.example/", "https://APP.example:8443/x"), "a=1");
  EXPECT_EQ(sent("a=1", "https://app.example/", "https://www.app.example/"), "");
  EXPECT_EQ(sent("a=1", "https://app.example/", "https://example/"), "");
}

TEST(CookieJar, DomainCoversSubdomains) {
  for (auto const* domain : {"app.example", ".app.example", "APP.Example"}) {
    auto const cookie = std::string("a=1; Domain=") + domain;
    EXPECT_EQ(sent(cookie, "https://www.app.example/", "https://app.example/"), "a=1") << domain;
    EXPECT_EQ(sent(cookie, "https://www.app.example/", "https://x.app.example/"), "a=1") << domain;
    EXPECT_EQ(sent(cookie, "https://www.app.example/", "https://wapp.example/"), "") << domain;
  }
  EXPECT_EQ(sent("a=1; Domain=", "https://app.example/", "https://app.example/"), "a=1");
  EXPECT_EQ(sent("a=1; Domain=", "https://app.example/", "https://x.app.example/"), "");
}

TEST(CookieJar, ForeignDomainIsIgnored) {
  EXPECT_EQ(sent("a=1; Domain=other.example", "https://app.example/", "https://app.example/"), "");
  EXPECT_EQ(sent("a=1; Domain=other.example", "https://app.example/", "https://other.example/"), "");
  EXPECT_EQ(sent("a=1; Domain=www.app.example", "https://app.example/", "https://www.app.example/"), "");
  EXPECT_EQ(sent("a=1; Domain=example", "https://app.example/", "https://app.example/"), "");
}

TEST(CookieJar, AddressesAndSingleLabelsMatchExactly) {
  EXPECT_EQ(sent("a=1; Domain=127.0.0.1", "http://127.0.0.1/", "http://127.0.0.1/"), "a=1");
  EXPECT_EQ(sent("a=1; Domain=0.0.1", "http://127.0.0.1/", "http://127.0.0.1/"), "");
  EXPECT_EQ(sent("a=1; Domain=localhost", "http://localhost/", "http://localhost/"), "a=1");
  EXPECT_EQ(sent("a=1; Domain=localhost", "http://localhost/", "http://x.localhost/"), "");
}

TEST(CookieJar, PortsShareCookies) {
  EXPECT_EQ(sent("a=1", "http://127.0.0.1:8080/", "http://127.0.0.1:9090/"), "a=1");
}

TEST(CookieJar, Path) {
  EXPECT_EQ(sent("a=1; Path=/x", "https://a/", "https://a/x"), "a=1");
  EXPECT_EQ(sent("a=1; Path=/x", "https://a/", "https://a/x/y"), "a=1");
  EXPECT_EQ(sent("a=1; Path=/x/", "https://a/", "https://a/x/y"), "a=1");
  EXPECT_EQ(sent("a=1; Path=/x", "https://a/", "https://a/xy"), "");
  EXPECT_EQ(sent("a=1; Path=/x", "https://a/", "https://a/"), "");
  EXPECT_EQ(sent("a=1; Path=x", "https://a/", "https://a/"), "a=1") << "no slash: the default path";
}

TEST(CookieJar, DefaultPathIsTheFolderOfTheRequest) {
  EXPECT_EQ(sent("a=1", "https://a/saml/acs?x=/y", "https://a/saml/other"), "a=1");
  EXPECT_EQ(sent("a=1", "https://a/saml/acs", "https://a/me"), "");
  EXPECT_EQ(sent("a=1", "https://a/acs", "https://a/me"), "a=1");
}

TEST(CookieJar, LifeTime) {
  using std::chrono::seconds;
  auto const after = [](const std::string& attributes, Milliseconds later) {
    return sent("a=1; " + attributes, "https://a/", "https://a/", Initiator::same_site, later);
  };
  EXPECT_EQ(after("Max-Age=60", seconds(59)), "a=1");
  EXPECT_EQ(after("Max-Age=60", seconds(60)), "");
  EXPECT_EQ(after("Max-Age=0", seconds(0)), "");
  EXPECT_EQ(after("Max-Age=-1", seconds(0)), "");
  EXPECT_EQ(after("Max-Age=99999999999999999999999", seconds(86400)), "a=1");
  EXPECT_EQ(after("Max-Age=soon", seconds(86400)), "a=1") << "what is no number is ignored";
  EXPECT_EQ(after("Expires=Sun, 22 Nov 2026 00:01:00 GMT", seconds(59)), "a=1");
  EXPECT_EQ(after("Expires=Sun, 22 Nov 2026 00:01:00 GMT", seconds(60)), "");
  EXPECT_EQ(after("Expires=Thu, 01 Jan 1970 00:00:00 GMT", seconds(0)), "");
  EXPECT_EQ(after("Expires=whenever", seconds(86400)), "a=1");
}

TEST(CookieJar, MaxAgeWinsOverExpires) {
  EXPECT_EQ(sent("a=1; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "https://a/", "https://a/"),
            "a=1");
  EXPECT_EQ(sent("a=1; Expires=Sun, 22 Nov 2099 00:00:00 GMT; Max-Age=0", "https://a/", "https://a/"), "");
}

TEST(CookieJar, DeletedByAPastExpiry) {
  auto const url = *parse_url("https://a/x/y");
  CookieJar jar;
  jar.store(url, "a=1; Path=/", now);
  jar.store(url, "b=2; Path=/", now);
  jar.store(url, "a=; Expires=Thu, 01 Jan 1970 00:00:00 GMT", now);
  EXPECT_EQ(jar.header_for(url, Initiator::same_site, now), "a=1; b=2") << "another path is another cookie";
  jar.store(url, "a=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT", now);
  EXPECT_THAT(jar.names(), ElementsAre("b"));
  EXPECT_FALSE(jar.empty());
  jar.store(url, "b=; Path=/; Max-Age=0", now);
  EXPECT_TRUE(jar.empty());
}

TEST(CookieJar, LastOneWinsAndLongerPathsComeFirst) {
  auto const url = *parse_url("https://a/x/y");
  CookieJar jar;
  jar.store(url, "a=1; Path=/", now);
  jar.store(url, "b=2; Path=/", now);
  jar.store(url, "c=3; Path=/x", now);
  jar.store(url, "a=4; Path=/", now);
  EXPECT_EQ(jar.header_for(url, Initiator::same_site, now), "c=3; a=4; b=2");
}

TEST(CookieJar, Secure) {
  EXPECT_EQ(sent("a=1; Secure", "https://app.example/", "https://app.example/"), "a=1");
  EXPECT_EQ(sent("a=1; secure", "https://app.example/", "http://app.example/"), "");
  EXPECT_EQ(sent("a=1; Secure", "http://app.example/", "https://app.example/"), "") << "set over plain http";
  EXPECT_EQ(sent("a=1; Secure", "http://127.0.0.1/", "http://127.0.0.1/"), "a=1") << "loopback";
}

TEST(CookieJar, PlainHttpDoesNotReplaceASecureCookie) {
  CookieJar jar;
  jar.store(*parse_url("https://app.example/"), "a=1; Secure", now);
  jar.store(*parse_url("http://app.example/"), "a=2", now);
  jar.store(*parse_url("http://app.example/"), "a=; Max-Age=0", now);
  EXPECT_EQ(jar.header_for(*parse_url("https://app.example/"), Initiator::same_site, now), "a=1");
}

TEST(CookieJar, SameSite) {
  struct Row {
    const char *attributes, *same, *get, *post;
  };
  Row const rows[] = {
      {"", "a=1", "a=1", "a=1"},
      {"; SameSite=Strict", "a=1", "", ""},
      {"; samesite=lax", "a=1", "a=1", ""},
      {"; SameSite=None; Secure", "a=1", "a=1", "a=1"},
      {"; SameSite=None", "", "", ""},
      {"; SameSite=Whatever", "a=1", "a=1", "a=1"},
  };
  for (auto const& row : rows) {
    auto const cookie = std::string("a=1") + row.attributes;
    EXPECT_EQ(sent(cookie, "https://a/", "https://a/", Initiator::same_site), row.same) << cookie;
    EXPECT_EQ(sent(cookie, "https://a/", "https://a/", Initiator::cross_site_get), row.get) << cookie;
    EXPECT_EQ(sent(cookie, "https://a/", "https://a/", Initiator::cross_site_post), row.post) << cookie;
  }
}

TEST(CookieJar, TellsWhatSameSiteKeepsBack) {
  CookieJar jar;
  auto const url = *parse_url("https://a/x");
  for (auto const* cookie : {"lax=1; SameSite=Lax", "strict=1; SameSite=Strict",
                             "none=1; SameSite=None; Secure", "elsewhere=1; SameSite=Lax; Path=/y"}) {
    jar.store(url, cookie, now);
  }
  EXPECT_THAT(jar.withheld(url, Initiator::cross_site_post, now), testing::ElementsAre("lax", "strict"));
  EXPECT_THAT(jar.withheld(url, Initiator::cross_site_get, now), testing::ElementsAre("strict"));
  EXPECT_THAT(jar.withheld(url, Initiator::same_site, now), testing::IsEmpty());
}

TEST(CookieJar, Prefixes) {
  auto const kept = [](const std::string& cookie, const std::string& url = "https://app.example/x") {
    return !sent(cookie, url, url).empty();
  };
  EXPECT_TRUE(kept("__Secure-a=1; Secure"));
  EXPECT_FALSE(kept("__Secure-a=1"));
  EXPECT_FALSE(kept("__Secure-a=1; Secure", "http://app.example/"));
  EXPECT_TRUE(kept("__Host-a=1; Secure; Path=/"));
  EXPECT_FALSE(kept("__Host-a=1; Path=/"));
  EXPECT_FALSE(kept("__Host-a=1; Secure"));
  EXPECT_FALSE(kept("__Host-a=1; Secure; Path=/x"));
  EXPECT_FALSE(kept("__Host-a=1; Secure; Path=/; Domain=app.example"));
  EXPECT_FALSE(kept("__HOST-a=1"));
  EXPECT_FALSE(kept("__Host-a=1; Secure; Path=/", "http://app.example/"));
  EXPECT_FALSE(kept("=__Host-a=1; Secure; Path=/"));
}

TEST(CookieJar, NamesAndValues) {
  EXPECT_EQ(sent("  a = b c = d ; HttpOnly", "https://a/", "https://a/"), "a=b c = d");
  EXPECT_EQ(sent("a=\"q\"", "https://a/", "https://a/"), "a=\"q\"");
  EXPECT_EQ(sent("a=", "https://a/", "https://a/"), "a=");
  EXPECT_EQ(sent("alone", "https://a/", "https://a/"), "alone");
  EXPECT_EQ(sent("", "https://a/", "https://a/"), "");
  EXPECT_EQ(sent("=; Path=/", "https://a/", "https://a/"), "");
  EXPECT_EQ(sent("a=b\x01", "https://a/", "https://a/"), "");
  EXPECT_EQ(sent("a=" + std::string(4095, 'x'), "https://a/", "https://a/").size(), 4097u);
  EXPECT_EQ(sent("a=" + std::string(4096, 'x'), "https://a/", "https://a/"), "");
}

}  // namespace
}  // namespace idproctor::http
