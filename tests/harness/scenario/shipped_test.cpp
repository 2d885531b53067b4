// What we ship must hold together: every scenario loads, and the lint has nothing to say.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "foundation/core/file.hpp"
#include "foundation/core/keys.hpp"
#include "harness/scenario/keys.hpp"
#include "harness/scenario/lint.hpp"

namespace idproctor::scenario {
namespace {

TEST(Shipped, scenarios_pass_the_lint) {
  const auto catalogue = load_catalogue(IDPROCTOR_SOURCE_DIR);
  ASSERT_TRUE(catalogue) << describe(catalogue.error());
  EXPECT_GT(catalogue->cases.size(), 50u);
  EXPECT_THAT(lint(*catalogue, catalogue->cases), testing::IsEmpty());
}

TEST(Shipped, every_symptom_is_answered_by_some_case) {
  const auto catalogue = load_catalogue(IDPROCTOR_SOURCE_DIR);
  ASSERT_TRUE(catalogue) << describe(catalogue.error());
  for (const auto& [id, symptom] : catalogue->symptoms) {
    EXPECT_TRUE(std::ranges::any_of(catalogue->cases, [&](const Case& one) { return one.symptom == id; }))
        << id;
  }
}

TEST(Shipped, the_reference_of_keys_is_the_tables_of_the_loader) {
  const auto page = read_file(std::string(IDPROCTOR_SOURCE_DIR) + "/docs/reference.md");
  ASSERT_TRUE(page) << describe(page.error());
  EXPECT_THAT(*page, testing::HasSubstr(key_reference(scenario_tables())))
      << "idproctor lint --print reference writes it";
  EXPECT_THAT(*page, testing::HasSubstr(key_reference(target_tables())))
      << "idproctor lint --print reference writes it";
}

}  // namespace
}  // namespace idproctor::scenario
