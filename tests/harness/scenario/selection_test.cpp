#include "harness/scenario/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace idproctor::scenario {
namespace {

Catalogue catalogue() {
  Catalogue one;
  for (const char* id :
       {"saml.audience.mismatch", "saml.audience.missing", "saml.login.sp", "scim.users.create"}) {
    Case example;
    example.id = id;
    one.cases.push_back(example);
  }
  return one;
}

std::vector<std::string> ids(const std::vector<std::string>& words) {
  std::vector<std::string> found;
  for (const Case& one : select(catalogue(), words).value()) found.push_back(one.id);
  return found;
}

TEST(Selection, matches_whole_dotted_parts) {
  EXPECT_TRUE(matches("saml.audience.mismatch", "saml"));
  EXPECT_TRUE(matches("saml.audience.mismatch", "saml.audience"));
  EXPECT_TRUE(matches("saml.audience.mismatch", "saml.audience.mismatch"));
  EXPECT_FALSE(matches("saml.audience.mismatch", "saml.aud"));
  EXPECT_FALSE(matches("saml.audience.mismatch", "audience"));
}

TEST(Selection, keeps_order_and_takes_each_case_once) {
  EXPECT_THAT(ids({}), testing::SizeIs(4));
  EXPECT_THAT(ids({"saml.audience"}),
              testing::ElementsAre("saml.audience.mismatch", "saml.audience.missing"));
  EXPECT_THAT(ids({"saml.login", "saml.login.sp"}), testing::ElementsAre("saml.login.sp"));
}

TEST(Selection, what_matches_nothing_is_an_error_that_guesses) {
  const auto selected = select(catalogue(), {"saml.audiense"});
  ASSERT_FALSE(selected);
  EXPECT_THAT(describe(selected.error()), testing::HasSubstr("did you mean 'saml.audience'?"));
  EXPECT_FALSE(select(catalogue(), {"./no-such-folder"}));
}

}  // namespace
}  // namespace idproctor::scenario
