#include "scim_client/sync/retry_policy.hpp"

#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

Result<http::Response> status(int number, bool retry_after = false) {
  http::Response response(number, "text/plain", "");
  if (retry_after) response.headers.set("Retry-After", "1");
  return response;
}

Result<http::Response> error(Error::Kind kind) {
  return Error{kind, "it did not work", {}};
}

http::Request patch(const std::string& operations) {
  http::Request request("PATCH", "https://app.example/Users/1");
  request.body = R"({"Operations":)" + operations + "}";
  return request;
}

TEST(Trouble, IsToldApart) {
  EXPECT_EQ(trouble_of(status(200)), Trouble::none);
  EXPECT_EQ(trouble_of(status(400)), Trouble::none);
  EXPECT_EQ(trouble_of(status(409)), Trouble::none);
  EXPECT_EQ(trouble_of(status(501)), Trouble::none);
  EXPECT_EQ(trouble_of(status(429)), Trouble::later);
  EXPECT_EQ(trouble_of(status(503, true)), Trouble::later);
  EXPECT_EQ(trouble_of(status(503)), Trouble::uncertain);
  EXPECT_EQ(trouble_of(status(500)), Trouble::uncertain);
  EXPECT_EQ(trouble_of(status(504)), Trouble::uncertain);
  EXPECT_EQ(trouble_of(error(Error::Kind::unreachable)), Trouble::not_sent);
  EXPECT_EQ(trouble_of(error(Error::Kind::timeout)), Trouble::uncertain);
  EXPECT_EQ(trouble_of(error(Error::Kind::incomplete)), Trouble::uncertain);
  EXPECT_EQ(trouble_of(error(Error::Kind::protocol)), Trouble::hopeless);
  EXPECT_EQ(trouble_of(error(Error::Kind::too_large)), Trouble::hopeless);
}

TEST(Repeatable, IsWhatHasTheEffectOfOnce) {
  for (const char* method : {"GET", "HEAD", "PUT", "DELETE"})
    EXPECT_TRUE(is_repeatable(http::Request(method, "x")));
  EXPECT_FALSE(is_repeatable(http::Request("POST", "x")));
  EXPECT_TRUE(is_repeatable(
      patch(R"([{"op":"Replace","path":"active","value":"False"},{"op":"replace","value":{}}])")));
  EXPECT_TRUE(is_repeatable(patch(R"([{"op":"add","path":"members","value":[]}])")));
  EXPECT_TRUE(is_repeatable(patch(R"([{"op":"remove","path":"members[value eq \"1\"]"}])")));
  EXPECT_FALSE(is_repeatable(patch(R"([{"op":"add","path":"emails","value":[]}])")));
  EXPECT_FALSE(is_repeatable(patch(R"([{"op":"replace","path":"a"},{"op":"add","value":{}}])")));
  EXPECT_FALSE(is_repeatable(patch("7")));
}

TEST(MatchesFirst, IsReadInTheDialect) {
  EXPECT_TRUE(matches_first(provider("okta/scim.yaml"), "create"));
  EXPECT_TRUE(matches_first(provider("okta/scim.yaml"), "group_create"));
  EXPECT_TRUE(matches_first(provider("entra/scim.yaml"), "create"));
  EXPECT_FALSE(matches_first(provider("authentik/scim.yaml"), "create"));
  EXPECT_FALSE(matches_first(provider("authentik/scim.yaml"), "group_create"));
  EXPECT_FALSE(matches_first(provider("okta/scim.yaml"), "no such operation"));
}

TEST(Backoff, DoublesUpToItsLimitAndIsShakenByUpToAHalf) {
  RetryPolicy policy;
  policy.first = Milliseconds{100};
  policy.longest = Milliseconds{500};
  const long long full[] = {100, 200, 400, 500, 500};
  bool differs = false;
  for (int failed = 1; failed <= 5; ++failed) {
    Seed seed("a"), same("a"), other("b");
    const Milliseconds wait = backoff(policy, failed, seed);
    EXPECT_GE(wait.count(), full[failed - 1] / 2);
    EXPECT_LE(wait.count(), full[failed - 1]);
    EXPECT_EQ(backoff(policy, failed, same), wait);
    differs = differs || backoff(policy, failed, other) != wait;
  }
  EXPECT_TRUE(differs);
  Seed seed("a");
  EXPECT_LE(backoff(policy, 1'000'000, seed), policy.longest);
}

}  // namespace
}  // namespace idproctor::scim
