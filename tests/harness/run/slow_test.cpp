// Cases that wait; here on a clock that goes ten times as fast.

#include <gtest/gtest.h>

#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

class FastClock : public Clock {
 public:
  Time now() const override { return start_ + 10 * (real_.now() - start_); }

 private:
  SystemClock real_;
  Time start_ = real_.now();
};

const std::string kPlain = "saml.replay-memory.in-its-last-seconds",
                  kTolerance = "saml.replay-memory.in-the-last-seconds-of-tolerance";

std::map<std::string, Status> examine(bool slow, const std::vector<std::string>& without) {
  static Lab lab;
  static const FastClock clock;
  lab.clock = &clock;
  lab.slow = slow;
  std::map<std::string, Status> statuses;
  for (const CaseResult& result : lab.examine_reference({kPlain, kTolerance}, {"generic"}, without)) {
    statuses[result.id] = result.status;
  }
  return statuses;
}

using Statuses = std::map<std::string, Status>;

TEST(Slow, is_asked_only_when_it_is_wanted) {
  EXPECT_EQ(examine(false, {}), (Statuses{{kPlain, Status::skip}, {kTolerance, Status::skip}}));
}

TEST(Slow, a_used_assertion_is_remembered_to_its_end) {
  EXPECT_EQ(examine(true, {}), (Statuses{{kPlain, Status::pass}, {kTolerance, Status::pass}}));
}

TEST(Slow, one_that_is_forgotten_is_red) {
  EXPECT_EQ(examine(true, {"replay"}), (Statuses{{kPlain, Status::fail}, {kTolerance, Status::fail}}));
  EXPECT_EQ(examine(true, {"replay-within-tolerance"}),
            (Statuses{{kPlain, Status::pass}, {kTolerance, Status::fail}}));
}

}  // namespace
}  // namespace idproctor::run
