#include "scim_client/sync/comparison.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/sync/trial.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Kind = Findings::Kind;

class AfterAPush : public testing::Test {
 protected:
  AfterAPush() { trial.push(); }

  Json& user(std::int64_t number) { return trial.target.user_named(trial.directory.user_name(number)); }
  Json& group(std::int64_t number) { return trial.target.group_named(trial.directory.group_name(number)); }
  std::string name(std::int64_t number) { return trial.directory.user_name(number); }
  /// The one finding that there is, "KIND: EXAMPLE".
  std::string only_finding() {
    const auto held = trial.compare();
    if (!held) return "error: " + held.error().message;
    if (held->findings.entries().size() != 1) {
      return std::to_string(held->findings.entries().size()) + " kinds of findings";
    }
    const auto& [kind, entry] = *held->findings.entries().begin();
    if (entry.count != 1) return std::to_string(entry.count) + " findings";
    return std::string(name_of(kind)) + ": " + entry.examples.front();
  }

  Trial trial{30, 3};
};

TEST_F(AfterAPush, EverythingIsThere) {
  const auto held = trial.compare();
  ASSERT_TRUE(held) << held.error().message;
  EXPECT_TRUE(held->findings.empty());
  EXPECT_EQ(held->users, 30);
  EXPECT_EQ(held->groups, 3);
  EXPECT_EQ(held->others, 0);
}

TEST_F(AfterAPush, StrangersAreCountedAndLeftAlone) {
  trial.target.users["x"] = Json{{"id", "x"}, {"userName", "somebody@example.com"}};
  trial.target.users["y"] = Json{{"id", "y"}, {"userName", "user-3-otherrun@example.com"}};
  trial.target.groups["z"] = Json{{"id", "z"}, {"displayName", "Staff"}};
  const auto held = trial.compare();
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->findings.empty());
  EXPECT_EQ(held->others, 3);
}

TEST_F(AfterAPush, AUserThatIsGoneIsMissingInItsGroupToo) {
  const std::string id = user(7)["id"].get<std::string>();
  trial.target.users.erase(id);
  EXPECT_EQ(only_finding(), "missing: " + name(7));
}

TEST_F(AfterAPush, TwoOfOneName) {
  trial.target.users["other"] = Json{{"id", "other"}, {"userName", name(4)}};
  EXPECT_THAT(only_finding(), testing::StartsWith("twice: " + name(4) + " has the id \"other\""));
}

TEST_F(AfterAPush, ANameOfThisRunThatNobodyPushed) {
  trial.target.users["more"] = Json{{"id", "more"}, {"userName", name(30)}};
  EXPECT_EQ(only_finding(), "unexpected: " + name(30) + " was never pushed");
}

TEST_F(AfterAPush, AnotherGivenName) {
  user(2)["name"]["givenName"] = 12;
  EXPECT_THAT(only_finding(), testing::StartsWith("differs: " + name(2) + ": name/givenName is 12, not "));
}

TEST_F(AfterAPush, NoFamilyName) {
  user(2)["name"].erase("familyName");
  EXPECT_THAT(only_finding(), HasSubstr("name/familyName is missing"));
}

TEST_F(AfterAPush, NotActive) {
  user(2)["active"] = "True";
  EXPECT_EQ(only_finding(), "differs: " + name(2) + ": active is \"True\", not true");
}

TEST_F(AfterAPush, AMemberThatIsMissing) {
  const std::int64_t lost = trial.directory.members(1).front();
  Json& members = group(1)["members"];
  members.erase(members.begin());
  EXPECT_EQ(only_finding(),
            "membership: " + name(lost) + " is missing in group " + trial.directory.group_name(1));
}

TEST_F(AfterAPush, AMemberTwice) {
  group(1)["members"].push_back(Json(group(1)["members"][0]));
  EXPECT_THAT(only_finding(), HasSubstr(" twice"));
}

TEST_F(AfterAPush, AMemberOfAnotherGroup) {
  group(1)["members"].push_back(Json(group(2)["members"][0]));
  EXPECT_THAT(only_finding(), HasSubstr("without having been added"));
}

