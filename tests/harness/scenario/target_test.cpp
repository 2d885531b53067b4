#include "harness/scenario/target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace idproctor::scenario {
namespace {

using testing::HasSubstr;

constexpr const char* kGoodTarget = R"(
name: staging
saml:
  acs_url: https://app.example/acs
  entity_id: https://app.example/metadata
  login_url: https://app.example/login
  idp_initiated: true
  clock_tolerance: 180s
session:
  whoami: https://app.example/me
  identity: { at: /email }
scim:
  base_url: https://app.example/scim/v2?tenant=1
  token: ${env:IDPROCTOR_TEST_TOKEN}
)";

std::string target_error(const std::string& text) {
  const auto target = parse_target(text, "t.yaml");
  return target ? "it loaded" : describe(target.error());
}

class TargetFile : public testing::Test {
 protected:
  void SetUp() override { ::setenv("IDPROCTOR_TEST_TOKEN", "a-token-from-outside", 1); }
};

TEST_F(TargetFile, is_read) {
  const auto target = parse_target(kGoodTarget, "t.yaml");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_EQ(target->name, "staging");
  EXPECT_EQ(target->saml->clock_tolerance, Milliseconds(180'000));
  EXPECT_EQ(target->saml->confirmation_tolerance, Milliseconds(180'000));
  EXPECT_EQ(target->scim->token, "a-token-from-outside");
  EXPECT_THAT(target->secrets, testing::ElementsAre("a-token-from-outside"));
  EXPECT_EQ(target->session->identity_from, "name_id");
  EXPECT_THAT(target->features(),
              testing::UnorderedElementsAre("saml", "sp_initiated", "idp_initiated", "clock_tolerance",
                                            "confirmation_tolerance", "scim", "soft_delete", "jit",
                                            "new_users", "identity_in_name_id", "takes_signed_assertion",
                                            "takes_signed_response"));
  EXPECT_FALSE(target->is_loopback());
}

TEST_F(TargetFile, may_hold_the_confirmation_to_another_tolerance) {
  const std::string head = "name: a\nsaml: { metadata: m.xml, login_url: 'http://a/l', ";
  const std::string tail = " }\nsession: { whoami: 'http://a/w', identity: { at: /email } }\n";
  const auto both = parse_target(head + "clock_tolerance: 5m, confirmation_tolerance: 0s" + tail, "t.yaml");
  ASSERT_TRUE(both) << describe(both.error());
  EXPECT_EQ(both->saml->clock_tolerance, Milliseconds(300'000));
  EXPECT_EQ(both->saml->confirmation_tolerance, Milliseconds(0));
  const auto one = parse_target(head + "confirmation_tolerance: 5s" + tail, "t.yaml");
  ASSERT_TRUE(one) << describe(one.error());
  EXPECT_FALSE(one->features().contains("clock_tolerance"));
  EXPECT_TRUE(one->features().contains("confirmation_tolerance"));
}

TEST_F(TargetFile, may_say_that_unsolicited_responses_are_refused) {
  const std::string head = "name: a\nsaml: { metadata: m.xml, login_url: 'http://a/l'";
  const std::string tail = " }\nsession: { whoami: 'http://a/w', identity: { at: /email } }\n";
  for (const auto& [said, is_refused] :
       {std::pair("", false), {", idp_initiated: true", false}, {", idp_initiated: false", true}}) {
    const auto target = parse_target(head + said + tail, "t.yaml");
    ASSERT_TRUE(target) << describe(target.error());
    EXPECT_EQ(target->features().contains("refuses_unsolicited"), is_refused) << said;
  }
}

TEST_F(TargetFile, a_secret_never_stands_in_the_file) {
  EXPECT_THAT(target_error("name: a\nscim: { base_url: 'http://127.0.0.1/s', token: abcdef }\n"),
              HasSubstr("t.yaml:2:48: 'token' is a secret"));
  EXPECT_THAT(
      target_error("name: a\nscim: { base_url: 'http://127.0.0.1/s', token: '${env:IDPROCTOR_NO_SUCH}' }\n"),
      HasSubstr("the environment has no IDPROCTOR_NO_SUCH"));
}

TEST_F(TargetFile, says_what_is_missing) {
  EXPECT_THAT(target_error("name: a\n"), HasSubstr("needs 'saml' and 'session', or 'scim'"));
  EXPECT_THAT(
      target_error("name: a\nsaml: { acs_url: 'http://a/', entity_id: b, login_url: 'http://a/l' }\n"),
      HasSubstr("go together"));
  EXPECT_THAT(target_error("name: a\nsaml: { login_url: 'http://a/l' }\n"), HasSubstr("needs 'metadata'"));
  EXPECT_THAT(target_error("name: a\nsaml: { metadata: m.xml }\n"), HasSubstr("no login can begin"));
  EXPECT_THAT(target_error("name: a\nscim: { base_url: 'ftp://a/', token: '${env:IDPROCTOR_TEST_TOKEN}' }\n"),
              HasSubstr("t.yaml:2:19"));
  EXPECT_THAT(target_error("name: a\nscimm: {}\n"), HasSubstr("did you mean 'scim'?"));
  EXPECT_THAT(target_error("name: a\nscim: { base_url: 'http://a/', token: '${env:IDPROCTOR_TEST_TOKEN}' "
                           "}\nusers: { create: magic }\n"),
              HasSubstr("jit, scim or existing"));
  EXPECT_THAT(target_error("name: a\nscim: { base_url: 'http://a/', token: '${env:IDPROCTOR_TEST_TOKEN}' "
                           "}\nusers: { create: existing, existing: { "
                           "alice: a@b } }\n"),
              HasSubstr("alice and victim"));
  EXPECT_THAT(target_error("name: a\nscim: { base_url: 'http://a/', token: '${env:IDPROCTOR_TEST_TOKEN}' "
                           "}\nhttp: { timeout: 0s }\n"),
              HasSubstr("longer than nothing"));
}

TEST_F(TargetFile, loopback_is_recognised) {
  const auto target = parse_target(
      "name: a\nscim: { base_url: 'http://127.0.0.1:80/s', token: '${env:IDPROCTOR_TEST_TOKEN}' }\n",
      "t.yaml");
  ASSERT_TRUE(target) << describe(target.error());
  EXPECT_TRUE(target->is_loopback());
}

}  // namespace
}  // namespace idproctor::scenario
