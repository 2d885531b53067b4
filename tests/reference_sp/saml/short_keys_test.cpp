// RSA keys in metadata that are too short to vouch for anybody, with "key-size" on and off.

#include <gmock/gmock.h>

#include "reference_sp/saml/idp_metadata.hpp"
#include "tests/reference_sp/saml/support.hpp"

namespace idproctor::reference::testing {
namespace {

Result<IdpMetadata> read(int bits, const Checks& checks) {
  const Time now = must(parse_time("2026-03-01T12:00:00Z"));
  const crypto::Key key = crypto::Key::generate_rsa(bits);
  const auto certificate = crypto::Certificate::self_signed(key, "idp", now, now + std::chrono::hours(1));
  const SigningKey pair{key, certificate, certificate.base64_der()};
  return read_idp_metadata(idp_metadata({pair}), {checks, now, {}, {}});
}

TEST(ShortKeys, AreRefused) {
  const auto metadata = read(1024, Checks());
  ASSERT_FALSE(metadata);
  EXPECT_THAT(metadata.error().message, ::testing::HasSubstr("1024 bits, expected 2048 at least"));
  EXPECT_TRUE(read(2048, Checks()));
}

TEST(ShortKeys, AreTakenWithoutKeySize) {
  const auto metadata = read(1024, Checks({"key-size"}));
  ASSERT_TRUE(metadata);
  EXPECT_EQ(metadata->signing_keys.front().bits(), 1024);
}

}  // namespace
}  // namespace idproctor::reference::testing
