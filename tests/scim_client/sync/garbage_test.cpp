#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/sync/trial.hpp"

namespace idproctor::scim {
namespace {

struct Garbage {
  const char* name;
  int status;
  std::string body;
  const char* sentence;  ///< stands in the reason
};

void PrintTo(const Garbage& garbage, std::ostream* out) {
  *out << garbage.name;
}

/// What a target may answer to the POST that makes a user.
class GarbageAnswer : public testing::TestWithParam<Garbage> {};

TEST_P(GarbageAnswer, IsAFailureWithASentence) {
  Trial trial(2);
  trial.target.instead = [](const http::Request& request) -> std::optional<Result<http::Response>> {
    if (request.method != "POST") return std::nullopt;
    return http::Response(GetParam().status, "application/scim+json", GetParam().body);
  };
  trial.push();
  EXPECT_THAT(trial.failures(), testing::SizeIs(2));
  EXPECT_THAT(trial.failures(), testing::Each(testing::HasSubstr(GetParam().sentence)));
  for (const std::string& reason : trial.failures()) EXPECT_LT(reason.size(), 1'000u);
}

INSTANTIATE_TEST_SUITE_P(
    All, GarbageAnswer,
    testing::Values(Garbage{"html", 201, "<html><body>Welcome</body></html>", "not JSON"},
                    Garbage{"no body", 201, "", ""}, Garbage{"array", 201, "[1]", "not an object"},
                    Garbage{"no id", 201, R"({"userName":"a"})", "has no /id"},
                    Garbage{"number as id", 201, R"({"id":7})", "not a string"},
                    Garbage{"empty id", 201, R"({"id":""})", "empty"},
                    Garbage{"id twice", 201, R"({"id":"a","id":"b"})", "stands twice"},
                    Garbage{"invalid UTF-8", 201, "{\"id\":\"\xc3\x28\"}", "not JSON"},
                    Garbage{"endless id", 201, R"({"id":")" + std::string(5'000, 'x') + "\"}", "5000 bytes"},
                    Garbage{"ten megabytes", 400, std::string(10 << 20, 'z'), "400"},
                    Garbage{"control characters", 418, "\x1b]0;owned\x07", "418"}),
    [](const auto& one) {
      std::string name = one.param.name;
      std::erase_if(name, [](char c) { return std::isalnum(static_cast<unsigned char>(c)) == 0; });
      return name;
    });

TEST(Garbage, WithoutHttpIsNotTriedAgain) {
  Trial trial(2);
  trial.target.instead = [](const http::Request&) -> std::optional<Result<http::Response>> {
    return Error{Error::Kind::protocol, "the answer is not HTTP", {}};
  };
  trial.push();
  EXPECT_EQ(trial.target.requests.size(), 2u);
  EXPECT_THAT(trial.failures(), testing::Each(testing::HasSubstr("not HTTP")));
}

TEST(Garbage, SecretsAreTakenOutOfReasons) {
  Trial trial(1);
  trial.options.clean = [](std::string text) {
    const std::size_t at = text.find("secret");
    return at == std::string::npos ? text : text.replace(at, 6, "[hidden]");
  };
  trial.target.instead = [](const http::Request&) -> std::optional<Result<http::Response>> {
    return http::Response(403, "application/scim+json", R"({"detail":"the token secret is not mine"})");
  };
  trial.push();
  EXPECT_THAT(trial.failures(), testing::ElementsAre(testing::HasSubstr("the token [hidden] is")));
}

}  // namespace
}  // namespace idproctor::scim
