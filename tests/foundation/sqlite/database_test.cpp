#include "foundation/sqlite/database.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "foundation/core/file.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::sqlite {
namespace {

using testing::HasSubstr;

TEST(Database, KeepsNumbersTextsAndNull) {
  const TemporaryFolder folder;
  auto database = Database::open(folder.path("a.sqlite"));
  ASSERT_TRUE(database) << describe(database.error());
  database->run("CREATE TABLE t (n INTEGER, s TEXT)");
  auto insert = database->prepare("INSERT INTO t VALUES (?, ?)");
  const std::string with_nul("a\0b", 3);
  insert.run(std::int64_t{1} << 40, with_nul);
  insert.run(-1, nullptr);
  auto read = database->prepare("SELECT n, s FROM t ORDER BY n DESC");
  ASSERT_TRUE(read.row());
  EXPECT_EQ(read.integer(0), std::int64_t{1} << 40);
  EXPECT_EQ(read.text(1), with_nul);
  ASSERT_TRUE(read.next());
  EXPECT_EQ(read.integer(0), -1);
  EXPECT_TRUE(read.is_null(1));
  EXPECT_FALSE(read.next());
}

TEST(Database, IsReadableByItsOwnerAlone) {
  const TemporaryFolder folder;
  const std::string file = folder.path("a.sqlite");
  ASSERT_TRUE(Database::open(file));
  struct stat status {};
  ASSERT_EQ(::stat(file.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST(Database, BelongsToOneProcess) {
  const TemporaryFolder folder;
  const std::string file = folder.path("a.sqlite");
  const auto held = Database::open(file);
  ASSERT_TRUE(held);
  const auto second = Database::open(file);
  ASSERT_FALSE(second);
  EXPECT_THAT(second.error().message, HasSubstr("another process"));
}

TEST(Database, WhatWasCommittedOutlivesAKill) {
  const TemporaryFolder folder;
  const std::string file = folder.path("a.sqlite");
  const pid_t child = ::fork();
  if (child == 0) {
    auto database = Database::open(file);
    if (!database) ::_exit(1);
    database->run("CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (7); BEGIN; INSERT INTO t VALUES (8)");
    ::kill(::getpid(), SIGKILL);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFSIGNALED(status));
  auto database = Database::open(file);
  ASSERT_TRUE(database) << describe(database.error());
  auto read = database->prepare("SELECT count(*), max(n) FROM t");
  ASSERT_TRUE(read.row());
  EXPECT_EQ(read.integer(0), 1);
  EXPECT_EQ(read.integer(1), 7);
}

TEST(Database, OfAnotherKindOfFileIsAnError) {
  const TemporaryFolder folder;
  const std::string file = folder.path("a.sqlite");
  ASSERT_TRUE(write_file(file, std::string(5000, 'x')));
  const auto database = Database::open(file);
  ASSERT_FALSE(database);
  EXPECT_THAT(database.error().message, HasSubstr("not a database"));
  EXPECT_EQ(database.error().where, file);
  EXPECT_FALSE(Database::open(folder.path("no/such/folder")));
}

TEST(Database, ThrowsForAStatementThatDoesNotFit) {
  const TemporaryFolder folder;
  auto database = Database::open(folder.path("a.sqlite"));
  ASSERT_TRUE(database);
  EXPECT_THROW(database->run("CREATE"), Failure);
  EXPECT_THROW(database->prepare("SELECT * FROM nowhere"), Failure);
  database->run("CREATE TABLE t (n INTEGER PRIMARY KEY); INSERT INTO t VALUES (1)");
  auto insert = database->prepare("INSERT INTO t VALUES (?)");
  EXPECT_THROW(insert.run(1), Failure);
  insert.run(2);  // and is fit for use afterwards
}

}  // namespace
}  // namespace idproctor::sqlite
