#include "harness/scenario/selection.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

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

TEST(Selection, loads_the_suites_that_the_words_may_mean) {
  const auto suites = [](const std::vector<std::string>& words) {
    std::set<std::string> found;
    const auto loaded = load_catalogue(IDPROCTOR_SOURCE_DIR, words);
    for (const Case& one : loaded->cases) found.insert(one.suite);
    return found;
  };
  EXPECT_THAT(suites({"saml.audience"}), testing::ElementsAre("saml.audience"));
  EXPECT_THAT(suites({"saml.audience.mismatch", "smoke"}), testing::ElementsAre("saml.audience", "smoke"));
  EXPECT_THAT(suites({"attacks"}), testing::Each(testing::StartsWith("attacks.")));
  EXPECT_THAT(suites({"some/file.yaml"}), testing::IsEmpty());
  EXPECT_EQ(suites({"saml.audience", "smok"}), suites({})) << "the guess has to know them all";
}

TEST(Selection, what_matches_nothing_is_an_error_that_guesses) {
  const auto selected = select(catalogue(), {"saml.audiense"});
  ASSERT_FALSE(selected);
  EXPECT_THAT(describe(selected.error()), testing::HasSubstr("did you mean 'saml.audience'?"));
  EXPECT_FALSE(select(catalogue(), {"./no-such-folder"}));
}

}  // namespace
}  // namespace idproctor::scenario
