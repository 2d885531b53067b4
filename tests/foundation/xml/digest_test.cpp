#include "foundation/xml/digest.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/xml/support.hpp"

namespace idproctor::xml {
namespace {

using testing::HasSubstr;

// FIPS 180-2, appendices A to D, and RFC 3174 7.3: the digests of "abc".
TEST(Digest, ComputesThePublishedValues) {
  EXPECT_EQ(to_hex(crypto::digest(digest_sha1, "abc").value()), "a9993e364706816aba3e25717850c26c9cd0d89d");
  EXPECT_EQ(to_hex(crypto::digest(digest_sha256, "abc").value()),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(
      to_hex(crypto::digest(digest_sha384, "abc").value()),
      "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed8086072ba1e7cc2358baeca134c825a7");
  EXPECT_EQ(to_hex(crypto::digest(digest_sha512, "abc").value()),
            "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
            "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
  EXPECT_EQ(crypto::sha256("abc"), crypto::digest(digest_sha256, "abc").value());
  EXPECT_THAT(error_of(crypto::digest("urn:none", "abc")), HasSubstr("urn:none"));
}

// RFC 4231 4.3.
TEST(Digest, ComputesThePublishedHmac) {
  EXPECT_EQ(to_hex(crypto::hmac_sha256("Jefe", "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(Digest, RandomBytesDiffer) {
  EXPECT_EQ(crypto::random_bytes(16).size(), 16u);
  EXPECT_NE(crypto::random_bytes(16), crypto::random_bytes(16));
  EXPECT_EQ(crypto::random_bytes(0), "");
}

TEST(Digest, ComparesWholeTexts) {
  EXPECT_TRUE(crypto::equal_in_constant_time("abc", "abc"));
  EXPECT_TRUE(crypto::equal_in_constant_time("", ""));
  EXPECT_FALSE(crypto::equal_in_constant_time("abc", "abd"));
  EXPECT_FALSE(crypto::equal_in_constant_time("abc", "abcd"));
}

}  // namespace
}  // namespace idproctor::xml
