#include "mock_idp/key_ring.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "foundation/core/base64.hpp"
#include "foundation/core/file.hpp"
#include "tests/mock_idp/support.hpp"

namespace idproctor::mock_idp {
namespace {

using testing::HasSubstr;

mode_t mode_of(const std::string& path) {
  struct stat status {};
  EXPECT_EQ(::stat(path.c_str(), &status), 0) << path;
  return status.st_mode & 07777;
}

TEST(KeyRingFolder, KeepsKeysForTheOwnerAlone) {
  TemporaryFolder folder;
  const std::string keys_folder = folder.path("state/keys");
  KeyRing ring = must(KeyRing::open(keys_folder, noon()));
  EXPECT_TRUE(ring.freshly_made());
  must(ring.get("stranger"));
  EXPECT_EQ(mode_of(keys_folder), 0700u);
  EXPECT_EQ(mode_of(keys_folder + "/idp.pem"), 0600u);
  EXPECT_EQ(mode_of(keys_folder + "/stranger.pem"), 0600u);
}

TEST(KeyRingFolder, GivesTheSameKeyAgain) {
  TemporaryFolder folder;
  KeyRing first = must(KeyRing::open(folder.path("keys"), noon()));
  must(first.get("stranger"));
  KeyRing again = must(KeyRing::open(folder.path("keys"), noon() + std::chrono::hours(100)));
  EXPECT_FALSE(again.freshly_made());
  EXPECT_TRUE(again.idp().key.same_public_key(first.idp().key));
  EXPECT_TRUE(again.idp().key.is_private());
  EXPECT_EQ(again.idp().certificate.sha256_fingerprint(), first.idp().certificate.sha256_fingerprint());
  EXPECT_TRUE(must(again.get("stranger"))->key.same_public_key(must(first.get("stranger"))->key));
}

TEST(KeyRingFolder, RefusesAPairThatDoesNotMatch) {
  TemporaryFolder folder;
  const std::string file = folder.path("idp.pem");
  must(write_private_file(file,
                          must(keys().get("stranger"))->key.private_pem() + keys().idp().certificate.pem()));
  EXPECT_THAT(error_of(KeyRing::open(folder.path(""), noon())),
              testing::AllOf(HasSubstr("idp.pem"), HasSubstr("another key")));
  must(write_private_file(file, "rubbish"));
  EXPECT_THAT(error_of(KeyRing::open(folder.path(""), noon())), HasSubstr("idp.pem"));
}

TEST(KeyRingFolder, SaysWhenItCannotBeMade) {
  TemporaryFolder folder;
  must(write_file(folder.path("file"), "x"));
  EXPECT_THAT(error_of(KeyRing::open(folder.path("file/keys"), noon())), HasSubstr("file/keys"));
}

TEST(KeyRingPem, TakesAKeyAndItsCertificateInEitherOrder) {
  const KeyPair& pair = keys().idp();
  for (const std::string& pem :
       {pair.key.private_pem() + pair.certificate.pem(), pair.certificate.pem() + pair.key.private_pem()}) {
    KeyRing ring = must(KeyRing::from_pem(pem, noon()));
    EXPECT_FALSE(ring.freshly_made());
    EXPECT_TRUE(ring.idp().key.same_public_key(pair.key));
  }
}

TEST(KeyRingPem, RefusesWhatIsIncomplete) {
  const KeyPair& pair = keys().idp();
  for (const std::string& pem : {std::string(), pair.key.private_pem(), pair.certificate.pem(),
                                 pair.key.public_pem() + pair.certificate.pem(),
                                 must(keys().get("stranger"))->key.private_pem() + pair.certificate.pem()}) {
    const auto ring = KeyRing::from_pem(pem, noon());
    EXPECT_THAT(error_of(ring), HasSubstr("IDPROCTOR_KEYS"));
    EXPECT_THAT(error_of(ring), testing::Not(HasSubstr("BEGIN"))) << "keys appear nowhere";
  }
}

TEST(KeyRingNames, AreThree) {
  EXPECT_THAT(error_of(keys().get("nobody")), HasSubstr("nobody"));
  EXPECT_THAT(error_of(keys().get("../idp")), HasSubstr("../idp"));
  TemporaryFolder folder;
  KeyRing ring = must(KeyRing::open(folder.path("keys"), noon()));
  const KeyPair* stranger = must(ring.get("stranger"));
  const KeyPair* namesake = must(ring.get("stranger-same-name"));
  EXPECT_FALSE(stranger->key.same_public_key(ring.idp().key));
  EXPECT_FALSE(namesake->key.same_public_key(ring.idp().key));
  EXPECT_FALSE(namesake->key.same_public_key(stranger->key));
  EXPECT_EQ(namesake->certificate.subject(), ring.idp().certificate.subject());
  EXPECT_NE(stranger->certificate.subject(), ring.idp().certificate.subject());
}

TEST(KeyRingCertificates, AreValidNowAndForYears) {
  TemporaryFolder folder;
  KeyRing ring = must(KeyRing::open(folder.path("keys"), noon()));
  EXPECT_EQ(ring.idp().certificate.not_before(), noon() - std::chrono::hours(24));
  EXPECT_GT(ring.idp().certificate.not_after(), noon() + std::chrono::hours(24 * 365 * 9));
}

TEST(KeyRing, MakesEachKindOfKey) {
  const auto pair = [](const char* name) { return *must(keys().get(name)); };
  EXPECT_EQ(pair("idp-ec").key.type(), "EC");
  EXPECT_EQ(pair("idp-ec").key.bits(), 256);
  EXPECT_EQ(pair("idp-ec-384").key.bits(), 384);
  EXPECT_EQ(pair("idp-1024").key.bits(), 1024);
  EXPECT_LT(pair("idp-expired").certificate.not_after(), noon());
  EXPECT_GT(pair("idp-next").certificate.not_after(), noon());
  EXPECT_EQ(pair("idp-next").certificate.subject(), pair("stranger-same-name").certificate.subject());
  EXPECT_NE(pair("idp-next").certificate.subject(), pair("other-idp").certificate.subject());
  EXPECT_FALSE(pair("idp-next").key.same_public_key(pair("idp-retired").key));
}

TEST(KeyRing, PublishesWhatATargetHolds) {
  const auto published = must(keys().published({"idp-ec", "idp-encryption"}));
  ASSERT_EQ(published.size(), 3u);
  EXPECT_TRUE(published[0].pair.key.same_public_key(keys().idp().key));
  EXPECT_EQ(published[1].use, "signing");
  EXPECT_EQ(published[2].use, "encryption");
  EXPECT_THAT(error_of(keys().published({"nobody"})), HasSubstr("nobody"));
}

TEST(KeyRing, TrustsTheIdpsOwnSigningKeysAlone) {
  const auto is_trusted = [](const char* name) {
    const crypto::Key key = must(keys().get(name))->key;
    for (const crypto::Key& one : keys().trusted()) {
      if (one.same_public_key(key)) return true;
    }
    return false;
  };
  for (const char* name : {"idp", "idp-next", "idp-ec", "idp-ec-384", "idp-expired"}) {
    EXPECT_TRUE(is_trusted(name)) << name;
  }
  for (const char* name : {"idp-encryption", "idp-retired", "idp-1024", "stranger", "stranger-ec",
                           "stranger-same-name", "other-idp", "reference-encryption"}) {
    EXPECT_FALSE(is_trusted(name)) << name;
  }
}

TEST(PublicSecret, IsWhatAVerifierMayHold) {
  const KeyPair& pair = keys().idp();
  EXPECT_EQ(must(public_secret(pair, "certificate-pem")), pair.certificate.pem());
  EXPECT_EQ(base64_encode(must(public_secret(pair, "certificate-der"))), pair.certificate.base64_der());
  EXPECT_EQ(must(public_secret(pair, "public-key-pem")), pair.key.public_pem());
  std::string pem = "-----BEGIN PUBLIC KEY-----\n";
  pem += base64_encode(must(public_secret(pair, "public-key-der")), 64) + "\n-----END PUBLIC KEY-----\n";
  EXPECT_EQ(pem, pair.key.public_pem());
  EXPECT_THAT(error_of(public_secret(pair, "private")), HasSubstr("private"));
}

}  // namespace
}  // namespace idproctor::mock_idp
