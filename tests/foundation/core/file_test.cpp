#include "foundation/core/file.hpp"

#include <gmock/gmock.h>
#include <sys/stat.h>

#include "tests/foundation/core/support.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

class File : public testing::Test {
 protected:
  mode_t mode_of(const fs::path& path) const {
    struct stat status {};
    EXPECT_EQ(::stat(path.c_str(), &status), 0);
    return status.st_mode & 07777;
  }
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  TemporaryFolder folder_;
};

TEST_F(File, ReadsWhatWasWritten) {
  const std::string bytes("a\0b\r\n\xFF", 6);
  ASSERT_EQ(error_of(write_file(folder_ / "f", bytes)), "");
  EXPECT_EQ(*read_file(folder_ / "f"), bytes);
  ASSERT_EQ(error_of(write_file(folder_ / "f", "")), "");
  EXPECT_EQ(*read_file(folder_ / "f"), "");
}

TEST_F(File, LeavesNothingBesideIt) {
  ASSERT_EQ(error_of(write_file(folder_ / "f", "one")), "");
  ASSERT_EQ(error_of(write_file(folder_ / "f", "two")), "");
  EXPECT_EQ(*read_file(folder_ / "f"), "two");
  EXPECT_EQ(entries(), 1u);
}

// Whoever has the old file open goes on reading the old bytes: the new ones stand in another file.
TEST_F(File, ReplacesTheFileInsteadOfWritingIntoIt) {
  ASSERT_EQ(error_of(write_file(folder_ / "f", "old")), "");
  fs::create_hard_link(folder_ / "f", folder_ / "old");
  ASSERT_EQ(error_of(write_file(folder_ / "f", "new")), "");
  EXPECT_EQ(*read_file(folder_ / "f"), "new");
  EXPECT_EQ(*read_file(folder_ / "old"), "old");
}

TEST_F(File, KeepsPrivateFilesForTheOwnerAlone) {
  ASSERT_EQ(error_of(write_private_file(folder_ / "key", "secret")), "");
  EXPECT_EQ(mode_of(folder_ / "key"), 0600u);
}

TEST_F(File, ClosesAFileThatWasOpenToOthers) {
  ASSERT_EQ(error_of(write_file(folder_ / "key", "public")), "");
  fs::permissions(folder_ / "key", fs::perms(0644));
  ASSERT_EQ(error_of(write_private_file(folder_ / "key", "secret")), "");
  EXPECT_EQ(mode_of(folder_ / "key"), 0600u);
}

TEST_F(File, SaysWhichFileIsMissing) {
  const auto missing = read_file(folder_ / "none");
  EXPECT_THAT(error_of(missing), HasSubstr((folder_ / "none").string()));
  EXPECT_THAT(error_of(missing), HasSubstr("No such file"));
  EXPECT_FALSE(write_file(folder_ / "none" / "f", "x"));
}

TEST_F(File, RefusesAFolder) {
  EXPECT_THAT(error_of(read_file(folder_.path())), HasSubstr("folder"));
  fs::create_directory(folder_ / "sub");
  EXPECT_FALSE(write_file(folder_ / "sub", "x"));
  EXPECT_EQ(entries(), 1u) << "what was written beside it is gone again";
}

TEST_F(File, ReadsNoMoreThanTheLimit) {
  ASSERT_EQ(error_of(write_file(folder_ / "f", "12345")), "");
  EXPECT_TRUE(read_file(folder_ / "f", 5));
  const auto larger = read_file(folder_ / "f", 4);
  ASSERT_FALSE(larger);
  EXPECT_EQ(larger.error().kind, Error::Kind::too_large);
}

TEST_F(File, LimitsWhatHasNoSizeToo) {
  const auto endless = read_file("/dev/zero", 1000);
  ASSERT_FALSE(endless);
  EXPECT_EQ(endless.error().kind, Error::Kind::too_large);
}

}  // namespace
}  // namespace idproctor
