// What is played at the webhook endpoint has an order, even where the clock tells no two events apart.

#include <gtest/gtest.h>

#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

class CoarseClock : public Clock {
 public:
  Time now() const override { return std::chrono::floor<std::chrono::duration<int, std::deci>>(real_.now()); }

 private:
  SystemClock real_;
};

TEST(PlayedOrder, an_older_state_is_older_within_a_millisecond) {
  static Lab lab;
  static const CoarseClock clock;
  lab.clock = &clock;
  const std::string id = "application.webhooks.duplicate";
  for (int i = 0; i < 3; ++i) {
    const auto results = lab.examine_reference({id}, {"generic"}, {"webhook-duplicates"});
    EXPECT_EQ(result_of(results, id).status, Status::pass) << result_of(results, id).reason;
  }
  const auto results = lab.examine_reference({id}, {"generic"}, {"webhook-duplicates", "webhook-stale"});
  EXPECT_TRUE(is_red(result_of(results, id)));
}

}  // namespace
}  // namespace idproctor::run