TEST_F(AfterAPush, AMemberThatIsNobody) {
  group(1)["members"].push_back(Json{{"value", "nobody"}});
  EXPECT_THAT(only_finding(), HasSubstr("is no user of this run"));
}

TEST_F(AfterAPush, MembersThatAreNoList) {
  group(1)["members"] = "all of them";
  const auto held = trial.compare();
  EXPECT_THAT(examples(held, Kind::unreadable),
              ElementsAre(HasSubstr("members is \"all of them\", not an array")));
}

TEST_F(AfterAPush, AGroupOfAnotherName) {
  group(0)["displayName"] = "Renamed";
  EXPECT_THAT(only_finding(), HasSubstr("displayName is \"Renamed\""));
}

TEST_F(AfterAPush, AGroupThatIsGoneAndOneThatIsThereTwice) {
  Json twin = group(0);
  trial.target.groups.erase(twin["id"].get<std::string>());
  twin["id"] = "twin";
  trial.target.groups["twin"] = twin;
  const auto held = trial.compare();
  EXPECT_THAT(examples(held, Kind::missing), ElementsAre("group " + trial.directory.group_name(0)));
  EXPECT_THAT(examples(held, Kind::twice), ElementsAre(HasSubstr("an id that no push was answered with")));
}

TEST_F(AfterAPush, ResourcesThatCannotBeAny) {
  trial.target.users["1"] = Json(7);
  trial.target.users["2"] = Json{{"id", "2"}};
  trial.target.users["3"] = Json{{"userName", name(3)}};
  const auto held = trial.compare();
  EXPECT_THAT(examples(held, Kind::unreadable),
              ElementsAre(HasSubstr("without a userName: 7"), HasSubstr("without a userName"),
                          HasSubstr("without an id")));
}

TEST_F(AfterAPush, AListWithoutMembersIsCompletedGroupByGroup) {
  std::map<std::string, Json> whole = trial.target.groups;
  for (auto& [id, group] : trial.target.groups) group.erase("members");
  trial.target.instead = [&](const http::Request& request) -> std::optional<Result<http::Response>> {
    const auto found = whole.find(request.url.substr(request.url.rfind('/') + 1));
    if (found == whole.end()) return std::nullopt;
    return http::Response(200, "application/scim+json", dump(found->second));
  };
  const auto held = trial.compare();
  ASSERT_TRUE(held) << held.error().message;
  EXPECT_TRUE(held->findings.empty());
}

TEST_F(AfterAPush, ASecondComparisonBeginsAnew) {
  user(2)["active"] = false;
  EXPECT_THAT(examples(trial.compare(), Kind::differs), testing::SizeIs(1));
  user(2)["active"] = true;
  const auto held = trial.compare();
  ASSERT_TRUE(held);
  EXPECT_TRUE(held->findings.empty());
}

TEST(Comparison, KeepsAFewExamplesAndCountsTheRest) {
  Trial trial(50);
  trial.push();
  trial.target.users.clear();
  const auto held = trial.compare();
  ASSERT_TRUE(held);
  EXPECT_EQ(held->findings.entries().at(Kind::missing).count, 50);
  EXPECT_THAT(examples(held, Kind::missing), testing::SizeIs(Findings::kExamples));
}

TEST(Comparison, WhatFailedIsNotMissing) {
  Trial trial(2);
  trial.target.instead = [](const http::Request& request) -> std::optional<Result<http::Response>> {
    if (request.method != "POST") return std::nullopt;
    return http::Response(400, "application/scim+json", "{}");
  };
  trial.push();
  trial.target.instead = nullptr;
  trial.target.users["a"] = Json{{"id", "a"}, {"userName", trial.directory.user_name(1)}};
  const auto held = trial.compare();
  EXPECT_THAT(examples(held, Kind::missing), ElementsAre());
  EXPECT_THAT(examples(held, Kind::unexpected), ElementsAre(HasSubstr("its push failed")));
}

}  // namespace
}  // namespace idproctor::scim
