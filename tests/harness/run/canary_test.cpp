// A canary hears of requests to its URLs, and a file canary goes with its owner.

#include "harness/run/canary.hpp"

#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "foundation/http/client.hpp"

namespace idproctor::run {
namespace {

Task<> ask(http::Client& client, std::string url) {
  http::Request request("GET", std::move(url));
  const auto answer = co_await client.send(std::move(request));
  EXPECT_TRUE(answer);
  if (answer) {
    EXPECT_EQ(answer->body, "");
  }
}

TEST(Canary, HearsOfItsOwnUrlAlone) {
  http::Runtime runtime;
  const auto canary = Canary::listen(runtime);
  ASSERT_TRUE(canary);
  http::Client client(runtime, {});
  const auto scene = [&]() -> Task<> {
    co_await ask(client, (*canary)->url("one"));
    EXPECT_TRUE(co_await (*canary)->was_asked("one", Milliseconds{0}));
    EXPECT_FALSE(co_await (*canary)->was_asked("two", Milliseconds{0}));
    co_await ask(client, (*canary)->url("three") + "?with=query");
    EXPECT_TRUE(co_await (*canary)->was_asked("three", Milliseconds{0}));
  };
  runtime.run_until_done(scene());
}

TEST(Canary, WaitsForARequestThatIsOnItsWay) {
  http::Runtime runtime;
  const auto canary = Canary::listen(runtime);
  ASSERT_TRUE(canary);
  http::Client client(runtime, {});
  runtime.spawn(ask(client, (*canary)->url("late")));
  const auto scene = [&]() -> Task<> {
    EXPECT_TRUE(co_await (*canary)->was_asked("late", Milliseconds{60'000}));
  };
  runtime.run_until_done(scene());
}

TEST(CanaryFile, HoldsTheTextAsLongAsItLives) {
  std::string path;
  {
    auto file = CanaryFile::holding("alice@example.com");
    ASSERT_TRUE(file);
    path = file->url().substr(std::string("file://").size());
    const CanaryFile moved = std::move(*file);
    const auto text = read_file(path);
    ASSERT_TRUE(text);
    EXPECT_EQ(*text, "alice@example.com");
  }
  EXPECT_FALSE(read_file(path));
}

}  // namespace
}  // namespace idproctor::run
