#include "foundation/xml/key.hpp"

#include <gmock/gmock.h>

#include "foundation/core/base64.hpp"
#include "foundation/xml/digest.hpp"
#include "foundation/xml/signature_value.hpp"
#include "tests/foundation/xml/support.hpp"

namespace idproctor::crypto {
namespace {

using namespace idproctor::xml;  // the tests' algorithm names and keys
using testing::HasSubstr;
using testing::StartsWith;

TEST(Key, GoesThroughPem) {
  for (const Key* key : {&rsa_key(), &ec_key()}) {
    const Key again = Key::from_private_pem(key->private_pem()).value();
    EXPECT_TRUE(again.is_private());
    EXPECT_TRUE(again.same_public_key(*key));
    const Key half = Key::from_public_pem(key->public_pem()).value();
    EXPECT_FALSE(half.is_private());
    EXPECT_TRUE(half.same_public_key(*key));
    EXPECT_THROW((void)half.private_pem(), std::logic_error);
  }
  EXPECT_THAT(rsa_key().private_pem(), StartsWith("-----BEGIN PRIVATE KEY-----"));
  EXPECT_FALSE(rsa_key().same_public_key(other_rsa_key()));
  EXPECT_FALSE(rsa_key().same_public_key(ec_key()));
}

TEST(Key, KnowsTypeAndSize) {
  EXPECT_EQ(rsa_key().type(), "RSA");
  EXPECT_EQ(rsa_key().bits(), 2048);
  EXPECT_EQ(Key::generate_rsa(1024).bits(), 1024);
  EXPECT_EQ(ec_key().type(), "EC");
  EXPECT_EQ(ec_key().bits(), 256);
  EXPECT_EQ(ec_key().modulus(), "");
  EXPECT_EQ(Key::generate_ec("P-384").bits(), 384);
  EXPECT_THROW((void)Key::generate_ec("P-1"), std::runtime_error);
}

TEST(Key, RefusesWhatIsNoKey) {
  EXPECT_FALSE(Key::from_private_pem("rubbish"));
  EXPECT_FALSE(Key::from_private_pem(""));
  EXPECT_FALSE(Key::from_private_pem(rsa_key().public_pem()));
  EXPECT_FALSE(Key::from_public_pem(rsa_key().private_pem()));
  EXPECT_THAT(error_of(Key::from_private_pem("rubbish")), HasSubstr("private key in PEM"));
}

// An Ed25519 key (RFC 8410 10.1): readable, and of no use for XML Signature 1.0 here.
TEST(Key, RefusesOtherKinds) {
  const std::string pem =
      "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=\n-----END "
      "PUBLIC "
      "KEY-----\n";
  EXPECT_THAT(error_of(Key::from_public_pem(pem)), HasSubstr("neither RSA nor EC"));
}

TEST(Key, ComesFromItsNumbers) {
  EXPECT_EQ(rsa_key().exponent(), std::string("\x01\x00\x01", 3));
  EXPECT_EQ(rsa_key().modulus().size(), 256u);
  const Key again = Key::from_rsa_numbers(rsa_key().modulus(), rsa_key().exponent()).value();
  EXPECT_TRUE(again.same_public_key(rsa_key()));
  EXPECT_FALSE(again.is_private());
  EXPECT_TRUE(verify(again, rsa_sha256, "data", sign(rsa_key(), rsa_sha256, "data").value()).value());
  EXPECT_FALSE(Key::from_rsa_numbers("", ""));
  EXPECT_FALSE(Key::from_rsa_numbers(rsa_key().modulus(), ""));
  EXPECT_FALSE(Key::from_rsa_numbers(rsa_key().modulus(), "\x01"));
  EXPECT_FALSE(Key::from_rsa_numbers(std::string(1 << 20, '\x55'), rsa_key().exponent()));
}

Time at(std::string_view text) {
  return parse_time(text).value();
}

TEST(Certificate, SaysWhatWasPutIn) {
  const Time from = at("2026-01-02T03:04:05Z");
  const Time until = at("2056-01-02T03:04:05Z");  // beyond 2049 the encoding is another one
  const Certificate certificate = Certificate::self_signed(rsa_key(), "idp.example", from, until);
  EXPECT_EQ(certificate.subject(), "CN=idp.example");
  EXPECT_EQ(certificate.not_before(), from);
  EXPECT_EQ(certificate.not_after(), until);
  EXPECT_TRUE(certificate.public_key().same_public_key(rsa_key()));
  EXPECT_FALSE(certificate.public_key().is_private());
  EXPECT_EQ(certificate.sha256_fingerprint(),
            to_hex(sha256(base64_decode(certificate.base64_der()).value())));
  EXPECT_EQ(certificate.base64_der().find('\n'), std::string::npos);
  EXPECT_EQ(certificate.base64_der(64).find('\n'), 64u);
}

TEST(Certificate, IsTheSameForTheSameContent) {
  const Time from = at("2026-01-02T03:04:05Z");
  const Time until = at("2027-01-02T03:04:05Z");
  EXPECT_EQ(Certificate::self_signed(rsa_key(), "a", from, until).pem(),
            Certificate::self_signed(rsa_key(), "a", from, until).pem());
  EXPECT_NE(Certificate::self_signed(rsa_key(), "a", from, until).pem(),
            Certificate::self_signed(rsa_key(), "b", from, until).pem());
}

TEST(Certificate, GoesThroughItsFormats) {
  const Certificate certificate = Certificate::self_signed(
      ec_key(), "Zo\xC3\xAB, Inc.", at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z"));
  EXPECT_EQ(certificate.subject(), "CN=Zo\xC3\xAB\\, Inc.");
  EXPECT_EQ(Certificate::from_pem(certificate.pem()).value().pem(), certificate.pem());
  EXPECT_EQ(Certificate::from_base64_der(certificate.base64_der(76)).value().pem(), certificate.pem());
}

TEST(Certificate, RefusesRubbish) {
  EXPECT_FALSE(Certificate::from_pem("rubbish"));
  EXPECT_FALSE(Certificate::from_base64_der("!!!"));
  EXPECT_FALSE(Certificate::from_base64_der("AAAA"));
  EXPECT_FALSE(Certificate::from_base64_der(""));
  const std::string der =
      base64_decode(Certificate::self_signed(ec_key(), "a", Time{}, Time{}).base64_der()).value();
  EXPECT_THAT(error_of(Certificate::from_base64_der(base64_encode(der + "x"))), HasSubstr("more bytes"));
  EXPECT_FALSE(Certificate::from_base64_der(base64_encode(der.substr(0, der.size() / 2))));
  EXPECT_THROW((void)Certificate::self_signed(ec_key(), std::string(65, 'a'), Time{}, Time{}),
               std::runtime_error);
}

}  // namespace
}  // namespace idproctor::crypto
