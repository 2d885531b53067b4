#include "harness/run/redactor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/base64.hpp"

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

}  // namespace
}  // namespace idproctor::run
