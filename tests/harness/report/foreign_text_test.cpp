#include "harness/report/foreign_text.hpp"

#include <gtest/gtest.h>

namespace idproctor::report {
namespace {

TEST(ForeignText, OneLineHasNoControlCharacters) {
  EXPECT_EQ(one_line("a\x1b[31mb\r\nc"), "a\\x1B[31mb\\x0D\\x0Ac");
  EXPECT_EQ(one_line("plain \xC3\xA4"), "plain \xC3\xA4");
}

TEST(ForeignText, DirectionMarksAreReplaced) {
  EXPECT_EQ(one_line("a\xE2\x80\xAE"
                     "b"),
            "a?b");
  EXPECT_EQ(one_line("\xE2\x80\x9Cquoted\xE2\x80\x9D"), "\xE2\x80\x9Cquoted\xE2\x80\x9D");
}

TEST(ForeignText, ManyLinesKeepsBreaksAndTabs) {
  EXPECT_EQ(many_lines("a\r\n\tb\nc\x07"), "a\n\tb\nc\\x07");
  EXPECT_EQ(many_lines(""), "");
  EXPECT_EQ(many_lines("end\n"), "end\n");
}

TEST(ForeignText, LongTextIsCutWithANote) {
  EXPECT_EQ(one_line("abcdef", 4), "abcd ... (2 bytes more)");
  EXPECT_EQ(many_lines("abcdef", 4), "abcd ... (2 bytes more)");
  EXPECT_EQ(one_line("abcd", 4), "abcd");
}

TEST(ForeignText, ACutKeepsCharactersWhole) {
  EXPECT_EQ(cut("ab\xC3\xA4", 3), "ab");
  EXPECT_EQ(cut("ab\xC3\xA4", 4), "ab\xC3\xA4");
  EXPECT_EQ(cut("\x80\x80\x80\x80\x80\x80", 4).size(), 1u)
      << "rubbish is cut anywhere, but not endlessly far back";
}

TEST(ForeignText, MarkupIsEscapedAndLegalInXml) {
  EXPECT_EQ(markup("<b a='1'>&]]>"), "&lt;b a=&#39;1&#39;&gt;&amp;]]&gt;");
  EXPECT_EQ(markup(std::string_view("\0\x01", 2)), "\\x00\\x01");
  EXPECT_EQ(markup("\xEF\xBF\xBF"), "?");
  EXPECT_EQ(markup("\xFF"), "\xEF\xBF\xBD");
}

TEST(ForeignText, KnowsUtf8) {
  EXPECT_TRUE(is_utf8("\xC3\xA4"));
  EXPECT_FALSE(is_utf8("\xC3"));
}

}  // namespace
}  // namespace idproctor::report
