// No artefact of a run shows a secret that the run used.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "foundation/core/base64.hpp"
#include "foundation/core/file.hpp"
#include "harness/report/case_json.hpp"
#include "harness/report/har.hpp"
#include "tests/foundation/http/raw_server.hpp"
#include "tests/harness/run/naive_sp.hpp"
#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

TEST(Secrets, do_not_come_back_out_even_when_the_target_repeats_them) {
  const std::string token = "s3cret-token-of-this-test";
  // The target throws the token back at us, plain, encoded, in a header and in a redirect.
  const std::string body = "{\"detail\":\"bad token " + token + " / " + base64_encode("x" + token) + "\"}";
  const http::RawServer server(http::always(http_answer(
      "401 Unauthorized",
      "Content-Type: application/json\r\nX-Token: " + token + "\r\nLocation: /?t=" + token + "\r\n", body)));
  scenario::Target target;
  target.name = "leaky";
  target.scim = scenario::Target::Scim{server.url("/scim"), token, "inactive"};
  target.secrets = {token};
  target.settle = Milliseconds{0};
  Lab lab;
  const auto results = lab.examine(lab.select({"scim"}), target);
  ASSERT_FALSE(results.empty());
  for (const CaseResult& result : results) {
    std::string all = dump(report::to_json(result));
    for (const Exchange& exchange : result.exchanges) all += dump(report::har_entry(exchange, result.key));
    EXPECT_THAT(all, testing::Not(testing::HasSubstr(token))) << result.key;
    EXPECT_THAT(all, testing::Not(testing::HasSubstr(base64_encode("x" + token).substr(4, 20))))
        << result.key;
    if (result.status == Status::skip) continue;
    EXPECT_THAT(all, testing::HasSubstr("[redacted]")) << result.key;
  }
}

}  // namespace
}  // namespace idproctor::run
