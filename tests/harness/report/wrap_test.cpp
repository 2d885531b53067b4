#include "harness/report/wrap.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace idproctor::report {
namespace {

using testing::ElementsAre;

TEST(Wrap, BreaksAtSpaces) {
  EXPECT_THAT(wrap("one two three", 8), ElementsAre("one two", "three"));
  EXPECT_THAT(wrap("one two", 7), ElementsAre("one two"));
  EXPECT_THAT(wrap("", 7), ElementsAre(""));
}

TEST(Wrap, BreaksALongWordInside) {
  EXPECT_THAT(wrap("a abcdefgh", 3), ElementsAre("a", "abc", "def", "gh"));
}

TEST(Wrap, CountsCharactersAndNotBytes) {
  EXPECT_EQ(columns("\xC3\xA4\xC3\xB6"), 2u);
  EXPECT_EQ(clip("\xC3\xA4\xC3\xB6", 1), "\xC3\xA4");
  EXPECT_THAT(wrap("\xC3\xA4\xC3\xB6 \xC3\xBC", 4), ElementsAre("\xC3\xA4\xC3\xB6 \xC3\xBC"));
}

}  // namespace
}  // namespace idproctor::report
