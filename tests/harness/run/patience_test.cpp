// A target that is behind with its events is waited for, and no other.

#include "harness/run/patience.hpp"

#include <gtest/gtest.h>

namespace idproctor::run {
namespace {

class Told : public EventSource {
 public:
  Task<Result<>> refresh(Log& /*log*/, Milliseconds /*timeout*/) override { co_return Result<>(); }
  const std::vector<observe::Event>& all() const override { return events_; }
  const char* rung() const override { return "webhook"; }
  void tell(std::optional<Time> created) { events_.emplace_back().created = created; }

 private:
  std::vector<observe::Event> events_;
};

struct PatienceTest : testing::Test {
  ManualClock clock{Time(Milliseconds(1'000'000))};
  Told events;
  Time begin = clock.now();
};

TEST_F(PatienceTest, ends_with_its_span) {
  Patience patience(clock, Milliseconds(300), &events);
  clock.advance(Milliseconds(299));
  EXPECT_FALSE(patience.is_over());
  clock.advance(Milliseconds(1));
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, needs_no_events) {
  Patience patience(clock, Milliseconds(300), nullptr);
  clock.advance(Milliseconds(300));
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, starts_anew_while_older_news_comes) {
  Patience patience(clock, Milliseconds(300), &events);
  clock.advance(Milliseconds(300));
  events.tell(begin - Milliseconds(5));
  EXPECT_FALSE(patience.is_over());
  clock.advance(Milliseconds(299));
  EXPECT_FALSE(patience.is_over());
  clock.advance(Milliseconds(1));
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, is_not_impressed_by_what_happened_since) {
  Patience patience(clock, Milliseconds(300), &events);
  clock.advance(Milliseconds(300));
  events.tell(begin + Milliseconds(100));
  events.tell(std::nullopt);
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, is_not_impressed_by_what_was_known) {
  events.tell(begin - Milliseconds(5));
  Patience patience(clock, Milliseconds(300), &events);
  clock.advance(Milliseconds(300));
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, is_not_endless) {
  Patience patience(clock, Milliseconds(300), &events);
  while (clock.now() < begin + Patience::kLongestBacklog) {
    EXPECT_FALSE(patience.is_over());
    clock.advance(Milliseconds(100));
    events.tell(begin - Milliseconds(5));
  }
  EXPECT_TRUE(patience.is_over());
}

TEST_F(PatienceTest, a_longer_span_is_not_cut) {
  Patience patience(clock, Patience::kLongestBacklog * 2, &events);
  clock.advance(Patience::kLongestBacklog);
  events.tell(begin - Milliseconds(5));
  EXPECT_FALSE(patience.is_over());
  clock.advance(Patience::kLongestBacklog);
  EXPECT_TRUE(patience.is_over());
}

}  // namespace
}  // namespace idproctor::run
