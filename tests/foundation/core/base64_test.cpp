#include "foundation/core/base64.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

using testing::HasSubstr;

TEST(Base64, HasTheVectorsOfRfc4648) {
  const std::pair<std::string, std::string> vectors[] = {{"", ""},
                                                         {"f", "Zg=="},
                                                         {"fo", "Zm8="},
                                                         {"foo", "Zm9v"},
                                                         {"foob", "Zm9vYg=="},
                                                         {"fooba", "Zm9vYmE="},
                                                         {"foobar", "Zm9vYmFy"}};
  for (const auto& [bytes, text] : vectors) {
    EXPECT_EQ(base64_encode(bytes), text);
    const auto decoded = base64_decode(text);
    ASSERT_EQ(error_of(decoded), "") << text;
    EXPECT_EQ(*decoded, bytes);
  }
}

TEST(Base64, TellsTheTwoAlphabetsApart) {
  EXPECT_EQ(base64_encode("\xFB\xFF"), "+/8=");
  EXPECT_EQ(base64url_encode("\xFB\xFF"), "-_8");
  EXPECT_EQ(base64url_encode("f"), "Zg");
  EXPECT_FALSE(base64_decode("-_8="));
}

TEST(Base64, TakesEveryByteThereAndBack) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) bytes += static_cast<char>(i);
  const auto decoded = base64_decode(base64_encode(bytes));
  ASSERT_EQ(error_of(decoded), "");
  EXPECT_EQ(*decoded, bytes);
}

TEST(Base64, BreaksLinesWithoutALineEndAtTheEnd) {
  EXPECT_EQ(base64_encode("foobar", 4), "Zm9v\nYmFy");
  EXPECT_EQ(base64_encode("foobar", 3), "Zm9\nvYm\nFy");
  EXPECT_EQ(base64_encode("foobar", 76), "Zm9vYmFy");
  EXPECT_EQ(base64_encode("", 4), "");
}

TEST(Base64, AllowsWhiteSpaceAnywhere) {
  const auto decoded = base64_decode(" Zm\r\n9v\tYg= =\n");
  ASSERT_EQ(error_of(decoded), "");
  EXPECT_EQ(*decoded, "foob");
}

TEST(Base64, RefusesWrongPadding) {
  for (const char* wrong :
       {"Z", "Zg", "Zg=", "Zm8", "Zg===", "Z===", "====", "=", "Zg==Zg==", "Zm9v=", "Zg=a", "=Zm8"}) {
    EXPECT_FALSE(base64_decode(wrong)) << wrong;
  }
}

TEST(Base64, NamesThePlaceOfWhatIsForeign) {
  EXPECT_THAT(error_of(base64_decode("Zm9v!mFy")), HasSubstr("byte 4"));
  EXPECT_THAT(error_of(base64_decode("Zm9v\xC3\xA4==")), HasSubstr("byte 4"));
  EXPECT_THAT(error_of(base64_decode(std::string_view("Zm\0v", 4))), HasSubstr("byte 2"));
}

}  // namespace
}  // namespace idproctor
