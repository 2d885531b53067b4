#include "harness/scenario/not_tested.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "harness/scenario/catalogue.hpp"
#include "tests/support/temporary_folder.hpp"

namespace idproctor::scenario {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const Clauses kClauses{{"asked", {"asked", "must", "Ask me.", "spec 1"}},
                       {"silent", {"silent", "must", "Nobody can ask me.", "spec 2"}}};

std::vector<Case> cases() {
  Case one;
  one.clauses = {"asked"};
  return {one};
}

TEST(NotTested, a_clause_is_asked_or_has_a_reason) {
  const NotTested row{"row", "A duty", {"silent"}, "It cannot be seen.", ""};
  EXPECT_THAT(unanswered(kClauses, cases(), {row}), IsEmpty());
  EXPECT_THAT(unanswered(kClauses, cases(), {}), ElementsAre(HasSubstr("silent: no case asks")));
  EXPECT_THAT(unanswered(kClauses, {}, {row}), ElementsAre(HasSubstr("asked: no case asks")));
}

TEST(NotTested, a_reason_is_for_a_clause_that_there_is) {
  const NotTested row{"row", "A duty", {"silent", "gone"}, "It cannot be seen.", ""};
  EXPECT_THAT(unanswered(kClauses, cases(), {row}), ElementsAre(HasSubstr("row: there is no clause 'gone'")));
}

TEST(NotTested, every_clause_that_we_ship_is_answered) {
  const auto catalogue = load_catalogue(IDPROCTOR_SOURCE_DIR);
  ASSERT_TRUE(catalogue) << describe(catalogue.error());
  EXPECT_THAT(unanswered(catalogue->clauses, catalogue->cases, catalogue->not_tested), IsEmpty());
}

TEST(NotTested, the_page_is_the_data) {
  const auto catalogue = load_catalogue(IDPROCTOR_SOURCE_DIR);
  ASSERT_TRUE(catalogue) << describe(catalogue.error());
  const auto page = read_file(std::string(IDPROCTOR_SOURCE_DIR) + "/docs/not-tested.md");
  ASSERT_TRUE(page) << describe(page.error());
  EXPECT_EQ(*page, not_tested_page(catalogue->clauses, catalogue->not_tested))
      << "idproctor lint --print not-tested writes it";
}

TEST(NotTested, a_row_without_a_reason_does_not_load) {
  const TemporaryFolder folder;
  const std::string file = folder.path("not-tested.yaml");
  ASSERT_TRUE(write_file(file, "row: { title: A duty, clauses: [silent] }\n"));
  const auto rows = load_not_tested(file);
  ASSERT_FALSE(rows);
  EXPECT_THAT(rows.error().message, HasSubstr("reason"));
}

}  // namespace
}  // namespace idproctor::scenario
