#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "tests/scim_client/sync/trial.hpp"

namespace idproctor::scim {
namespace {

using testing::Each;
using testing::HasSubstr;
using testing::SizeIs;

std::set<std::string> names_of(const MemoryTarget& target) {
  std::set<std::string> names;
  for (const auto& [id, user] : target.users) names.insert(user["userName"].get<std::string>());
  return names;
}

void expect_all_users(const Trial& trial) {
  const auto users = static_cast<std::size_t>(trial.directory.plan().users);
  EXPECT_EQ(trial.target.users.size(), users);
  EXPECT_EQ(names_of(trial.target).size(), users);
}

TEST(Push, MakesEveryUserOnceAndPutsEachIntoItsGroup) {
  Trial trial(250, 2);
  trial.push();
  expect_all_users(trial);
  EXPECT_EQ(trial.stopped, "");
  EXPECT_EQ(trial.journal->counts().users, 250);
  EXPECT_EQ(trial.journal->counts().groups, 2);
  for (std::int64_t group = 0; group < 2; ++group) {
    std::set<std::string> expected, held;
    for (const std::int64_t user : trial.directory.members(group)) {
      expected.insert(trial.target.user_named(trial.directory.user_name(user))["id"].get<std::string>());
    }
    for (const Json& member : trial.target.group_named(trial.directory.group_name(group))["members"]) {
      EXPECT_TRUE(held.insert(member["value"].get<std::string>()).second) << "twice";
    }
    EXPECT_EQ(held, expected);
  }
}

TEST(Push, AddsALargeGroupsMembersAHundredAtATime) {
  Trial trial(250, 1);
  trial.push();
  std::vector<std::size_t> sizes;
  for (const http::Request& request : trial.target.requests) {
    if (request.method == "PATCH")
      sizes.push_back((*parse_json(request.body))["Operations"][0]["value"].size());
  }
  EXPECT_THAT(sizes, testing::ElementsAre(100, 100, 50));
}

TEST(Push, DoesNothingAgainThatTheJournalHas) {
  Trial trial(30, 3);
  trial.push();
  trial.target.requests.clear();
  trial.push();
  EXPECT_THAT(trial.target.requests, SizeIs(0));
}

TEST(Push, GoesOnWhereItStopped) {
  Trial trial(40, 2);
  int sent = 0;
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    if (++sent == 30) trial.traffic->stopped = "the test says so";
    return std::nullopt;
  };
  trial.push();
  EXPECT_EQ(trial.stopped, "the test says so");
  const std::size_t before = trial.target.users.size();
  ASSERT_GT(before, 0u);
  ASSERT_LT(before, 40u);
  const int posts = trial.target.count("POST");
  trial.push();
  expect_all_users(trial);
  EXPECT_EQ(trial.target.count("POST"), posts + (40 - static_cast<int>(before)) + 2);
}

TEST(Push, FindsAgainWhatWasSentAndNotJournalled) {
  Trial trial(5);
  // As after a kill between the answer and the commit: the target has the user, the journal does not.
  trial.target.users["id-before"] = Json{{"id", "id-before"}, {"userName", trial.directory.user_name(3)}};
  trial.push();
  expect_all_users(trial);
  EXPECT_EQ(trial.journal->user(3)->id, "id-before");
}

TEST(Push, APostThatWasLostIsLookedForBeforeItIsSentAgain) {
  Trial trial(8);
  int posts = 0;
  trial.target.done_all_the_same = true;
  trial.target.instead = [&](const http::Request& request) -> std::optional<Result<http::Response>> {
    if (request.method != "POST" || ++posts % 3 != 0) return std::nullopt;
    return Error{Error::Kind::incomplete, "the connection was broken", {}};
  };
  trial.push();
  expect_all_users(trial);
  EXPECT_EQ(trial.target.count("POST"), 8);
  EXPECT_EQ(trial.journal->counts().users, 8);
}

TEST(Push, APostThatWasLostIsNotSentAgainByAClientThatDoesNotLook) {
  Trial trial(1, 0, "authentik/scim.yaml");
  trial.target.instead = [&](const http::Request& request) -> std::optional<Result<http::Response>> {
    if (request.method != "POST") return std::nullopt;
    return Error{Error::Kind::incomplete, "the connection was broken", {}};
  };
  trial.push();
  EXPECT_EQ(trial.target.count("POST"), 1);
  EXPECT_THAT(trial.failures(), testing::ElementsAre(HasSubstr("the connection was broken")));
}

TEST(Push, WhatCannotHaveBeenSentIsSentAgainWhateverItWas) {
  Trial trial(4, 0, "authentik/scim.yaml");
  int sent = 0;
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    if (++sent % 2 == 0) return std::nullopt;
    return Error{Error::Kind::unreachable, "connection refused", {}};
  };
  trial.push();
  expect_all_users(trial);
  EXPECT_THAT(trial.failures(), SizeIs(0));
}

