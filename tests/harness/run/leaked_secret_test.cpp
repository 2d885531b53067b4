#include <gtest/gtest.h>

#include "harness/observe/secrets.hpp"

namespace idproctor::observe {
namespace {

std::string leak_in(const std::string& page, const std::vector<std::string>& secrets = {}) {
  return leaked_secret(http::Response(200, "text/html", page), secrets);
}

TEST(LeakedSecret, is_one_of_the_target_file) {
  EXPECT_EQ(leak_in("<script>key = 'hunter22'</script>", {"hunter22"}), "a secret of the target file");
  EXPECT_EQ(leak_in("<p>hello</p>", {"hunter22"}), "");
  EXPECT_EQ(leak_in("<p>a page</p>", {"a"}), "") << "so short a text stands in every page";
}

TEST(LeakedSecret, looks_like_a_key) {
  EXPECT_EQ(leak_in("apiKey: \"sk_test_a2V5XzAxSDdCS1o\""), "what looks like a key, sk_...");
  EXPECT_EQ(leak_in("whsec_0123456789abcdefgh"), "what looks like a key, whsec_...");
  EXPECT_EQ(leak_in("-----BEGIN PRIVATE KEY-----"), "what looks like a private key");
  EXPECT_EQ(leak_in("the class ask_me_anything_you_want_to_know"), "");
  EXPECT_EQ(leak_in("sk_short"), "");
}

TEST(LeakedSecret, is_found_wherever_it_lies_in_a_long_page) {
  for (const std::size_t before : {4000U, 4080U, 4096U, 9000U}) {
    EXPECT_NE(leak_in(std::string(before, ' ') + "sk_test_0123456789abcdef0123" + std::string(9000, ' ')),
              "");
  }
}

TEST(LeakedSecret, may_travel_in_a_header) {
  http::Response answer(200, "text/html", "");
  answer.headers.add("X-Debug", "sk_test_0123456789abcdef0123");
  EXPECT_NE(leaked_secret(answer, {}), "");
}

}  // namespace
}  // namespace idproctor::observe
