// How an answer steers what is sent next: by its status, by what it says, by the resource among many.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/scim_client/fake_target.hpp"

namespace idproctor::scim {
namespace {

using testing::ElementsAre;

/// A dialect with these calls as its "create".
Dialect branching(const std::string& calls) {
  auto dialect = dialect_from(R"(dialect: tiny
title: Tiny
as_of: 2026-11
sources: {}
unmeasured: [headers, encoding, external_id, attributes]
encoding: percent
external_id: text
headers: { Authorization: "${target.authorization}" }
attributes: {}
operations:
  test: []
  match: []
  update: []
  deactivate: []
  reactivate: []
  delete: []
  group_create: []
  group_rename: []
  group_add: []
  group_remove: []
  group_delete: []
  create:
)" + calls);
  if (!dialect) throw std::runtime_error(describe(dialect.error()));
  return std::move(*dialect);
}

Outcome run_branches(const Dialect& dialect, FakeTarget& target) {
  Client client(dialect, Target(std::string(kBase), "secret"), target.send());
  auto outcome = run(client, "create", test_group());
  if (!outcome) throw std::runtime_error(describe(outcome.error()));
  return std::move(*outcome);
}

const char kStatus[] = R"(
    - { POST: /Groups, accept: [201, 409], save: { group.id: /id }, unmeasured: true }
    - { GET: /Groups, when: 409, find: { group.id: /id }, unmeasured: true }
    - { PUT: "/Groups/${group.id}", when: found, body: {}, unmeasured: true }
)";

TEST(Branches, FollowAStatus) {
  FakeTarget created;
  created.answers(201, R"({"id":"new"})");
  const Outcome first = run_branches(branching(kStatus), created);
  EXPECT_THAT(created.sent(), ElementsAre("POST /Groups"));
  EXPECT_EQ(dump(first.memory), R"({"group":{"id":"new"}})");

  FakeTarget there;
  there.answers(409).answers(200, found("old")).answers(204);
  const Outcome second = run_branches(branching(kStatus), there);
  EXPECT_TRUE(second.succeeded) << second.reason;
  EXPECT_THAT(there.sent(), ElementsAre("POST /Groups", "GET /Groups", "PUT /Groups/old\n{}"));
  EXPECT_EQ(dump(second.memory), R"({"group":{"id":"old"}})");
}

const char kDecide[] = R"(
    - { GET: /ServiceProviderConfig, accept: [200, 404], decide: /patch/supported, unmeasured: true }
    - { PATCH: "/Groups/${group.id}", when: found, body: {}, unmeasured: true }
    - { PUT: "/Groups/${group.id}", when: absent, body: {}, unmeasured: true }
)";

TEST(Branches, FollowWhatTheAnswerSays) {
  const std::vector<std::pair<http::Response, const char*>> cases = {
      {http::Response(200, "application/json", R"({"patch":{"supported":true}})"), "PATCH /Groups/g1\n{}"},
      {http::Response(200, "application/json", R"({"patch":{"supported":false}})"), "PUT /Groups/g1\n{}"},
      {http::Response(200, "application/json", R"({"patch":{"supported":"true"}})"), "PUT /Groups/g1\n{}"},
      {http::Response(200, "application/json", R"({"patch":true})"), "PUT /Groups/g1\n{}"},
      {http::Response(404, "text/html", "<html>"), "PUT /Groups/g1\n{}"},
  };
  for (const auto& [answer, next] : cases) {
    FakeTarget target;
    target.answers(answer).answers(204);
    EXPECT_TRUE(run_branches(branching(kDecide), target).succeeded) << answer.body;
    EXPECT_THAT(target.sent(), ElementsAre("GET /ServiceProviderConfig", next)) << answer.body;
  }
}

const char kWhere[] = R"(
    - GET: /Groups?startIndex=${page.start}&count=2
      pages: 2
      where: { /displayName: "${group.displayName}" }
      find: { group.id: /id }
      unmeasured: true
    - { POST: /Groups, when: absent, unmeasured: true }
    - { PUT: "/Groups/${group.id}", when: found, body: {}, unmeasured: true }
)";

std::string list_of(const std::string& resources) {
  return R"({"totalResults":4,"Resources":[)" + resources + "]}";
}

const char kOthers[] = R"({"id":"o1","displayName":"Other"},{"id":"o2"})";

TEST(Branches, ReadAllPagesForTheResourceThatIsMeant) {
  for (const bool on_first_page : {true, false}) {
    const std::string meant =
        list_of(R"({"id":"o3","displayName":7},{"id":"g7","displayName":"Test SCIMv2"})");
    FakeTarget target;
    target.answers(200, on_first_page ? meant : list_of(kOthers))
        .answers(200, on_first_page ? list_of(kOthers) : meant)
        .answers(204);
    const Outcome outcome = run_branches(branching(kWhere), target);
    EXPECT_TRUE(outcome.succeeded) << outcome.reason;
    EXPECT_THAT(target.sent(), ElementsAre("GET /Groups?startIndex=1&count=2",
                                           "GET /Groups?startIndex=3&count=2", "PUT /Groups/g7\n{}"));
  }
}

TEST(Branches, FindNobodyAmongOthers) {
  FakeTarget target;
  target.answers(200, list_of(kOthers)).answers(200, list_of(kOthers)).answers(201);
  const Outcome outcome = run_branches(branching(kWhere), target);
  EXPECT_THAT(target.sent(), ElementsAre("GET /Groups?startIndex=1&count=2",
                                         "GET /Groups?startIndex=3&count=2", "POST /Groups"));
  EXPECT_EQ(outcome.exchanges[0].note, "");
}

TEST(Branches, NoteThatSeveralAreMeant) {
  FakeTarget target;
  const std::string twice =
      R"({"id":"a","displayName":"Test SCIMv2"},{"id":"b","displayName":"Test SCIMv2"})";
  target.answers(200, R"({"totalResults":2,"Resources":[)" + twice + "]}").answers(204);
  const Outcome outcome = run_branches(branching(kWhere), target);
  EXPECT_EQ(outcome.exchanges[0].note, "2 resources match; the first one is taken");
  EXPECT_EQ(target.sent().back(), "PUT /Groups/a\n{}");
}

}  // namespace
}  // namespace idproctor::scim
