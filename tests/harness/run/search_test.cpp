#include "harness/run/search.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <set>
#include <vector>

namespace idproctor::run {
namespace {

/// Runs a search against a target that is a function, and keeps what was asked.
struct Asked {
  Search search;
  std::vector<long long> questions;
};
Asked ask(Search search, const std::function<bool(long long)>& accepts) {
  Asked asked{search, {}};
  while (const auto question = asked.search.next()) {
    asked.questions.push_back(*question);
    asked.search.note(accepts(*question));
  }
  return asked;
}

TEST(Search, finds_every_edge_to_the_resolution) {
  for (long long resolution : {1, 2, 7}) {
    for (long long edge = -59; edge < 600; ++edge) {
      const Search found = ask(Search(-60, 600, resolution), [&](long long v) { return v <= edge; }).search;
      ASSERT_EQ(found.result(), Search::Result::edge) << edge;
      EXPECT_LE(found.last_accepted(), edge);
      EXPECT_GT(found.first_refused(), edge);
      EXPECT_LE(found.first_refused() - found.last_accepted(), resolution);
    }
  }
}

TEST(Search, asks_a_bounded_number_of_questions) {
  // Doubling takes log2 of the range over the resolution, halving once more, and three questions confirm.
  for (long long edge = 0; edge <= 3600; edge += 13) {
    const Asked asked = ask(Search(-60, 3600, 2), [&](long long v) { return v <= edge; });
    EXPECT_LE(asked.questions.size(), 1u + 11 + 11 + 3);
    EXPECT_EQ(asked.search.asked(), static_cast<int>(asked.questions.size()));
  }
}

TEST(Search, stays_inside_its_limits) {
  for (long long edge : {-100LL, -60LL, 0LL, 99LL, 100LL, 5000LL}) {
    for (long long question : ask(Search(-60, 100, 3), [&](long long v) { return v <= edge; }).questions) {
      EXPECT_GE(question, -60);
      EXPECT_LE(question, 100);
    }
  }
}

TEST(Search, says_when_everything_or_nothing_is_accepted) {
  const Search all = ask(Search(0, 3600, 2), [](long long) { return true; }).search;
  EXPECT_EQ(all.result(), Search::Result::all_accepted);
  EXPECT_EQ(all.last_accepted(), 3600);
  const Asked none = ask(Search(0, 3600, 2), [](long long) { return false; });
  EXPECT_EQ(none.search.result(), Search::Result::none_accepted);
  EXPECT_EQ(none.questions, std::vector<long long>{0});
}

TEST(Search, a_target_that_locks_us_out_has_no_edge) {
  int logins = 0;
  const Search found = ask(Search(0, 3600, 2), [&](long long) { return ++logins <= 5; }).search;
  EXPECT_EQ(found.result(), Search::Result::contradictory);
}

TEST(Search, a_target_that_accepts_far_beyond_its_edge_has_none) {
  const Search found = ask(Search(0, 3600, 2), [](long long v) { return v <= 180 || v > 1800; }).search;
  EXPECT_EQ(found.result(), Search::Result::contradictory);
}

TEST(Search, an_edge_that_is_blurred_by_a_step_is_one) {
  // As a clock of whole seconds sees it: what lies at the edge is answered so or so.
  for (const bool accepted_first : {true, false}) {
    int asked_at_edge = 0;
    const auto accepts = [&](long long v) {
      return v == 180 ? (++asked_at_edge == 1) == accepted_first : v < 180;
    };
    const Search found = ask(Search(0, 360, 2), accepts).search;
    EXPECT_EQ(found.result(), Search::Result::edge);
    EXPECT_LT(found.last_accepted(), 180);
    EXPECT_GT(found.first_refused(), 180);
    EXPECT_LE(found.first_refused() - found.last_accepted(), 3 * 2);
    EXPECT_EQ(asked_at_edge, 2);
  }
}

TEST(Search, a_target_that_changes_its_mind_has_no_edge) {
  std::set<long long> refused_once;
  const auto accepts = [&](long long v) {
    return v <= 180 || (v < 300 && !refused_once.empty() && *refused_once.begin() <= 182);
  };
  const auto grows_lax = [&](long long v) {
    const bool accepted = accepts(v);
    if (!accepted) refused_once.insert(v);
    return accepted;
  };
  const Search found = ask(Search(0, 360, 2), grows_lax).search;
  EXPECT_EQ(found.result(), Search::Result::contradictory);
}

}  // namespace
}  // namespace idproctor::run
