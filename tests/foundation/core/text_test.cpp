#include "foundation/core/text.hpp"

#include <gmock/gmock.h>

namespace idproctor {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kReplacement = "\xEF\xBF\xBD";

TEST(Text, LowersAsciiAlone) {
  EXPECT_EQ(to_lower("Set-COOKIE: Z@["), "set-cookie: z@[");
  EXPECT_EQ(to_lower("\xC3\x84"), "\xC3\x84");
}

TEST(Text, Trims) {
  EXPECT_EQ(trim(" \t\r\na b\n "), "a b");
  EXPECT_EQ(trim(" \n"), "");
  EXPECT_EQ(trim(""), "");
  EXPECT_EQ(trim("\xC2\xA0x"), "\xC2\xA0x");
}

TEST(Text, SplitsAndJoins) {
  EXPECT_THAT(split("a,,b,", ','), ElementsAre("a", "", "b", ""));
  EXPECT_THAT(split("", ','), ElementsAre(""));
  EXPECT_EQ(join({"a", "", "b"}, ", "), "a, , b");
  EXPECT_EQ(join({}, ", "), "");
}

TEST(Text, ReplacesAllOnce) {
  EXPECT_EQ(replace_all("aXbX", "X", "XX"), "aXXbXX");
  EXPECT_EQ(replace_all("aaa", "aa", "b"), "ba");
  EXPECT_EQ(replace_all("abc", "x", "y"), "abc");
}

TEST(Text, ComparesWithoutCase) {
  EXPECT_TRUE(equals_ignoring_case("Content-Type", "content-TYPE"));
  EXPECT_FALSE(equals_ignoring_case("Content-Type", "Content-Typ"));
  EXPECT_FALSE(equals_ignoring_case("[", "{"));
}

TEST(Text, EscapesMarkup) {
  EXPECT_EQ(escape_markup("<a b='c' d=\"e\">&amp;"), "&lt;a b=&#39;c&#39; d=&quot;e&quot;&gt;&amp;amp;");
  EXPECT_EQ(escape_markup("plain \xC3\xA4"), "plain \xC3\xA4");
}

TEST(ValidUtf8, KeepsWhatIsValid) {
  for (const char* valid :
       {"plain\n", "\xC3\xA4", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xED\x9F\xBF", "\xF4\x8F\xBF\xBF"}) {
    EXPECT_EQ(valid_utf8(valid), valid);
  }
}

TEST(ValidUtf8, ReplacesWhatIsNot) {
  const std::pair<std::string, int> invalid[] = {
      {"\xFF", 1},              // never a byte of UTF-8
      {"\x80", 1},              // a continuation alone
      {"\xC3", 1},              // cut off
      {"\xE2\x82", 2},          // cut off
      {"\xC0\xAF", 2},          // overlong
      {"\xE0\x80\xAF", 3},      // overlong
      {"\xF0\x80\x80\xAF", 4},  // overlong
      {"\xED\xA0\x80", 3},      // a surrogate
      {"\xF4\x90\x80\x80", 4},  // beyond U+10FFFF
      {"\xF5\x80\x80\x80", 4},
  };
  for (const auto& [bytes, count] : invalid) {
    std::string expected = "<";
    for (int i = 0; i < count; ++i) expected += kReplacement;
    EXPECT_EQ(valid_utf8("<" + bytes + ">"), expected + ">") << to_hex(bytes);
  }
}

TEST(Printable, LeavesOrdinaryTextAlone) {
  EXPECT_EQ(printable("a <b> \xC3\xA4\xE2\x82\xAC"), "a <b> \xC3\xA4\xE2\x82\xAC");
}

TEST(Printable, DisarmsControlCharacters) {
  EXPECT_EQ(printable("\x1B[31mred\x07\r\n\t\x7F"), "\\x1B[31mred\\x07\\x0D\\x0A\\x09\\x7F");
  EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
}

// U+009B is a control sequence introducer as ESC [ is.
TEST(Printable, DisarmsC1) {
  for (const char* c1 : {"\xC2\x80", "\xC2\x9B", "\xC2\x9D", "\xC2\x9F"}) {
    const std::string shown = printable(std::string("a") + c1 + "31mz");
    EXPECT_THAT(shown, Not(HasSubstr("\xC2")));
    EXPECT_THAT(shown, testing::StartsWith("a"));
    EXPECT_THAT(shown, testing::EndsWith("31mz"));
  }
  EXPECT_EQ(printable("\xC2\xA0\xC2\xBF"), "\xC2\xA0\xC2\xBF");
  EXPECT_EQ(printable("\x9B"), kReplacement) << "the bare byte is no UTF-8";
}

TEST(Printable, CutsWithANote) {
  EXPECT_EQ(printable("abcdef", 6), "abcdef");
  EXPECT_EQ(printable("abcdef", 4), "abcd ... (2 bytes more)");
  EXPECT_EQ(printable("abc\xE2\x82\xAC", 4), std::string("abc") + kReplacement + " ... (2 bytes more)");
}

TEST(Nearest, FindsTypingMistakes) {
  const std::vector<std::string> known{"recipient", "audience", "expiry"};
  EXPECT_EQ(nearest("recipent", known), "recipient");
  EXPECT_EQ(nearest("audiance", known), "audience");
  EXPECT_EQ(nearest("expiry", known), "expiry");
  EXPECT_EQ(nearest("signature", known), "");
  EXPECT_EQ(nearest("x", {}), "");
}

TEST(Percent, Encodes) {
  EXPECT_EQ(percent_encode("aZ0-._~"), "aZ0-._~");
  EXPECT_EQ(percent_encode("a b+c/d=\xC3\xA4"), "a%20b%2Bc%2Fd%3D%C3%A4");
}

TEST(Percent, Decodes) {
  EXPECT_EQ(percent_decode("a%20b%2Bc%2f%C3%A4"), "a b+c/\xC3\xA4");
  EXPECT_EQ(percent_decode("a+b"), "a+b");
  EXPECT_EQ(percent_decode("a+b%2B", true), "a b+");
  EXPECT_EQ(percent_decode("100%"), "100%");
  EXPECT_EQ(percent_decode("%4"), "%4");
  EXPECT_EQ(percent_decode("%zz%4g%%41"), "%zz%4g%A");
}

TEST(Hex, IsLowerCase) {
  EXPECT_EQ(to_hex(std::string_view("\x00\xAB\xFF", 3)), "00abff");
}

}  // namespace
}  // namespace idproctor
