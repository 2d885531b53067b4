#include "foundation/http/runtime_thread.hpp"

#include <gtest/gtest.h>

#include "ask.hpp"
#include "foundation/http/server.hpp"

namespace idproctor::http {
namespace {

Task<> wait_a_week() {
  co_await sleep_for(std::chrono::hours(7 * 24));
}

TEST(RuntimeThread, WorksBesideTheCaller) {
  Runtime runtime;
  auto server = Server::listen(runtime, {}, [](const Request& request) {
    Response response;
    response.body = "heard " + request.url;
    return response;
  });
  ASSERT_TRUE(server);
  const RuntimeThread thread(runtime);
  for (const char* path : {"/first", "/second"}) {
    const auto answer = get(server->url() + path);
    ASSERT_TRUE(answer) << answer.error().message;
    EXPECT_EQ(answer->body, std::string("heard ") + path);
  }
}

TEST(RuntimeThread, LeavesWhatStillWaits) {
  for (int i = 0; i < 100; ++i) {  // its end comes before, while and after the thread begins to work
    Runtime runtime;
    runtime.spawn(wait_a_week());
    const RuntimeThread thread(runtime);
  }
}

}  // namespace
}  // namespace idproctor::http
