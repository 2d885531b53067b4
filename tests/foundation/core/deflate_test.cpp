#include "foundation/core/deflate.hpp"

#include "tests/foundation/core/support.hpp"

namespace idproctor {
namespace {

TEST(Deflate, GoesThereAndBack) {
  // Short messages and long ones have windows of their own.
  std::string short_message, long_message;
  for (int i = 0; i < 2048; ++i) short_message += static_cast<char>('a' + i * i % 26);
  for (int i = 0; i < 400; ++i)
    long_message += "<saml:AttributeValue>" + std::to_string(i) + "</saml:AttributeValue>";
  std::string every_byte;
  for (int i = 0; i < 100'000; ++i) every_byte += static_cast<char>(i * 7 % 256);
  for (const std::string& bytes : {std::string(), std::string("<samlp:AuthnRequest/>"), short_message,
                                   short_message + "a", long_message, every_byte}) {
    const auto back = inflate_raw(deflate_raw(bytes));
    ASSERT_EQ(error_of(back), "");
    EXPECT_EQ(*back, bytes);
  }
}

// RFC 1951 3.2.4: a stored block is 01, the length, its complement, the bytes.
TEST(Deflate, ReadsAStoredBlock) {
  const auto text =
      inflate_raw(std::string_view("\x01\x03\x00\xFC\xFF"
                                   "abc",
                                   8));
  ASSERT_EQ(error_of(text), "");
  EXPECT_EQ(*text, "abc");
}

TEST(Deflate, WritesNoZlibHeader) {
  // RFC 1950: a zlib stream of this window size begins with 0x78.
  EXPECT_NE(deflate_raw("<samlp:AuthnRequest/>").front(), '\x78');
  EXPECT_FALSE(inflate_raw("\x78\x9C\x4B\x4C\x4A\x06\x00"));
}

TEST(Deflate, RefusesWhatIsCutOff) {
  const std::string whole = deflate_raw("<samlp:AuthnRequest ID=\"_1\"/>");
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(inflate_raw(whole.substr(0, length))) << length;
  }
}

TEST(Deflate, RefusesTrailingBytes) {
  EXPECT_FALSE(inflate_raw(deflate_raw("abc") + "x"));
}

TEST(Deflate, RefusesGarbage) {
  EXPECT_FALSE(inflate_raw("<samlp:AuthnRequest/>"));
  EXPECT_FALSE(inflate_raw("\xFF\xFF\xFF\xFF"));
}

TEST(Deflate, StopsABombAtTheLimit) {
  const std::string bomb = deflate_raw(std::string(50 << 20, 'A'));
  ASSERT_LT(bomb.size(), 1u << 17);
  const auto inflated = inflate_raw(bomb);
  ASSERT_FALSE(inflated);
  EXPECT_EQ(inflated.error().kind, Error::Kind::too_large);
}

TEST(Deflate, AllowsExactlyTheLimit) {
  const std::string bytes(70'000, 'A');
  EXPECT_TRUE(inflate_raw(deflate_raw(bytes), 70'000));
  EXPECT_FALSE(inflate_raw(deflate_raw(bytes), 69'999));
}

}  // namespace
}  // namespace idproctor