TEST(Push, TriesABoundedNumberOfTimes) {
  Trial trial(2);
  trial.policy.tries = 3;
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    return http::Response(502, "text/html", "<h1>Bad gateway</h1>");
  };
  trial.push();
  EXPECT_EQ(trial.target.requests.size(), 6u);
  EXPECT_THAT(trial.failures(), SizeIs(2));
  EXPECT_THAT(trial.failures(), Each(HasSubstr("502")));
}

TEST(Push, AFailureIsTriedAgainNextTime) {
  Trial trial(3);
  bool broken = true;
  trial.target.instead = [&](const http::Request& request) -> std::optional<Result<http::Response>> {
    if (!broken || request.method != "POST") return std::nullopt;
    return http::Response(400, "application/scim+json", R"({"detail":"not today"})");
  };
  trial.push();
  EXPECT_THAT(trial.failures(), Each(HasSubstr("not today")));
  EXPECT_EQ(trial.journal->counts().users_failed, 3);
  broken = false;
  trial.push();
  expect_all_users(trial);
  EXPECT_EQ(trial.journal->counts().users_failed, 0);
}

TEST(Push, EndsWhenNothingSucceedsAnyMore) {
  Trial trial(1000);
  trial.options.failures_in_a_row = 10;
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    return http::Response(401, "application/scim+json", R"({"detail":"who are you?"})");
  };
  trial.push();
  EXPECT_THAT(trial.stopped, HasSubstr("10 pushes failed one after another"));
  EXPECT_THAT(trial.stopped, HasSubstr("who are you?"));
  EXPECT_LT(trial.target.requests.size(), 20u);
}

TEST(Push, RetryAfterHoldsForAllWorkers) {
  using SteadyClock = std::chrono::steady_clock;
  Trial trial(12);
  SteadyClock::time_point refused;
  std::vector<SteadyClock::time_point> later;
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    if (trial.target.requests.size() == 6) {
      refused = SteadyClock::now();
      http::Response response(429, "application/scim+json", "{}");
      response.headers.set("Retry-After", "1");
      return response;
    }
    if (trial.target.requests.size() > 6) later.push_back(SteadyClock::now());
    return std::nullopt;
  };
  trial.push();
  expect_all_users(trial);
  EXPECT_THAT(trial.failures(), SizeIs(0));
  EXPECT_EQ(trial.traffic->pace.pauses(), 1);
  ASSERT_FALSE(later.empty());
  // A turn of a few milliseconds may have begun before the refusal; the clock of turns counts whole ones.
  for (const auto& time : later) EXPECT_GE(time - refused, std::chrono::milliseconds(990));
}

TEST(Push, ALongerPauseThanAnybodyWaitsForEndsIt) {
  Trial trial(12);
  trial.target.instead = [&](const http::Request&) -> std::optional<Result<http::Response>> {
    http::Response response(503, "text/plain", "back tomorrow");
    response.headers.set("Retry-After", "86400");
    return response;
  };
  trial.push();
  EXPECT_EQ(trial.stopped, "the target answered 503 and asks to wait 86400 s");
  EXPECT_LE(trial.target.requests.size(), 4u);
}

}  // namespace
}  // namespace idproctor::scim
