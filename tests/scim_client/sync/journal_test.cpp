#include "scim_client/sync/journal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "foundation/core/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Journal::Header header() {
  Journal::Header header;
  header.target = "https://app.example/scim";
  header.provider = "okta";
  header.plan = {"seed", "run1", 100, 10};
  return header;
}

Journal opened(const TemporaryFolder& folder, Journal::Header wanted = header()) {
  auto journal = Journal::open(folder.path("j.sqlite"), std::move(wanted));
  if (!journal) throw std::runtime_error(describe(journal.error()));
  return std::move(*journal);
}

TEST(Journal, KnowsWhatBecameOfEachRow) {
  const TemporaryFolder folder;
  {
    Journal journal = opened(folder);
    EXPECT_FALSE(journal.is_resumed());
    journal.user_failed(1, "because");
    journal.user_failed(2, "for now");
    journal.user_pushed(2, "id-2");
    journal.group_pushed(3, "g-3", 40);
    journal.group_failed(3, "the rest");
    journal.commit();
  }
  Journal journal = opened(folder);
  EXPECT_TRUE(journal.is_resumed());
  EXPECT_FALSE(journal.user(0));
  EXPECT_FALSE(journal.user(1)->is_pushed());
  EXPECT_EQ(journal.user(1)->reason, "because");
  EXPECT_EQ(journal.user(2)->id, "id-2");
  EXPECT_EQ(journal.user(2)->reason, "");
  EXPECT_EQ(journal.group(3)->id, "g-3");
  EXPECT_EQ(journal.group(3)->members, 40);
  EXPECT_EQ(journal.group(3)->reason, "the rest");
  EXPECT_EQ(journal.user_with("id-2"), 2);
  EXPECT_FALSE(journal.user_with("g-3"));
  EXPECT_EQ(journal.group_with("g-3"), 3);
  const auto counts = journal.counts();
  EXPECT_EQ(counts.users, 1);
  EXPECT_EQ(counts.users_failed, 1);
  EXPECT_EQ(counts.groups, 0);
  EXPECT_EQ(counts.groups_failed, 1);
}

TEST(Journal, GoesOnWithItsOwnSeedAndRunId) {
  const TemporaryFolder folder;
  opened(folder);
  Journal::Header silent = header();
  silent.plan.seed = silent.plan.run_id = "";
  const Journal journal = opened(folder, silent);
  EXPECT_EQ(journal.header().plan.seed, "seed");
  EXPECT_EQ(journal.header().plan.run_id, "run1");
}

TEST(Journal, OfAnotherDirectoryIsRefused) {
  const TemporaryFolder folder;
  opened(folder);
  std::vector<Journal::Header> others(6, header());
  others[0].target = "https://other.example";
  others[1].provider = "entra";
  others[2].plan.seed = "other";
  others[3].plan.run_id = "run2";
  others[4].plan.users = 101;
  others[5].plan.groups = 11;
  for (const Journal::Header& other : others) {
    const auto journal = Journal::open(folder.path("j.sqlite"), other);
    ASSERT_FALSE(journal);
    EXPECT_THAT(journal.error().message, HasSubstr("of another directory: its "));
  }
}

TEST(Journal, IsNoFileOfAnotherKind) {
  const TemporaryFolder folder;
  ASSERT_TRUE(write_file(folder.path("j.sqlite"), "a text that is no database at all, and long enough"));
  EXPECT_FALSE(Journal::open(folder.path("j.sqlite"), header()));
  auto foreign = sqlite::Database::open(folder.path("foreign.sqlite"));
  ASSERT_TRUE(foreign);
  foreign->run("CREATE TABLE songs (title TEXT)");
  foreign = invalid("closed");
  const auto journal = Journal::open(folder.path("foreign.sqlite"), header());
  ASSERT_FALSE(journal);
  EXPECT_THAT(journal.error().message, HasSubstr("no journal that this version"));
}

TEST(Journal, LosesFewRowsWhenItsProcessIsKilled) {
  const TemporaryFolder folder;
  const pid_t child = ::fork();
  if (child == 0) {
    Journal journal = opened(folder);
    for (std::int64_t i = 0; i < 1'050; ++i) journal.user_pushed(i, "id-" + std::to_string(i));
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  Journal journal = opened(folder);
  EXPECT_GT(journal.counts().users, 950);
  EXPECT_LE(journal.counts().users, 1'050);
}

TEST(Journal, RemembersWhatWasSeen) {
  const TemporaryFolder folder;
  Journal journal = opened(folder);
  for (std::int64_t i = 0; i < 5; ++i) journal.user_pushed(i, "id-" + std::to_string(i));
  journal.user_failed(5, "failed");
  for (std::int64_t i = 0; i < 2; ++i) journal.group_pushed(i, "g-" + std::to_string(i), 0);
  std::vector<std::int64_t> unseen;
  const auto collect = [&](std::int64_t number) { unseen.push_back(number); };
  journal.begin_comparison();
  for (const std::int64_t i : {0, 1, 3}) journal.see_user(i);
  journal.see_member(2);
  journal.see_group(0);
  EXPECT_TRUE(journal.user(3)->seen);
  EXPECT_FALSE(journal.user(3)->seen_as_member);
  EXPECT_TRUE(journal.user(2)->seen_as_member);
  EXPECT_TRUE(journal.group(0)->seen);
  journal.for_each_unseen_user(collect);
  EXPECT_THAT(unseen, ElementsAre(2, 4));
  unseen.clear();
  journal.for_each_unseen_member(collect);
  EXPECT_THAT(unseen, ElementsAre(0, 1, 3, 4));
  unseen.clear();
  journal.for_each_unseen_group(collect);
  EXPECT_THAT(unseen, ElementsAre(1));
  journal.begin_comparison();
  unseen.clear();
  journal.for_each_unseen_user(collect);
  EXPECT_THAT(unseen, ElementsAre(0, 1, 2, 3, 4));
}

}  // namespace
}  // namespace idproctor::scim
