// How a scenario asks for encryption, and how a target file names the certificate.

#include <gmock/gmock.h>

#include <filesystem>

#include "foundation/core/file.hpp"
#include "harness/scenario/loader.hpp"
#include "harness/scenario/target.hpp"

namespace idproctor::scenario {
namespace {

using mock_idp::EditStage;
using mock_idp::EncryptStage;
using mock_idp::SignStage;
using testing::ElementsAre;
using testing::HasSubstr;

Result<mock_idp::Recipe> recipe_of(const std::string& login) {
  const auto cases = parse_suite(
      "suite: demo\ntitle: A demo\ncases:\n  - id: one\n    title: One\n    login: " + login, "x.yaml");
  if (!cases) return cases.error();
  return std::get<LoginStep>(cases->front().steps.front().action).recipe;
}

std::string trouble(const std::string& login) {
  const auto recipe = recipe_of(login);
  return recipe ? "it loaded" : describe(recipe.error());
}

TEST(EncryptKey, takes_its_place_between_two_sides_of_signing) {
  const auto recipe = recipe_of("{ sign: both, encrypt: assertion, tamper: [{ remove: //ds:KeyInfo }] }");
  ASSERT_TRUE(recipe) << describe(recipe.error());
  ASSERT_EQ(recipe->stages.size(), 4U);
  EXPECT_EQ(std::get<SignStage>(recipe->stages[0]).side, SignStage::Side::before_encryption);
  EXPECT_THAT(std::get<EncryptStage>(recipe->stages[1]).elements, ElementsAre("assertion"));
  EXPECT_EQ(std::get<SignStage>(recipe->stages[2]).side, SignStage::Side::after_encryption);
  EXPECT_TRUE(std::holds_alternative<EditStage>(recipe->stages[3]));
  EXPECT_EQ(recipe_of("{ sign: none, encrypt: attribute email }")->stages.size(), 1U);
  EXPECT_EQ(std::get<SignStage>(recipe_of("{ sign: both }")->stages[0]).side, SignStage::Side::either);
}

TEST(EncryptKey, reads_every_setting) {
  const auto recipe = recipe_of(
      "{ encrypt: { elements: [name-id, assertion], algorithm: aes128-gcm, key_transport: rsa-oaep, digest: "
      "sha256, "
      "mgf: sha512, key_placement: sibling, key_info: none, recipient: stranger, wrap: EncryptedID, content: "
      "x } }");
  ASSERT_TRUE(recipe) << describe(recipe.error());
  const auto& stage = std::get<EncryptStage>(recipe->stages[1]);
  EXPECT_THAT(stage.elements, ElementsAre("name-id", "assertion"));
  EXPECT_EQ(stage.algorithm, "aes128-gcm");
  EXPECT_EQ(stage.key_transport, "rsa-oaep");
  EXPECT_EQ(stage.digest, "sha256");
  EXPECT_EQ(stage.mgf, "sha512");
  EXPECT_EQ(stage.key_placement, "sibling");
  EXPECT_EQ(stage.key_info, "none");
  EXPECT_EQ(stage.recipient, "stranger");
  EXPECT_EQ(stage.wrapper, "EncryptedID");
  EXPECT_EQ(stage.content, "x");
}

TEST(EncryptKey, stands_anywhere_in_build) {
  const auto recipe =
      recipe_of("{ build: [{ encrypt: name-id }, { sign: assertion }, { encrypt: assertion }] }");
  ASSERT_TRUE(recipe) << describe(recipe.error());
  EXPECT_TRUE(std::holds_alternative<EncryptStage>(recipe->stages[0]));
  EXPECT_TRUE(std::holds_alternative<EncryptStage>(recipe->stages[2]));
  EXPECT_EQ(std::get<SignStage>(recipe->stages[1]).side, SignStage::Side::either);
}

TEST(EncryptKey, is_refused_where_it_makes_no_sense) {
  EXPECT_THAT(trouble("{ encrypt: { algorithm: aes128-gcm } }"), HasSubstr("elements"));
  EXPECT_THAT(trouble("{ encrypt: { elements: assertion, cipher: x } }"), HasSubstr("cipher"));
  EXPECT_THAT(trouble("{ encrypt: assertion, build: [] }"), HasSubstr("general form"));
  EXPECT_THAT(trouble("{ build: [{ raw: end, to: x }, { encrypt: assertion }] }"), HasSubstr("after raw"));
}

TEST(EncryptionCertificate, is_a_pem_file_beside_the_target) {
  const std::filesystem::path folder = std::filesystem::path(testing::TempDir());
  const Time now = SystemClock().now();
  const auto certificate = crypto::Certificate::self_signed(crypto::Key::generate_rsa(), "sp", now, now);
  ASSERT_TRUE(write_file(folder / "idproctor-sp.pem", certificate.pem()).has_value());
  const auto target_with = [&](const std::string& name) {
    return parse_target(
        "name: t\nsaml: { acs_url: https://a.example/acs, entity_id: e, idp_initiated: true, "
        "encryption_certificate: " +
            name + " }\nsession: { whoami: https://a.example/me, identity: { at: /email } }\n",
        (folder / "target.yaml").string());
  };
  const auto target = target_with("idproctor-sp.pem");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_EQ(target->saml->encryption_certificate->sha256_fingerprint(), certificate.sha256_fingerprint());
  EXPECT_FALSE(target_with("no-such-file.pem"));
}

}  // namespace
}  // namespace idproctor::scenario
