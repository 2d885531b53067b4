#include "foundation/core/seed.hpp"

#include <gmock/gmock.h>

namespace idproctor {
namespace {

using testing::MatchesRegex;

std::string drawn(Seed seed) {
  return seed.hex(8) + " " + seed.digits(4) + " " + seed.letters(4, "xy") + " " + seed.uuid() + " " +
         std::to_string(seed.number());
}

TEST(SeedSequence, IsTheSameForTheSameMaterial) {
  EXPECT_EQ(drawn(Seed("run 1")), drawn(Seed("run 1")));
  EXPECT_NE(drawn(Seed("run 1")), drawn(Seed("run 2")));
  EXPECT_NE(drawn(Seed("")), drawn(Seed(" ")));
}

TEST(SeedSequence, ForksDoNotDependOnWhatWasDrawn) {
  Seed used("run");
  for (int i = 0; i < 5; ++i) used.number();
  EXPECT_EQ(drawn(used.fork("case")), drawn(Seed("run").fork("case")));
  EXPECT_NE(drawn(used.fork("case")), drawn(used.fork("other")));
  EXPECT_NE(drawn(Seed("run").fork("case")), drawn(Seed("run")));
}

TEST(SeedSequence, ForkingDrawsNothing) {
  Seed forked("run"), plain("run");
  forked.fork("case").number();
  EXPECT_EQ(forked.number(), plain.number());
}

TEST(SeedSequence, WritesWhatItSays) {
  Seed seed("shapes");
  for (int i = 0; i < 200; ++i) {
    EXPECT_THAT(seed.hex(12), MatchesRegex("[0-9a-f]{12}"));
    EXPECT_THAT(seed.digits(5), MatchesRegex("[1-9][0-9]{4}"));
    EXPECT_THAT(seed.letters(7, "abc"), MatchesRegex("[abc]{7}"));
    EXPECT_THAT(seed.uuid(),
                MatchesRegex("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"));
  }
  EXPECT_EQ(seed.hex(0), "");
}

}  // namespace
}  // namespace idproctor
