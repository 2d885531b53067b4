#include "foundation/xml/signature_value.hpp"

#include <gmock/gmock.h>

#include "tests/foundation/xml/support.hpp"

namespace idproctor::crypto {
namespace {

using namespace idproctor::xml;  // the tests' algorithm names and keys
using testing::HasSubstr;

struct Case {
  const Key* key;
  std::string_view algorithm;
  std::size_t size;
};

std::vector<Case> cases() {
  return {{&rsa_key(), rsa_sha1, 256},        {&rsa_key(), rsa_sha256, 256},
          {&rsa_key(), rsa_sha384, 256},      {&rsa_key(), rsa_sha512, 256},
          {&rsa_key(), rsa_md5, 256},         {&rsa_key(), rsa_pss_sha256, 256},
          {&ec_key(), ecdsa_sha256, 64},      {&ec_384_key(), ecdsa_sha384, 96},
          {&ec_521_key(), ecdsa_sha512, 132}, {&ec_key(), ecdsa_sha512, 64}};
}

TEST(SignatureValue, VerifiesForEachAlgorithm) {
  for (const auto& [key, algorithm, size] : cases()) {
    const std::string signature = sign(*key, algorithm, "data").value();
    EXPECT_EQ(signature.size(), size);
    EXPECT_TRUE(verify(*key, algorithm, "data", signature).value()) << algorithm;
    EXPECT_FALSE(verify(*key, algorithm, "date", signature).value()) << algorithm;
    std::string changed = signature;
    changed[10] = static_cast<char>(changed[10] ^ 1);
    EXPECT_FALSE(verify(*key, algorithm, "data", changed).value()) << algorithm;
    EXPECT_FALSE(verify(*key, algorithm, "data", "").value()) << algorithm;
    EXPECT_FALSE(verify(*key, algorithm, "data", signature + "x").value()) << algorithm;
    EXPECT_TRUE(verifies_by_any(*key, "data", signature)) << algorithm;
    EXPECT_FALSE(verifies_by_any(*key, "date", signature)) << algorithm;
  }
  const std::string signature = sign(rsa_key(), rsa_sha256, "data").value();
  EXPECT_FALSE(verify(other_rsa_key(), rsa_sha256, "data", signature).value());
  EXPECT_FALSE(verify(rsa_key(), rsa_sha384, "data", signature).value());
  EXPECT_FALSE(verify(rsa_key(), rsa_pss_sha256, "data", signature).value());
  EXPECT_FALSE(verifies_by_any(other_rsa_key(), "data", signature));
}

TEST(SignatureValue, PssIsSaltedAndPkcs1IsNot) {
  EXPECT_NE(sign(rsa_key(), rsa_pss_sha256, "x").value(), sign(rsa_key(), rsa_pss_sha256, "x").value());
  EXPECT_EQ(sign(rsa_key(), rsa_sha256, "x").value(), sign(rsa_key(), rsa_sha256, "x").value());
  EXPECT_TRUE(is_rsa_pss(rsa_pss_sha256));
  EXPECT_FALSE(is_rsa_pss(rsa_sha256));
  EXPECT_FALSE(is_rsa_pss("urn:none"));
}

TEST(SignatureValue, NamesUnknownAlgorithmsAndWrongKeys) {
  EXPECT_THAT(error_of(sign(rsa_key(), method_hmac_sha256, "x")), HasSubstr("unknown signature algorithm"));
  EXPECT_THAT(error_of(verify(rsa_key(), "urn:none", "x", "y")), HasSubstr("urn:none"));
  EXPECT_THAT(error_of(sign(rsa_key(), ecdsa_sha256, "x")), HasSubstr("does not fit"));
  const Key half = Key::from_public_pem(rsa_key().public_pem()).value();
  EXPECT_THAT(error_of(sign(half, rsa_sha256, "x")), HasSubstr("public key cannot sign"));
  EXPECT_TRUE(signs_with(rsa_key(), rsa_sha256));
  EXPECT_FALSE(signs_with(ec_key(), rsa_sha256));
  EXPECT_FALSE(signs_with(rsa_key(), "urn:none"));
  EXPECT_EQ(nearest_method(ec_key()), ecdsa_sha256);
  EXPECT_EQ(nearest_method(rsa_key()), rsa_sha256);
}

// RFC 2202 3, test case 2, and RFC 4231 4.3 and 4.6.
TEST(SignatureValue, ComputesThePublishedHmacs) {
  constexpr std::string_view data = "what do ya want for nothing?";
  EXPECT_EQ(to_hex(hmac(hmac_sha1, "Jefe", data).value()), "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
  EXPECT_EQ(to_hex(hmac(method_hmac_sha256, "Jefe", data).value()),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  EXPECT_EQ(to_hex(hmac(method_hmac_sha256, std::string(20, '\x0c'), "Test With Truncation", 128).value()),
            "a3b6167473100ee06e0c796c2955552b");
}

TEST(SignatureValue, CutsAnHmacToItsLength) {
  EXPECT_EQ(hmac(hmac_sha1, "key", "data", 0).value(), "");
  EXPECT_EQ(hmac(hmac_sha1, "key", "data", 1).value().size(), 1u);
  EXPECT_EQ(hmac(hmac_sha1, "key", "data", 9).value().size(), 2u);
  EXPECT_EQ(hmac(hmac_sha1, "key", "data", 4096).value().size(), 20u);
  EXPECT_TRUE(is_hmac(hmac_sha1));
  EXPECT_FALSE(is_hmac(rsa_sha1));
  EXPECT_THAT(error_of(hmac(rsa_sha1, "key", "data")), HasSubstr("unknown HMAC"));
}

}  // namespace
}  // namespace idproctor::crypto
