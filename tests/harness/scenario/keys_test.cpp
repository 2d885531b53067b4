#include "harness/scenario/keys.hpp"

#include <gtest/gtest.h>

#include <set>

namespace idproctor::scenario {
namespace {

/// Table names that keys speak of and that are not among the tables.
std::set<std::string> missing_in(const std::vector<KeyTable>& tables) {
  std::set<std::string> known, named;
  for (const KeyTable& table : tables) {
    known.emplace(table.name);
    for (const Key& key : table.keys) {
      if (!key.table.empty()) named.emplace(key.table);
    }
  }
  std::set<std::string> missing;
  for (const std::string& name : named) {
    if (!known.contains(name)) missing.insert(name);
  }
  return missing;
}

TEST(Keys, of_maps_within_maps_are_in_the_reference_too) {
  EXPECT_EQ(missing_in(scenario_tables()), std::set<std::string>());
  EXPECT_EQ(missing_in(target_tables()), std::set<std::string>());
}

TEST(Keys, that_are_missing_would_be_noticed) {
  std::vector<KeyTable> tables = target_tables();
  std::erase_if(tables, [](const KeyTable& table) { return table.name == "webhooks"; });
  EXPECT_EQ(missing_in(tables), std::set<std::string>{"webhooks"});
}

}  // namespace
}  // namespace idproctor::scenario
