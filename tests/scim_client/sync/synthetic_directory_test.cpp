#include "scim_client/sync/synthetic_directory.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "foundation/core/file.hpp"
#include "tests/scim_client/sync/trial.hpp"

namespace idproctor::scim {
namespace {

SyntheticDirectory directory(const std::string& seed, const std::string& run_id, std::int64_t users,
                             std::int64_t groups) {
  DirectoryPlan plan{seed, run_id, users, groups};
  return SyntheticDirectory(shipped_names(), std::move(plan), ExternalId::okta);
}

TEST(SyntheticDirectory, IsTheSameForTheSameSeedAndRunId) {
  const auto one = directory("s", "r", 50, 7), again = directory("s", "r", 50, 7);
  // In another order.
  for (std::int64_t i = 49; i >= 0; --i) {
    const Json there = again.user(i);
    EXPECT_EQ(one.user(i), there);
    EXPECT_EQ(one.group_of(i), again.group_of(i));
  }
  EXPECT_EQ(one.group(3), again.group(3));
}

TEST(SyntheticDirectory, DoesNotChangeWithTheNumberOfItsUsers) {
  const auto small = directory("s", "r", 10, 3), large = directory("s", "r", 10'000, 3);
  for (std::int64_t i = 0; i < 10; ++i) {
    EXPECT_EQ(small.user(i), large.user(i));
    EXPECT_EQ(small.group_of(i), large.group_of(i));
  }
}

TEST(SyntheticDirectory, HasOtherNamesForAnotherSeedAndOtherAccountsForAnotherRun) {
  const auto one = directory("s", "r", 50, 5), seed = directory("t", "r", 50, 5),
             run = directory("s", "q", 50, 5);
  int same_names = 0, same_groups = 0;
  for (std::int64_t i = 0; i < 50; ++i) {
    same_names += one.user(i)["displayName"] == seed.user(i)["displayName"] ? 1 : 0;
    same_groups += one.group_of(i) == seed.group_of(i) ? 1 : 0;
    EXPECT_EQ(one.user(i)["displayName"], run.user(i)["displayName"]);
    EXPECT_NE(one.user(i)["userName"], run.user(i)["userName"]);
    EXPECT_NE(one.user(i)["externalId"], run.user(i)["externalId"]);
  }
  EXPECT_LT(same_names, 10);
  EXPECT_LT(same_groups, 40);
}

TEST(SyntheticDirectory, HasUsersOfTheirOwn) {
  const auto users = directory("s", "r", 500, 0);
  std::set<std::string> names, external_ids;
  for (std::int64_t i = 0; i < 500; ++i) {
    const Json user = users.user(i);
    names.insert(user["userName"].get<std::string>());
    external_ids.insert(user["externalId"].get<std::string>());
    EXPECT_THAT(user["userName"].get<std::string>(), testing::MatchesRegex("user-[0-9]+-r@example\\.com"));
    EXPECT_THAT(user["externalId"].get<std::string>(), testing::StartsWith("00u"));
  }
  EXPECT_EQ(names.size(), 500u);
  EXPECT_EQ(external_ids.size(), 500u);
}

TEST(SyntheticDirectory, SpreadsEveryUserOverOneGroup) {
  for (const auto& [users, groups] :
       {std::pair{100, 7}, std::pair{5, 20}, std::pair{1000, 1}, std::pair{21, 7}}) {
    const auto spread = directory("s", "r", users, groups);
    std::set<std::int64_t> all;
    for (std::int64_t group = 0; group < groups; ++group) {
      const auto members = spread.members(group);
      EXPECT_GE(static_cast<int>(members.size()), users / groups);
      EXPECT_LE(static_cast<int>(members.size()), users / groups + 1);
      EXPECT_TRUE(std::ranges::is_sorted(members));
      for (const std::int64_t user : members) {
        EXPECT_EQ(spread.group_of(user), group);
        EXPECT_TRUE(all.insert(user).second);
      }
    }
    EXPECT_EQ(static_cast<int>(all.size()), users);
  }
}

TEST(SyntheticDirectory, KnowsItsOwnNames) {
  const auto ours = directory("s", "r7", 10, 2);
  EXPECT_EQ(ours.user_number(ours.user_name(3)), 3);
  EXPECT_EQ(ours.user_number("USER-12-R7@EXAMPLE.COM"), 12);
  for (const char* other : {"", "user-", "user--r7@example.com", "user-3-r8@example.com",
                            "user-03-r7@example.com", "user-3-r7@example.org", "xuser-3-r7@example.com",
                            "user--3-r7@example.com", "user-99999999999999999999-r7@example.com"}) {
    EXPECT_FALSE(ours.user_number(other)) << other;
  }
  EXPECT_TRUE(ours.is_ours(ours.group_name(1)));
  EXPECT_FALSE(ours.is_ours("Staff"));
}

TEST(SyntheticDirectory, NamesComeFromAFileThatSaysWhatIsWrong) {
  const TemporaryFolder folder;
  const std::string file = folder.path("names.yaml");
  for (const auto& [yaml, sentence] :
       {std::pair{"given_names: [A]\n", "domain"}, std::pair{"domain: a.b\ngiven_names: []\n", "given_names"},
        std::pair{"domain: a.b\ngiven_names: [A]\nfamily_names: [[B]]\n", "a name is a text"}}) {
    ASSERT_TRUE(write_file(file, yaml));
    const auto names = load_names(file);
    ASSERT_FALSE(names);
    EXPECT_THAT(describe(names.error()), testing::HasSubstr(sentence));
  }
}

}  // namespace
}  // namespace idproctor::scim
