#include "harness/run/redactor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/text.hpp"

namespace idproctor::run {
namespace {

TEST(Redactor, finds_a_secret_in_each_of_its_shapes) {
  const Redactor redactor({"top secret/42"});
  EXPECT_EQ(redactor.text("say top secret/42!"), "say [redacted]!");
  EXPECT_EQ(redactor.text("?t=top%20secret%2F42&x"), "?t=[redacted]&x");
  for (const std::string before : {"", "a", "ab", "abc"}) {
    const std::string encoded = base64_encode(before + "top secret/42" + "after");
    EXPECT_THAT(redactor.text(encoded), testing::HasSubstr("[redacted]")) << before;
  }
  EXPECT_EQ(redactor.text("nothing to hide"), "nothing to hide");
}

TEST(Redactor, a_short_word_is_not_taken_for_a_secret) {
  EXPECT_EQ(Redactor({"a"}).text("banana"), "banana");
}

TEST(Redactor, hides_credentials_and_sessions_whatever_they_are) {
  http::Request request("GET", "http://127.0.0.1/");
  request.headers = {{"Authorization", "Bearer abc"}, {"Cookie", "a=1; b=2"}, {"Accept", "*/*"}};
  const http::Request hidden = Redactor({}).request(request);
  EXPECT_EQ(hidden.headers.get("Authorization"), "Bearer [redacted]");
  EXPECT_EQ(hidden.headers.get("Cookie"), "a=[redacted]; b=[redacted]");
  EXPECT_EQ(hidden.headers.get("Accept"), "*/*");
  http::Response response(200, "text/plain", "");
  response.headers.add("Set-Cookie", "session=xyz; Path=/; HttpOnly");
  EXPECT_EQ(Redactor({}).response(response).headers.get("Set-Cookie"),
            "session=[redacted]; Path=/; HttpOnly");
}

TEST(Redactor, hides_codes_of_oauth_in_urls_and_forms) {
  const Redactor redactor({});
  EXPECT_EQ(redactor.text("https://app.example/callback?code=0a1b2c&state=x"),
            "https://app.example/callback?code=[redacted]&state=x");
  EXPECT_EQ(redactor.text("grant_type=authorization_code&code=0a1b2c"),
            "grant_type=authorization_code&code=[redacted]");
  EXPECT_EQ(redactor.text(R"(<a href="/callback?state=x&amp;code=0a1b2c">code=shown</a>)"),
            R"(<a href="/callback?state=x&amp;code=[redacted]">code=shown</a>)");
  EXPECT_EQ(redactor.text("/callback?code=&error_code=7&code=1 &code"),
            "/callback?code=&error_code=7&code=[redacted] &code");
}

TEST(Redactor, keeps_the_front_of_a_long_body) {
  http::Request request("POST", "http://127.0.0.1/");
  request.body = "top secret/42" + std::string(300, '.');
  const std::string kept = Redactor({"top secret/42"}).request(request, 100).body;
  EXPECT_TRUE(kept.starts_with("[redacted]" + std::string(60, '.'))) << kept;
  EXPECT_TRUE(kept.ends_with(".\n[... 213 bytes more]")) << kept;
  EXPECT_LE(kept.size(), 100 + std::string("\n[... 213 bytes more]").size());
}

// What was hidden before is shorter than it was, so that what stood behind the limit moves in front of it.
TEST(Redactor, keeps_no_part_of_a_secret_that_the_end_of_the_front_cuts) {
  const std::string secret = "top secret/42";
  const Redactor redactor({secret});
  const std::string hidden = secret + secret + secret + secret + secret;
  http::Request request("POST", "http://127.0.0.1/");
  for (std::size_t dots = 0; dots < 100; ++dots) {
    request.body = hidden + std::string(dots, '.') + secret + std::string(200, '.');
    std::string front = redactor.request(request, 100).body;
    front.resize(front.find("\n[... "));
    front = replace_all(std::move(front), "[redacted]", "");
    const std::size_t rest = front.find_first_not_of('.');
    if (rest == std::string::npos) continue;
    EXPECT_TRUE(std::string("[redacted]").starts_with(front.substr(rest))) << dots << ": " << front;
  }
}

TEST(Redactor, a_body_at_the_limit_is_whole) {
  http::Response response(200, "text/plain", std::string(80, 'x'));
  EXPECT_EQ(Redactor({"top secret/42"}).response(response, 80).body, std::string(80, 'x'));
  response.body += "yz";
  EXPECT_EQ(Redactor({"top secret/42"}).response(response, 80).body,
            std::string(80, 'x') + "\n[... 2 bytes more]");
}

}  // namespace
}  // namespace idproctor::run
