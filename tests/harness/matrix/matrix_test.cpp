// Who tests the tester: each check of the reference integration, switched off, turns exactly those cases red
// that declare it, and every case that expects a refusal is turned red by some switch.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "foundation/core/text.hpp"
#include "reference_sp/checks.hpp"
#include "tests/harness/support/lab.hpp"

namespace idproctor::run {
namespace {

using Together = std::vector<std::string>;

Lab& lab() {
  static Lab one;
  return one;
}

const std::vector<std::string>& all_providers() {
  static const std::vector<std::string> ids = provider_ids(IDPROCTOR_SOURCE_DIR);
  return ids;
}

/// Every check alone, and those that some case declares together.
std::vector<Together> switches() {
  std::vector<Together> all;
  for (const reference::Check& check : reference::all_checks()) all.push_back({std::string(check.name)});
  for (const scenario::Case& one : lab().catalogue().cases) {
    for (const Together& together : one.red_without) {
      if (together.size() > 1 && std::ranges::find(all, together) == all.end()) all.push_back(together);
    }
  }
  return all;
}

std::set<std::string> declared_red(const Together& off) {
  std::set<std::string> ids;
  for (const scenario::Case& one : lab().catalogue().cases) {
    for (const Together& together : one.red_without) {
      const auto is_off = [&](const std::string& check) {
        return std::ranges::find(off, check) != off.end();
      };
      if (std::ranges::all_of(together, is_off)) ids.insert(one.id);
    }
  }
  return ids;
}

std::set<std::string> red(const std::vector<CaseResult>& results) {
  std::set<std::string> ids;
  for (const CaseResult& result : results) {
    if (is_red(result)) ids.insert(result.id);
  }
  return ids;
}

TEST(Matrix, nothing_is_red_when_all_checks_are_on) {
  const auto results = lab().examine_reference({}, all_providers());
  for (const CaseResult& result : results) {
    EXPECT_FALSE(is_red(result)) << result.key << ": " << name(result.status) << ": " << result.reason;
  }
}

class Switch : public testing::TestWithParam<Together> {};

TEST_P(Switch, turns_exactly_its_own_cases_red) {
  const auto results = lab().examine_reference({}, all_providers(), GetParam());
  EXPECT_THAT(red(results), testing::ContainerEq(declared_red(GetParam())));
}

TEST_P(Switch, is_for_some_case) {
  EXPECT_FALSE(declared_red(GetParam()).empty());
}

INSTANTIATE_TEST_SUITE_P(Check, Switch, testing::ValuesIn(switches()), [](const auto& tested) {
  return replace_all(join(tested.param, "_and_"), "-", "_");
});

TEST(Matrix, every_refusal_is_turned_red_by_some_switch) {
  for (const scenario::Case& one : lab().catalogue().cases) {
    for (const scenario::Step& step : one.steps) {
      if (step.expect.verdict == "rejected") EXPECT_FALSE(one.red_without.empty()) << one.id;
    }
  }
}

}  // namespace
}  // namespace idproctor::run
